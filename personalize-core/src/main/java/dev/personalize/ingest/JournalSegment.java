package dev.personalize.ingest;

import dev.personalize.storage.Storage;
import java.util.List;

/** The segment being written. Guarded by the journal's lock. */
final class JournalSegment {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int BUFFER_KEPT = 1 << 20;

    private final int number;
    private final Storage.Appender appender;
    private final JournalFormat format;
    private JournalBytes buffer = new JournalBytes(1 << 16);
    private long length;
    private long unforcedSince;
    private boolean unforced;

    JournalSegment(int number, Storage.Appender appender, JournalFormat format) {
        this.number = number;
        this.appender = appender;
        this.format = format;
    }

    int number() {
        return number;
    }

    /** {@return bytes written so far} */
    long length() {
        return length;
    }

    /** Writes the appends with one call of the storage: as one block, or as few when they are large. */
    void write(List<PendingAppend> appends) {
        if (length == 0) {
            format.writeHeader(buffer);
        }
        for (int from = 0; from < appends.size(); ) {
            int to = from;
            long size = 0;
            while (to < appends.size() && (to == from || size < BLOCK_BYTES)) {
                size += appends.get(to++).bytes().size();
            }
            format.writeBlock(appends.subList(from, to), buffer);
            from = to;
        }
        appender.write(buffer.array(), 0, buffer.size());
        length += buffer.size();
        if (!unforced) {
            unforced = true;
            unforcedSince = System.nanoTime();
        }
        if (buffer.size() > BUFFER_KEPT) {
            buffer = new JournalBytes(1 << 16);
        } else {
            buffer.reset();
        }
    }

    /** {@return for how many nanoseconds bytes have waited to be forced; 0 if none wait} */
    long unforcedFor() {
        return unforced ? System.nanoTime() - unforcedSince : 0;
    }

    /** Forces what was written to the medium, if that is still to be done. */
    void force() {
        if (unforced) {
            appender.sync();
            unforced = false;
        }
    }

    /** Closes the file without forcing it. */
    void close() {
        appender.close();
    }
}
