package dev.personalize.ingest;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads one CSV file line by line, its values in the order of the schema. Blank lines are passed over. For one thread. */
final class CsvFile implements AutoCloseable {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setEscape('\\')
            .setIgnoreEmptyLines(false)
            .get();

    private static final int VALUE_SHOWN = 60;
    private static final int HEADER_SHOWN = 1000;

    private final Path path;
    private final CsvText text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;
    private final int[] columnOf;
    private long line;
    private long nextLine = 1;

    CsvFile(Path path, InputStream in, Schema schema) throws IOException {
        this.path = path;
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        this.text = new CsvText(new InputStreamReader(in, decoder));
        this.parser = CSVParser.builder().setReader(text).setFormat(FORMAT).get();
        this.records = parser.iterator();
        CSVRecord first = nextRecord();
        if (first == null) {
            throw new InvalidInputException("file " + path + " is empty; its first line must name the columns");
        }
        this.header = first.toList();
        this.columnOf = columns(schema);
    }

    private int[] columns(Schema schema) {
        TreeSet<String> names = new TreeSet<>();
        for (String name : header) {
            if (!names.add(name)) {
                throw new InvalidInputException("file " + path + ", line 1: two columns are named '"
                        + shown(name, HEADER_SHOWN) + "'; rename one of them");
            }
        }
        List<String> fields = schema.fields().stream().map(Field::name).toList();
        List<String> missing =
                fields.stream().filter(name -> !names.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new InvalidInputException("file " + path + ": Input CSV is missing the following columns: "
                    + String.join(", ", missing) + "; its columns are " + shown(header.toString(), HEADER_SHOWN)
                    + "; add the columns, or remove the fields from the schema");
        }
        return fields.stream().mapToInt(header::indexOf).toArray();
    }

    /** {@return the column names, in the order of the file} */
    List<String> header() {
        return header;
    }

    /** {@return the next line that is not blank, or null at the end of the file} */
    @Nullable CSVRecord next() throws IOException {
        CSVRecord record = nextRecord();
        while (record != null && record.size() == 1 && record.get(0).isEmpty()) {
            record = nextRecord();
        }
        return record;
    }

    private @Nullable CSVRecord nextRecord() throws IOException {
        line = nextLine;
        text.beginLine();
        try {
            CSVRecord record = records.hasNext() ? records.next() : null;
            nextLine = Math.max(line, parser.getCurrentLineNumber()) + 1;
            return record;
        } catch (UncheckedIOException e) {
            throw explained(Objects.requireNonNull(e.getCause()));
        }
    }

    private IOException explained(IOException e) {
        if (e instanceof CharacterCodingException) {
            throw new InvalidInputException(
                    "file " + path + ", after line " + (line - 1) + ": not UTF-8; save the file in that encoding", e);
        }
        if (e instanceof LongLineException) {
            throw new LimitExceededException(
                    place() + e.getMessage()
                            + "; break it, and look for a quote that does not end, which takes the lines after it along",
                    e);
        }
        if (e instanceof CSVException) {
            throw new InvalidInputException(
                    place() + "a quoted value does not end before a comma or the end of the line (" + e.getMessage()
                            + "); inside quotes write \\\" or \"\" for a quote and \\\\ for a backslash",
                    e);
        }
        if (e instanceof EOFException || e instanceof ZipException) {
            throw new InvalidInputException(
                    "file " + path + ", after line " + (line - 1) + ": the gzip data is damaged or incomplete ("
                            + e.getMessage() + "); copy the file again",
                    e);
        }
        return e;
    }

    /** {@return the value of the field at a place of the schema} */
    String value(CSVRecord record, int field) {
        return record.get(columnOf[field]);
    }

    /** {@return what is wrong with the line as a whole, or null} */
    @Nullable String defect(CSVRecord record) {
        if (nextLine > line + 1) {
            for (int i = 0; i < record.size(); i++) {
                if (record.get(i).indexOf('\n') >= 0 || record.get(i).indexOf('\r') >= 0) {
                    String column = i < header.size() ? shown(header.get(i), VALUE_SHOWN) : String.valueOf(i + 1);
                    return place() + "column " + column
                            + " has a line break inside its value; every record must be on one line";
                }
            }
        }
        if (record.size() != header.size()) {
            return place() + "has " + record.size() + " values, the header has " + header.size()
                    + " columns; put values with commas in double quotes";
        }
        return null;
    }

    /** {@return the start of a message about the line last read} */
    String place() {
        return "file " + path + ", line " + line + ": ";
    }

    /** {@return a message about a value of the line last read} */
    String describe(Field field, String value, BadValueException e) {
        return "file " + path + ", line " + line + ", column " + field.name() + ": value '" + shown(value, VALUE_SHOWN)
                + "' " + e.getMessage();
    }

    private static String shown(String text, int limit) {
        return text.length() > limit ? text.substring(0, limit) + "…" : text;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
