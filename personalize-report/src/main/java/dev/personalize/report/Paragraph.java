package dev.personalize.report;

/**
 * Running text.
 *
 * @param text plain text
 */
public record Paragraph(String text) implements Block {}
