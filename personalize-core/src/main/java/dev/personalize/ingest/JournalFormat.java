package dev.personalize.ingest;

import dev.personalize.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a journal segment: an Avro container file without compression, whose records are the dataset's rows and one
 * field more, the CRC-32C of the row's other bytes. The sync marker is the MD5 of the schema's JSON, so that it guards the
 * header as the checksums guard the rows. Immutable.
 */
final class JournalFormat {
    /** The field behind all others of a record. */
    static final String CHECKSUM = "__CHECKSUM";

    /** No header of ours is longer: a schema's JSON has at most 20 000 characters. */
    static final int LONGEST_HEADER = 1 << 17;

    private static final int JSON_LENGTH_AT = DataFileConstants.MAGIC.length + 2 + DataFileConstants.SCHEMA.length();

    private final RowEncoder encoder;
    private final byte[] sync;
    private final byte[] header;

    JournalFormat(Schema schema) {
        encoder = new RowEncoder(schema);
        String json = withChecksum(RowEncoder.avroSchema(schema)).toString();
        sync = syncMarker(json);
        header = header(json, sync);
    }

    private static org.apache.avro.Schema withChecksum(org.apache.avro.Schema rows) {
        List<org.apache.avro.Schema.Field> fields = copies(rows.getFields());
        fields.add(new org.apache.avro.Schema.Field(
                CHECKSUM, org.apache.avro.Schema.create(org.apache.avro.Schema.Type.INT), null, null));
        return org.apache.avro.Schema.createRecord(rows.getName(), null, rows.getNamespace(), false, fields);
    }

    /** {@return whether a segment's records have checksums} */
    static boolean hasChecksum(org.apache.avro.Schema records) {
        return records.getType() == org.apache.avro.Schema.Type.RECORD && records.getField(CHECKSUM) != null;
    }

    /** {@return the schema of the rows in records that have checksums} */
    static org.apache.avro.Schema withoutChecksum(org.apache.avro.Schema records) {
        List<org.apache.avro.Schema.Field> fields = records.getFields();
        return org.apache.avro.Schema.createRecord(
                records.getName(), null, records.getNamespace(), false, copies(fields.subList(0, fields.size() - 1)));
    }

    private static List<org.apache.avro.Schema.Field> copies(List<org.apache.avro.Schema.Field> fields) {
        List<org.apache.avro.Schema.Field> copies = new ArrayList<>();
        for (org.apache.avro.Schema.Field field : fields) {
            copies.add(new org.apache.avro.Schema.Field(field, field.schema()));
        }
        return copies;
    }

    private static byte[] syncMarker(String schemaJson) {
        try {
            return MessageDigest.getInstance("MD5").digest(schemaJson.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Finds damage of the header that left it readable. */
    static void checkSyncMarker(String schemaJson, byte[] sync) throws DamagedFileException {
        if (!Arrays.equals(sync, syncMarker(schemaJson))) {
            throw new DamagedFileException("its sync marker is not that of its schema");
        }
    }

    /**
     * {@return whether these bytes are a header of ours that was cut off, perhaps with zeros behind it} A whole header of which
     * a length was damaged is not: its JSON would go on into what follows it.
     *
     * @param bytes of the file, the first {@link #LONGEST_HEADER} of them if there are more
     */
    static boolean isTornHeader(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        byte[] frame = header("", new byte[0]); // what is around the JSON: magic, count, key, length; key, codec, end
        if (length <= JSON_LENGTH_AT) {
            return Arrays.equals(bytes, 0, length, frame, 0, length);
        }
        int end = JSON_LENGTH_AT;
        while (end < length && bytes[end] < 0) {
            end++; // the length's bytes but the last have their highest bit set
        }
        end++;
        while (end < length && bytes[end] >= ' ') {
            end++; // the JSON, which is plain ASCII
        }
        int behindJson = Math.max(0, length - end);
        int frameBehindJson = frame.length - JSON_LENGTH_AT - 1;
        int common = Math.min(behindJson, frameBehindJson);
        return Arrays.equals(bytes, 0, JSON_LENGTH_AT, frame, 0, JSON_LENGTH_AT)
                && behindJson < frameBehindJson + DataFileConstants.SYNC_SIZE
                && Arrays.equals(
                        bytes,
                        length - behindJson,
                        length - behindJson + common,
                        frame,
                        JSON_LENGTH_AT + 1,
                        JSON_LENGTH_AT + 1 + common);
    }

    private static byte[] header(String json, byte[] sync) {
        JournalBytes out = new JournalBytes(json.length() + 100);
        BinaryEncoder fields = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            out.write(DataFileConstants.MAGIC);
            fields.writeMapStart();
            fields.setItemCount(2);
            fields.writeString(DataFileConstants.SCHEMA);
            fields.writeBytes(json.getBytes(StandardCharsets.UTF_8));
            fields.writeString(DataFileConstants.CODEC);
            fields.writeBytes(DataFileConstants.NULL_CODEC.getBytes(StandardCharsets.UTF_8));
            fields.writeMapEnd();
            out.write(sync);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail: " + e, e);
        }
    }

    void writeHeader(JournalBytes out) {
        out.write(header, 0, header.length);
    }

    /**
     * {@return rows with their checksums, as they lie in a block}
     *
     * @throws IllegalArgumentException if a row does not fit the schema
     */
    JournalBytes encode(List<@Nullable Object[]> rows) {
        rows.forEach(encoder::check);
        RowBlock fields = new RowBlock();
        RowBlock number = new RowBlock();
        JournalBytes out = new JournalBytes(64 * rows.size());
        CRC32C checksum = new CRC32C();
        for (@Nullable Object[] row : rows) {
            fields.clear();
            encoder.encode(row, fields);
            checksum.reset();
            checksum.update(fields.bytes(), 0, fields.size());
            number.clear();
            int sum = (int) checksum.getValue(); // an Avro int has a sign
            number.writeLong(sum);
            out.write(fields.bytes(), 0, fields.size());
            out.write(number.bytes(), 0, number.size());
        }
        return out;
    }

    /** Writes one block with the rows of all these appends. */
    void writeBlock(List<PendingAppend> appends, JournalBytes out) {
        long rows = 0;
        long size = 0;
        for (PendingAppend append : appends) {
            rows += append.rows();
            size += append.bytes().size();
        }
        BinaryEncoder numbers = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            numbers.writeLong(rows);
            numbers.writeLong(size);
            for (PendingAppend append : appends) {
                append.bytes().writeTo(out);
            }
            out.write(sync);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail: " + e, e);
        }
    }
}
