package dev.personalize.ingest;

/** A value breaks a rule of its field. The message continues "value '…' ". Made without a stack trace: bad rows may be many. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    BadValueException(String rule) {
        super(rule, null, false, false);
    }
}
