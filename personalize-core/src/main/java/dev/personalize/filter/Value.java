package dev.personalize.filter;

import java.math.BigDecimal;

/** What a field is compared with. Immutable; {@code toString} is how it stands in an expression. */
sealed interface Value {
    /** A text in quotes. */
    record Text(String text) implements Value {
        @Override
        public String toString() {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }

    /** A number; 1 and 1.0 are the same. */
    record Decimal(BigDecimal number) implements Value {
        private static final int MOST_READABLE = 20;

        public Decimal {
            number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        }

        @Override
        public String toString() {
            boolean readable = number.scale() < 0 && number.precision() - number.scale() <= MOST_READABLE;
            return readable ? number.toPlainString() : number.toString();
        }
    }

    /** What the request says under this name. */
    record Parameter(String name) implements Value {
        @Override
        public String toString() {
            return "$" + name;
        }
    }

    /** The value that the item in question has. */
    record CurrentItem(FieldReference field) implements Value {
        @Override
        public String toString() {
            return field.toString();
        }
    }

    /** Any type of event. */
    record Any() implements Value {
        @Override
        public String toString() {
            return "*";
        }
    }
}
