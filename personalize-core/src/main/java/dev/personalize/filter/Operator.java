package dev.personalize.filter;

/** How a field is compared. */
enum Operator {
    IN("IN"),
    NOT_IN("NOT IN"),
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String text;

    Operator(String text) {
        this.text = text;
    }

    boolean takesList() {
        return this == IN || this == NOT_IN;
    }

    boolean isOrder() {
        return compareTo(LESS) >= 0;
    }

    /** {@return whether it is true exactly where {@link #positive} is not} */
    boolean isNegation() {
        return this == NOT_IN || this == NOT_EQUAL;
    }

    Operator positive() {
        return switch (this) {
            case NOT_IN -> IN;
            case NOT_EQUAL -> EQUAL;
            default -> this;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
