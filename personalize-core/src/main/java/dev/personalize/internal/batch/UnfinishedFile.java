package dev.personalize.internal.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/** An output file on its way: only ever longer, until it is given up or finished. For one thread at a time. */
final class UnfinishedFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final SeekableByteChannel channel;
    private final CRC32C checksum;
    private long length;

    private UnfinishedFile(SeekableByteChannel channel, long length, CRC32C checksum) {
        this.channel = channel;
        this.length = length;
        this.checksum = checksum;
    }

    /** {@return an empty file, in place of what is there} */
    static UnfinishedFile begin(Path file) throws IOException {
        return new UnfinishedFile(
                Files.newByteChannel(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE),
                0,
                new CRC32C());
    }

    /**
     * {@return the file with its first {@code length} bytes, ready to become longer; empty if they are not there as they were
     * written, or this file system only writes files from their beginning}
     *
     * @param expected CRC-32C of these bytes
     */
    static Optional<UnfinishedFile> reopen(Path file, long length, long expected) throws IOException {
        CRC32C checksum = new CRC32C();
        try (SeekableByteChannel in = Files.newByteChannel(file, StandardOpenOption.READ)) {
            if (in.size() < length || !isRead(in, length, checksum) || checksum.getValue() != expected) {
                return Optional.empty();
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        SeekableByteChannel out;
        try {
            out = Files.newByteChannel(file, StandardOpenOption.WRITE);
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        }
        try {
            out.truncate(length).position(length);
            if (out.size() == length && out.position() == length) {
                return Optional.of(new UnfinishedFile(out, length, checksum));
            }
        } catch (UnsupportedOperationException e) {
            out.close();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
        }
        out.close();
        return Optional.empty();
    }

    private static boolean isRead(SeekableByteChannel in, long length, CRC32C checksum) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long left = length;
        while (left > 0) {
            buffer.clear().limit((int) Math.min(left, BUFFER));
            int read = in.read(buffer);
            if (read < 0) {
                return false;
            }
            left -= read;
            checksum.update(buffer.flip());
        }
        return true;
    }

    void write(byte[] bytes, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        checksum.update(bytes, 0, count);
        length += count;
    }

    /** {@return bytes written} */
    long length() {
        return length;
    }

    /** {@return CRC-32C of the bytes written} */
    long checksum() {
        return checksum.getValue();
    }

    /** Forces what was written to the medium, where the file system has one. */
    void force() throws IOException {
        if (channel instanceof FileChannel onDisk) {
            onDisk.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
