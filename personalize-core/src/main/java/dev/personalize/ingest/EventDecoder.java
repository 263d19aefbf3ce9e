package dev.personalize.ingest;

import dev.personalize.data.EventBlock;
import dev.personalize.schema.FieldType;
import dev.personalize.schema.Schema;
import java.util.List;

/** Reads interactions in Avro's binary form, as the file's own schema lays them out, into columns. For any number of threads. */
final class EventDecoder {
    private final Step[] steps;
    private final OtherColumns others;

    private enum Role {
        USER("USER_ID"),
        ITEM("ITEM_ID"),
        TYPE("EVENT_TYPE"),
        VALUE("EVENT_VALUE"),
        TIMESTAMP("TIMESTAMP"),
        OTHER(""),
        PASSED_OVER("");

        private final String field;

        Role(String field) {
            this.field = field;
        }

        static Role of(String field) {
            for (Role role : values()) {
                if (role.field.equals(field)) {
                    return role;
                }
            }
            return OTHER;
        }
    }

    /**
     * One column of the file.
     *
     * @param nullBranch place of null in the union, or -1 when there is none
     * @param position place in the schema, or -1 when it has none
     * @param context place among the contexts wanted, or -1 when it is none of them
     */
    private record Step(Role role, FieldType type, int nullBranch, int position, int context) {}

    /** @param contexts names of the fields whose values are wanted, all of them strings */
    EventDecoder(String fileSchemaJson, Schema schema, List<String> contexts) throws DamagedFileException {
        others = new OtherColumns(schema);
        List<RowDecoder.Column> columns = RowDecoder.columns(fileSchemaJson, schema);
        steps = new Step[columns.size()];
        for (int i = 0; i < steps.length; i++) {
            RowDecoder.Column column = columns.get(i);
            String name = column.position() < 0
                    ? ""
                    : schema.fields().get(column.position()).name();
            steps[i] = new Step(
                    name.isEmpty() ? Role.PASSED_OVER : Role.of(name),
                    column.type(),
                    column.nullBranch(),
                    column.position(),
                    contexts.indexOf(name));
        }
    }

    /** Checks the number of rows before anybody makes room for them: no column of a row takes less than a byte. */
    void check(int rows, int bytes) throws DamagedFileException {
        if ((long) rows * steps.length > bytes) {
            throw new DamagedFileException("a block of " + rows + " rows in " + bytes + " bytes cannot be");
        }
    }

    void decode(BlockBytes in, int rows, EventBlock out) throws DamagedFileException {
        for (int row = 0; row < rows; row++) {
            long hash = 0;
            for (Step step : steps) {
                if (step.nullBranch < 0 || in.readLong() != step.nullBranch) {
                    hash += read(step, in, out);
                } else if (step.role == Role.USER || step.role == Role.ITEM || step.role == Role.TIMESTAMP) {
                    throw new DamagedFileException("a row has no " + step.role.field + ", which every interaction has");
                }
            }
            out.otherColumns(hash);
            out.endRow();
        }
        if (!in.atEnd()) {
            throw new DamagedFileException("a block holds more than its rows");
        }
        out.end();
    }

    /** {@return what the value adds to the hash of the row's other columns} */
    private long read(Step step, BlockBytes in, EventBlock out) throws DamagedFileException {
        switch (step.role) {
            case USER -> {
                int length = in.readInt();
                out.user(in.skip(length), length);
            }
            case ITEM -> {
                int length = in.readInt();
                out.item(in.skip(length), length);
            }
            case TYPE -> {
                int length = in.readInt();
                out.type(in.skip(length), length);
            }
            case VALUE -> out.value(in.readFloat());
            case TIMESTAMP -> out.timestamp(in.readLong());
            case OTHER -> {
                if (step.context < 0) {
                    return others.mixed(step.position, hash(step.type, in));
                }
                int length = in.readInt();
                int from = in.skip(length);
                out.context(step.context, from, length);
                return others.mixed(step.position, OtherColumns.text(in.array(), from, length));
            }
            case PASSED_OVER -> hash(step.type, in);
        }
        return 0;
    }

    private static long hash(FieldType type, BlockBytes in) throws DamagedFileException {
        return switch (type) {
            case STRING -> {
                int length = in.readInt();
                yield OtherColumns.text(in.array(), in.skip(length), length);
            }
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> OtherColumns.number(in.readFloat());
            case DOUBLE -> OtherColumns.number(in.readDouble());
            case BOOLEAN -> OtherColumns.number(in.readBoolean());
        };
    }
}
