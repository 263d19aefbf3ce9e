package dev.personalize.schema;

/**
 * One column of a dataset.
 *
 * @param name as in the schema, {@code [A-Za-z_][A-Za-z0-9_]*}, at most 150 characters
 * @param type type of its values
 * @param nullable whether a value may be absent
 * @param categorical whether a string holds categories, several of them joined with {@code |}
 * @param textual whether a string is text in a human language (Items only, one field at most)
 * @param itemName whether a string is the item's name (Items only, one field at most)
 */
public record Field(
        String name, FieldType type, boolean nullable, boolean categorical, boolean textual, boolean itemName) {}
