package dev.personalize.ingest;

import dev.personalize.schema.Field;
import dev.personalize.schema.FieldType;
import dev.personalize.schema.Schema;
import java.util.List;
import org.apache.avro.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** Writes rows in Avro's binary form. */
final class RowEncoder {
    private static final String NAMESPACE = "com.amazonaws.personalize.schema";
    static final int VALUE_BRANCH = 0;
    static final int NULL_BRANCH = 1;

    private final List<Field> fields;
    private final boolean[] nullable;

    RowEncoder(Schema schema) {
        fields = schema.fields();
        nullable = new boolean[fields.size()];
        for (int i = 0; i < nullable.length; i++) {
            nullable[i] = fields.get(i).nullable();
        }
    }

    /** {@return the Avro schema of encoded rows; a nullable field is a union whose second branch is null} */
    static org.apache.avro.Schema avroSchema(Schema schema) {
        var assembler = SchemaBuilder.record(schema.type().recordName())
                .namespace(NAMESPACE)
                .fields();
        for (Field field : schema.fields()) {
            org.apache.avro.Schema type = avroType(field.type());
            if (field.nullable()) {
                type = org.apache.avro.Schema.createUnion(
                        type, org.apache.avro.Schema.create(org.apache.avro.Schema.Type.NULL));
            }
            var builder = assembler.name(field.name());
            if (field.categorical()) {
                builder.prop("categorical", true);
            }
            if (field.textual()) {
                builder.prop("textual", true);
            }
            if (field.itemName()) {
                builder.prop("itemName", true);
            }
            assembler = builder.type(type).noDefault();
        }
        return assembler.endRecord();
    }

    private static org.apache.avro.Schema avroType(FieldType type) {
        return org.apache.avro.Schema.create(org.apache.avro.Schema.Type.valueOf(type.name()));
    }

    /** Refuses a row before a byte of it is written, so that the rows before it stay whole. */
    void check(@Nullable Object[] row) {
        if (row.length != fields.size()) {
            throw new IllegalArgumentException("a row has " + row.length + " values, its schema " + fields.size());
        }
        for (int i = 0; i < row.length; i++) {
            Object value = row[i];
            Field field = fields.get(i);
            if (value == null ? !field.nullable() : value.getClass() != valueClass(field.type())) {
                throw new IllegalArgumentException("field '" + field.name() + "' of type " + field.type()
                        + (value == null ? " is not nullable, but has no value" : " has a " + value.getClass()));
            }
        }
    }

    private static Class<?> valueClass(FieldType type) {
        return switch (type) {
            case STRING -> String.class;
            case INT -> Integer.class;
            case LONG -> Long.class;
            case FLOAT -> Float.class;
            case DOUBLE -> Double.class;
            case BOOLEAN -> Boolean.class;
        };
    }

    /** Writes a row that {@link #check} takes. */
    void encode(@Nullable Object[] row, RowBlock out) {
        for (int i = 0; i < row.length; i++) {
            Object value = row[i];
            if (nullable[i]) {
                out.writeLong(value == null ? NULL_BRANCH : VALUE_BRANCH);
            }
            if (value instanceof String text) {
                out.writeString(text);
            } else if (value instanceof Long number) {
                out.writeLong(number);
            } else if (value instanceof Integer number) {
                out.writeLong(number);
            } else if (value instanceof Float number) {
                out.writeFloat(number);
            } else if (value instanceof Double number) {
                out.writeDouble(number);
            } else if (value instanceof Boolean truth) {
                out.writeBoolean(truth);
            }
        }
        out.endRow();
    }
}
