package dev.personalize.ingest;

import dev.personalize.error.InvalidInputException;
import dev.personalize.schema.Field;
import dev.personalize.schema.Schema;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as a CSV file that {@link CsvImport} reads back unchanged. The file is complete after {@link #close}. Every method
 * throws {@link UncheckedIOException} if the stream fails. For one thread.
 *
 * <p>The file is UTF-8 without a byte order mark; lines end with a line feed. The first line names the fields in schema order.
 * A string stands in double quotes if it has a comma, a quote, a backslash or a blank; in quotes a quote is {@code \"} and a
 * backslash {@code \\}, as the service reads them. Null, and a string without characters, is an empty value. Floats and doubles
 * have as many digits as it takes to be read as the same number.
 */
public final class CsvExport implements AutoCloseable {
    private final Writer out;
    private final List<Field> fields;
    private final RowEncoder rules;
    private final StringBuilder line = new StringBuilder();
    private boolean closed;

    /** Writes the first line to {@code out}. */
    public CsvExport(OutputStream out, Schema schema) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        fields = schema.fields();
        rules = new RowEncoder(schema);
        line.append(fields.stream().map(Field::name).collect(Collectors.joining(",")));
        writeLine();
    }

    /**
     * Appends a row. When this throws anything but {@link UncheckedIOException}, the file is as before.
     *
     * @throws IllegalArgumentException if its values are not of the classes of the schema
     * @throws InvalidInputException if it has a value that no CSV file can hold: a line break, NaN or an infinity
     */
    public void append(@Nullable Object[] row) {
        rules.check(row);
        line.setLength(0);
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                line.append(',');
            }
            Object value = row[i];
            if (value instanceof String text) {
                append(fields.get(i), text);
            } else if (value != null) {
                requireFinite(fields.get(i), value);
                line.append(value);
            }
        }
        writeLine();
    }

    private void append(Field field, String text) {
        boolean plain = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                throw invalid(field, text, "a line break");
            }
            plain &= c > ' ' && c != ',' && c != '"' && c != '\\';
        }
        if (plain) {
            line.append(text);
        } else {
            appendQuoted(text);
        }
    }

    private void appendQuoted(String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
        line.append('"');
    }

    private static void requireFinite(Field field, Object value) {
        if (value instanceof Float || value instanceof Double) {
            double number = ((Number) value).doubleValue();
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw invalid(field, value.toString(), "a number that is not finite");
            }
        }
    }

    private static InvalidInputException invalid(Field field, String value, String defect) {
        String shown = value.length() > 60 ? value.substring(0, 60) + "…" : value;
        return new InvalidInputException("column " + field.name() + ": value '" + shown + "' has " + defect
                + ", which no CSV file can hold; put the record again without it");
    }

    private void writeLine() {
        try {
            out.append(line.append('\n'));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Ends the file and closes the stream. Closing twice is fine. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("cannot write CSV: " + e, e);
    }
}
