package dev.personalize.data;

/**
 * A column of contextual metadata: a categorical field of the interactions, such as the device an event happened on.
 *
 * @param name of the field
 * @param values its values, at most 1,000: of a column with more, those of most events; none of a column with more than 32,768
 */
public record Context(String name, IdIndex values) {}
