package dev.personalize.internal.batch;

/**
 * How much a file may bring.
 *
 * @param lineBytes most bytes of a line, its end not counted; a longer one is answered with an error
 * @param lines most lines of a file, blank ones included
 */
public record LineLimits(int lineBytes, long lines) {}
