package dev.personalize.storage;

import dev.personalize.error.ResourceAlreadyExistsException;
import dev.personalize.error.ResourceNotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Keeps files in memory, for tests and notebooks; they are gone with the object. Safe for any number of threads. */
public final class HeapStorage implements Storage {
    private final NavigableMap<String, ByteArrayOutputStream> files = new TreeMap<>();

    @Override
    public synchronized boolean exists(String path) {
        return files.containsKey(StoragePath.checked(path))
                || !below(path + "/").isEmpty();
    }

    @Override
    public synchronized List<String> list(String folder) {
        String prefix = StoragePath.checkedFolder(folder).isEmpty() ? "" : folder + "/";
        return below(prefix).keySet().stream()
                .map(path -> path.substring(prefix.length()))
                .map(rest -> rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public synchronized InputStream read(String path) {
        return new ByteArrayInputStream(file(path).toByteArray());
    }

    @Override
    public synchronized long size(String path) {
        return file(path).size();
    }

    private ByteArrayOutputStream file(String path) {
        ByteArrayOutputStream file = files.get(StoragePath.checked(path));
        if (file == null) {
            throw new ResourceNotFoundException("there is no file '" + path + "' in memory");
        }
        return file;
    }

    @Override
    public void write(String path, Content content) {
        StoragePath.checked(path);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            content.writeTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write '" + path + "': " + e.getMessage(), e);
        }
        create(path, file);
    }

    @Override
    public synchronized void delete(String path) {
        files.remove(StoragePath.checked(path));
        below(path + "/").clear();
    }

    @Override
    public synchronized Appender append(String path) {
        if (exists(path)) {
            throw new ResourceAlreadyExistsException("'" + path + "' exists already; append to a new name");
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        create(path, file);
        return new HeapAppender(file);
    }

    private synchronized void create(String path, ByteArrayOutputStream file) {
        if (!below(path + "/").isEmpty()) {
            throw new UncheckedIOException(new IOException("'" + path + "' is a folder"));
        }
        for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
            if (files.containsKey(path.substring(0, end))) {
                throw new UncheckedIOException(
                        new IOException("cannot write '" + path + "': '" + path.substring(0, end) + "' is a file"));
            }
        }
        files.put(path, file);
    }

    @Override
    public void close() {}

    private NavigableMap<String, ByteArrayOutputStream> below(String prefix) {
        return files.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
    }

    private record HeapAppender(ByteArrayOutputStream file) implements Appender {
        @Override
        public void write(byte[] bytes, int from, int to) {
            file.write(bytes, from, to - from);
        }

        @Override
        public void sync() {}

        @Override
        public void close() {}
    }
}
