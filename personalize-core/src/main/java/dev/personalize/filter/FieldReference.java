package dev.personalize.filter;

import java.util.Locale;

/**
 * A field as an expression names it. Equal to another spelling of it, upper and lower case being the same, wherever it stands.
 *
 * @param source what stands before the dot
 * @param name what stands behind it, as it was written
 * @param column where it begins in the text, from 1
 */
record FieldReference(Source source, String name, int column) {
    /** {@return the name by which it counts, together with other references to the same column of a dataset} */
    String canonical() {
        return source.dataset().name() + "." + name.toUpperCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldReference field && field.source == source && field.name.equalsIgnoreCase(name);
    }

    @Override
    public int hashCode() {
        int hash = source.hashCode();
        for (int i = 0; i < name.length(); i++) {
            hash = 31 * hash + Character.toLowerCase(Character.toUpperCase(name.charAt(i)));
        }
        return hash;
    }

    @Override
    public String toString() {
        return source + "." + name;
    }
}
