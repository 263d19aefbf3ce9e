package dev.personalize.ingest;

import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import dev.personalize.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows in Avro's binary form, as the file's own schema lays them out, into the order of the dataset's schema. Fields
 * the dataset does not know are dropped, and nullable ones the file does not know are null. For one thread.
 */
final class RowDecoder {
    private final List<Column> columns;
    private final int width;
    private final RecentStrings strings = new RecentStrings();

    /**
     * @param type type of the values in the file
     * @param nullBranch place of null in the union, or -1 when there is none
     * @param position place in the row, or -1 when the row has none
     */
    record Column(FieldType type, int nullBranch, int position) {}

    RowDecoder(String fileSchemaJson, Schema schema) throws DamagedFileException {
        columns = columns(fileSchemaJson, schema);
        width = schema.fields().size();
    }

    /** {@return the columns of a file, in its own order} */
    static List<Column> columns(String fileSchemaJson, Schema schema) throws DamagedFileException {
        org.apache.avro.Schema fileSchema = parse(fileSchemaJson);
        List<Column> columns = new ArrayList<>();
        for (org.apache.avro.Schema.Field field : fileSchema.getFields()) {
            columns.add(column(field, schema));
        }
        for (Field field : schema.fields()) {
            if (!field.nullable() && fileSchema.getField(field.name()) == null) {
                throw new DamagedFileException("it has no field '" + field.name() + "', which the schema requires");
            }
        }
        return columns;
    }

    private static org.apache.avro.Schema parse(String json) throws DamagedFileException {
        try {
            org.apache.avro.Schema parsed = new org.apache.avro.Schema.Parser().parse(json);
            if (parsed.getType() == org.apache.avro.Schema.Type.RECORD) {
                return parsed;
            }
        } catch (AvroRuntimeException e) {
            throw new DamagedFileException("its schema is damaged: " + e.getMessage(), e);
        }
        throw new DamagedFileException("its schema is not a record");
    }

    private static Column column(org.apache.avro.Schema.Field field, Schema schema) throws DamagedFileException {
        org.apache.avro.Schema type = field.schema();
        int nullBranch = -1;
        if (type.isUnion() && type.getTypes().size() == 2) {
            nullBranch = type.getTypes().get(0).getType() == org.apache.avro.Schema.Type.NULL ? 0 : 1;
            type = type.getTypes().get(1 - nullBranch);
        }
        int position = schema.has(field.name()) ? schema.position(field.name()) : -1;
        for (FieldType candidate : FieldType.values()) {
            if (candidate.name().equals(type.getType().name())
                    && (position < 0 || schema.fields().get(position).type() == candidate)) {
                return new Column(candidate, nullBranch, position);
            }
        }
        throw new DamagedFileException(
                "its field '" + field.name() + "' has the type " + field.schema() + ", not the schema's");
    }

    @Nullable Object[] decode(BlockBytes in) throws DamagedFileException {
        @Nullable Object[] row = new Object[width];
        for (Column column : columns) {
            Object value = column.nullBranch >= 0 && in.readLong() == column.nullBranch ? null : value(column.type, in);
            if (column.position >= 0) {
                row[column.position] = value;
            }
        }
        return row;
    }

    private Object value(FieldType type, BlockBytes in) throws DamagedFileException {
        return switch (type) {
            case STRING -> {
                int length = in.readInt();
                yield strings.string(in.array(), in.skip(length), length);
            }
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case BOOLEAN -> in.readBoolean();
        };
    }
}
