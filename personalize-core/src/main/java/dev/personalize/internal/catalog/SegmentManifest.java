package dev.personalize.internal.catalog;

/**
 * One file of rows that no longer changes.
 *
 * @param file its name, without folder
 * @param origin how its rows came in
 * @param rows number of rows
 * @param bytes length of the file
 * @param checksum CRC32C of the file
 * @param afterJournal it came in after the journal segments up to this number, and before the later ones
 * @param job name of the import that wrote it, or of the first one among those merged into it; empty for streamed rows
 */
public record SegmentManifest(
        String file, Origin origin, long rows, long bytes, long checksum, int afterJournal, String job) {

    /** {@return the same file at another place in the order of arrival} */
    public SegmentManifest after(int journal) {
        return new SegmentManifest(file, origin, rows, bytes, checksum, journal, job);
    }

    /** How rows came in. */
    public enum Origin {
        /** By an import: the next full import replaces them. */
        BULK,
        /** One by one: imports leave them. */
        PUT
    }
}
