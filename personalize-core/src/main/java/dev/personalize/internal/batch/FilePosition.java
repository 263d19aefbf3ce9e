package dev.personalize.internal.batch;

/**
 * A place between two lines.
 *
 * @param bytes how many are before it
 * @param lines how many are before it, blank ones included
 */
record FilePosition(long bytes, long lines) {
    static final FilePosition START = new FilePosition(0, 0);
}
