package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.LimitExceededException;
import dev.personalize.internal.dataset.RowDeletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deletes users, items and single events, for good: the files they are in are written anew without them, all in one step that a
 * crash cannot halve. Training and requests go on meanwhile; puts wait for a moment at the end. For one thread.
 *
 * <p>Of a user go the record, the events, and the anonymous events of every session the user was identified in. Of an item go the
 * record and the events with it, and no campaign shows it any more. Models that learned from the deleted data before stay until
 * they are trained anew: {@link DeletionReport#versionsTrainedBefore} says which.
 */
public final class DataDeletion {
    private static final String HEADER = "USER_ID";

    private final Group group;
    private final Jobs jobs;
    private final Supplier<List<String>> versionIds;
    private final Set<String> users = new HashSet<>();
    private final Set<String> items = new HashSet<>();
    private final Set<RowDeletion.Event> events = new HashSet<>();
    private final Set<String> eventIds = new HashSet<>();
    private @Nullable String name;

    /**
     * @param jobs those of data deletions
     * @param versionIds solution and number of each version there is
     */
    DataDeletion(Group group, Jobs jobs, Supplier<List<String>> versionIds) {
        this.group = group;
        this.jobs = jobs;
        this.versionIds = versionIds;
    }

    /** Names the job. Default: a name of its own. */
    public DataDeletion name(String jobName) {
        this.name = jobName;
        return this;
    }

    /** Deletes a user. */
    public DataDeletion user(String userId) {
        users.add(userId);
        return this;
    }

    /**
     * Deletes the users listed in CSV files: a header {@code USER_ID}, then an id a line.
     *
     * @param source a {@code .csv} file, or a folder of them at any depth, on any file system
     * @throws InvalidInputException if a file breaks this form
     * @throws LimitExceededException if the files have more than {@link Limits#deletionBytes}
     */
    public DataDeletion users(Path source) {
        try (Stream<Path> paths = Files.walk(source)) {
            List<Path> files = paths.filter(Files::isRegularFile)
                    .filter(file -> String.valueOf(file.getFileName()).endsWith(".csv"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new InvalidInputException(source + " is no .csv file and has none in it: list the users in one");
            }
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            long most = group.engine().limits().deletionBytes();
            if (bytes > most) {
                throw new LimitExceededException("the files of " + source + " have " + bytes + " bytes, more than "
                        + most + ": delete in several jobs, or raise Limits.deletionBytes");
            }
            for (Path file : files) {
                readUsers(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + source + ": " + e, e);
        }
        return this;
    }

    private void readUsers(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new InvalidInputException("file " + file + " is not UTF-8; save it in that encoding", e);
        }
        String first = lines.isEmpty() ? "" : lines.get(0).strip();
        if (!first.equals(HEADER) && !first.equals('\uFEFF' + HEADER)) {
            throw new InvalidInputException("file " + file + ", line 1: the header is '" + first + "'; it must be "
                    + HEADER + ", and each further line an id");
        }
        for (int line = 1; line < lines.size(); line++) {
            String userId = lines.get(line).strip();
            if (userId.length() > 256) {
                throw new InvalidInputException(
                        "file " + file + ", line " + (line + 1) + ": an id of more than 256 characters");
            }
            if (!userId.isEmpty()) {
                users.add(userId);
            }
        }
    }

    /** Deletes an item. */
    public DataDeletion item(String itemId) {
        items.add(itemId);
        return this;
    }

    /** Deletes the events of a user with an item at a second, anonymous ones of the user's sessions included. */
    public DataDeletion event(String userId, String itemId, Instant sentAt) {
        events.add(new RowDeletion.Event(userId, itemId, sentAt.getEpochSecond()));
        return this;
    }

    /** Deletes the event put under an id. */
    public DataDeletion eventId(String eventId) {
        eventIds.add(eventId);
        return this;
    }

    /**
     * Runs the job and blocks until what was named is in no file of the group's datasets, nor in memory.
     *
     * @throws InvalidInputException if nothing was named
     * @throws UncheckedIOException if the medium fails: everything is as it was then; or else the message says that the rows are
     *     gone from the datasets, and only a file that held some could not be removed yet
     */
    public DeletionReport run() {
        RowDeletion what = new RowDeletion(users, items, events, eventIds);
        if (users.isEmpty() && items.isEmpty() && events.isEmpty() && eventIds.isEmpty()) {
            throw new InvalidInputException("nothing was named to delete: name users, items or events");
        }
        Map<String, String> asked = Map.of(
                "users", String.valueOf(users.size()),
                "items", String.valueOf(items.size()),
                "events", String.valueOf(events.size() + eventIds.size()));
        return jobs.run(
                new Jobs.Asked(name, null, asked, Map.of()),
                new Jobs.Work<>(
                        job -> {
                            RowDeletion.Outcome outcome = group.data().delete(what, job);
                            return new DeletionReport(outcome.users(), outcome.rows(), versionIds.get());
                        },
                        report -> Map.of(
                                "numDeleted", String.valueOf(report.numDeleted()),
                                "deletedRows", String.valueOf(report.deletedRows()))));
    }
}
