package dev.personalize.internal.catalog;

import java.util.HashSet;
import java.util.List;

/**
 * What had come into a dataset at a moment, known without reading a row. Two moments compare: what deletions and compactions do is no
 * arrival, but one of them followed by a restart may look like one once.
 *
 * @param imports names of the imports whose rows are there
 * @param journal number of the last journal segment, 0 if there never was one
 * @param bytes written to it, -1 if its file is gone
 */
public record Arrivals(List<String> imports, int journal, long bytes) {
    /** Of a dataset that is not there, or empty. */
    public static final Arrivals NONE = new Arrivals(List.of(), 0, -1);

    /** Copies the list. */
    public Arrivals {
        imports = List.copyOf(imports);
    }

    /** {@return whether something has come since then} */
    public boolean areMoreThan(Arrivals then) {
        return journal != then.journal || bytes != then.bytes || !new HashSet<>(then.imports).containsAll(imports);
    }
}
