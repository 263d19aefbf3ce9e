package dev.personalize.ingest;

import java.io.ByteArrayOutputStream;

/** Bytes to be written, without the copy that {@link #toByteArray} makes. */
final class JournalBytes extends ByteArrayOutputStream {
    JournalBytes(int capacity) {
        super(capacity);
    }

    /** {@return the array whose first {@link #size} bytes are the content} */
    byte[] array() {
        return buf;
    }
}
