package dev.personalize.storage;

import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceInUseException;
import dev.personalize.error.ResourceNotFoundException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files in a folder of the default file system, the home, which belongs to one open storage at a time. Safe for any
 * number of threads.
 *
 * <p>A write goes to a temporary file beside its target, is forced to disk, renamed over the target, and the folder is
 * forced to disk; a deleted folder is first renamed, so that a crash leaves all of it or nothing. What a crash leaves of
 * these has a name ending in {@code .tmp} and is removed on open. The file {@code personalize.lock} holds the lock.
 */
public final class DirectoryStorage implements Storage {
    private static final boolean FOLDERS_CAN_BE_FORCED =
            !System.getProperty("os.name", "").startsWith("Windows");

    private final Path home;
    private final FileChannel lockChannel;
    private final boolean ignoresCase;
    private final AtomicLong temporaries = new AtomicLong();

    private DirectoryStorage(Path home, FileChannel lockChannel) {
        this.home = home;
        this.lockChannel = lockChannel;
        this.ignoresCase = Files.exists(home.resolve(StoragePath.LOCK_FILE.toUpperCase(Locale.ROOT)));
    }

    /**
     * Opens a folder, and creates it when it does not exist.
     *
     * @param home a folder of the default file system
     * @throws ResourceInUseException if this or another process has it open
     */
    public static DirectoryStorage open(Path home) {
        boolean interrupted = Thread.interrupted(); // it would close the channel that holds the lock
        try {
            Path folder = Files.createDirectories(home).toRealPath();
            FileChannel channel = lock(folder);
            try {
                removeTemporaries(folder);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return new DirectoryStorage(folder, channel);
        } catch (IOException e) {
            throw failed("open", home.toString(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel = FileChannel.open(
                home.resolve(StoragePath.LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new ResourceInUseException(
                    "the home folder " + home
                            + " is already open in this process; share that instance, or close it first",
                    e);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new ResourceInUseException("the home folder " + home
                    + " is open in another process; close it there, or give this process a folder of its own");
        }
        return channel;
    }

    private static void removeTemporaries(Path home) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> paths = Files.walk(home)) {
            leftovers = paths.filter(path -> name(path).endsWith(StoragePath.TEMPORARY))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path leftover : leftovers) {
            deleteTree(leftover);
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(resolve(path));
    }

    @Override
    public List<String> list(String folder) {
        StoragePath.checkedFolder(folder);
        try (Stream<Path> children = Files.list(folder.isEmpty() ? openHome() : resolve(folder))) {
            return children.map(DirectoryStorage::name)
                    .filter(name -> !name.endsWith(StoragePath.TEMPORARY) && !name.equals(StoragePath.LOCK_FILE))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("list", folder, e);
        }
    }

    @Override
    public InputStream read(String path) {
        Path file = resolve(path);
        if (!Files.isRegularFile(file)) {
            throw absent(path, null);
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw absent(path, e);
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    @Override
    public long size(String path) {
        Path file = resolve(path);
        if (!Files.isRegularFile(file)) {
            throw absent(path, null);
        }
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            throw absent(path, e);
        } catch (IOException e) {
            throw failed("measure", path, e);
        }
    }

    @Override
    public void write(String path, Content content) {
        Path target = resolve(path);
        Path temporary = temporaryBeside(target);
        try {
            createFolder(folderOf(target));
            try {
                writeAndForce(temporary, content);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            forceFolder(folderOf(target));
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    private static void writeAndForce(Path file, Content content) throws IOException {
        // FileOutputStream rather than a channel: an interrupt of the calling thread must not close the file.
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            BufferedOutputStream buffer = new BufferedOutputStream(out, 1 << 16) {
                @Override
                public void close() throws IOException {
                    flush(); // a content may close what it was given, but the file must stay open until it is forced
                }
            };
            content.writeTo(buffer);
            buffer.flush();
            out.getFD().sync();
        }
    }

    @Override
    public void delete(String path) {
        Path target = resolve(path);
        Path temporary = temporaryBeside(target);
        if (!Files.exists(target)) {
            return; // also when what should be its folder is a file
        }
        try {
            Files.move(target, temporary, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(folderOf(target));
            deleteTree(temporary);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw failed("delete", path, e);
        }
    }

    @Override
    public Appender append(String path) {
        Path file = resolve(path);
        try {
            createFolder(folderOf(file));
            Files.createFile(file);
            forceFolder(folderOf(file));
            return new FileAppender(path, new FileOutputStream(file.toFile(), true));
        } catch (FileAlreadyExistsException e) {
            throw new ResourceAlreadyExistsException("'" + path + "' exists already; append to a new name", e);
        } catch (IOException e) {
            throw failed("append to", path, e);
        }
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw failed("close", home.toString(), e);
        }
    }

    private Path openHome() {
        if (!lockChannel.isOpen()) {
            throw new IllegalStateException("the storage in " + home + " is closed; open it again");
        }
        return home;
    }

    private Path resolve(String path) {
        Path resolved = openHome().resolve(StoragePath.checked(path));
        if (ignoresCase) {
            checkCase(resolved);
        }
        return resolved;
    }

    /** Refuses a path of which a part is stored in another case, where the file system would take one for the other. */
    private void checkCase(Path path) {
        try {
            for (Path part = path; !part.equals(home); part = folderOf(part)) {
                String stored = Files.exists(part) ? name(part.toRealPath(LinkOption.NOFOLLOW_LINKS)) : name(part);
                if (!stored.equals(name(part))) {
                    throw new IllegalArgumentException("'" + home.relativize(path) + "' differs only in case from '"
                            + stored + "', and the file system of " + home
                            + " cannot tell them apart; take another name");
                }
            }
        } catch (IOException e) {
            throw failed("find", path.toString(), e);
        }
    }

    private Path temporaryBeside(Path target) {
        return target.resolveSibling(name(target) + "." + temporaries.incrementAndGet() + StoragePath.TEMPORARY);
    }

    private Path folderOf(Path file) {
        Path folder = file.getParent();
        return folder == null ? home : folder;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Creates the missing folders on the way to {@code folder}, each durable before the next. */
    private void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        createFolder(folderOf(folder));
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
        forceFolder(folderOf(folder));
    }

    private static void forceFolder(Path folder) throws IOException {
        if (!FOLDERS_CAN_BE_FORCED) {
            return;
        }
        boolean interrupted = false;
        while (true) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
                break;
            } catch (ClosedByInterruptException e) {
                interrupted =
                        Thread.interrupted(); // a folder can be forced through a channel only, which interrupts close
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deleteTree(Path root) throws IOException {
        List<Path> innermostFirst;
        try (Stream<Path> paths = Files.walk(root)) {
            innermostFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : innermostFirst) {
            Files.deleteIfExists(path);
        }
    }

    private ResourceNotFoundException absent(String path, @Nullable IOException cause) {
        String message = "there is no file '" + path + "' in " + home;
        return cause == null ? new ResourceNotFoundException(message) : new ResourceNotFoundException(message, cause);
    }

    private static UncheckedIOException failed(String action, String path, IOException e) {
        return new UncheckedIOException("cannot " + action + " '" + path + "': " + e, e);
    }

    private record FileAppender(String path, FileOutputStream out) implements Appender {
        @Override
        public void write(byte[] bytes, int from, int to) {
            try {
                out.write(bytes, from, to - from);
            } catch (IOException e) {
                throw failed("append to", path, e);
            }
        }

        @Override
        public void sync() {
            try {
                out.getFD().sync();
            } catch (IOException e) {
                throw failed("force to disk", path, e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw failed("close", path, e);
            }
        }
    }
}
