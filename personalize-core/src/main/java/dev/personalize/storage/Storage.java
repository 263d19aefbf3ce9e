package dev.personalize.storage;

import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Files by name. A path is relative and '/'-separated: {@code "shop/datasets/items/000001.avro"}; folders come and go with
 * their files, and what is a file is no folder. A segment is a name that every operating system can store: 1 to 200 printable
 * ASCII characters, none of {@code \\ : * ? " < > |}, neither {@code .} nor space at its end, no device name of Windows such
 * as {@code nul}, not ending in {@code .tmp}; and no file is {@code personalize.lock}. Other paths get an
 * {@link IllegalArgumentException}. Names that differ only in case are different files, or the second of them is refused with
 * an {@link IllegalArgumentException} where the medium cannot tell them apart.
 *
 * <p>Every method throws {@link UncheckedIOException} when the medium fails. Implementations are safe for any number of
 * threads.
 */
public interface Storage extends AutoCloseable {
    /** {@return whether there is a file or a folder of this name} */
    boolean exists(String path);

    /**
     * {@return names of the files and folders directly in a folder, sorted; empty when there is no such folder}
     *
     * @param folder a path, or {@code ""} for the outermost folder
     */
    List<String> list(String folder);

    /**
     * Opens a file; the caller closes it. A file replaced or deleted meanwhile is read to its end as it was.
     *
     * @throws ResourceNotFoundException if there is no such file
     */
    InputStream read(String path);

    /**
     * {@return length of a file in bytes, those appended so far included}
     *
     * @throws ResourceNotFoundException if there is no such file
     */
    long size(String path);

    /**
     * Creates or replaces a file, all or nothing: when the call returns, the content is on the medium; when it throws, the
     * file is as it was before, and so it is after a crash. An exception of {@code content} reaches the caller, an
     * {@link IOException} as {@link UncheckedIOException}.
     */
    void write(String path, Content content);

    /** Deletes a file, or a folder with all in it, as one step that a crash cannot halve. Nothing there: nothing happens. */
    void delete(String path);

    /**
     * Creates a file that grows.
     *
     * @throws ResourceAlreadyExistsException if there is a file or folder of this name
     */
    Appender append(String path);

    /** Gives the storage up; nothing of it may be used afterwards. Closing twice is fine. */
    @Override
    void close();

    /** What a file is to hold. */
    @FunctionalInterface
    interface Content {
        /** Writes the whole content; need not close or flush {@code out}, which is buffered. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** The end of a file that grows. For one writing thread; {@link #sync} may be called from others meanwhile. */
    interface Appender extends AutoCloseable {
        /** Appends {@code bytes[from … to-1]}, which readers see at once and which may be lost in a crash until the next sync. */
        void write(byte[] bytes, int from, int to);

        /** Forces all bytes whose {@link #write} returned before this call to the medium. */
        void sync();

        /** Closes the file without forcing it to the medium. */
        @Override
        void close();
    }
}
