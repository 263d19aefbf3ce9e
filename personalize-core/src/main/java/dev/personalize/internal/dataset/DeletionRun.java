package dev.personalize.internal.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One deletion over all datasets of a group. Most of the rewriting is done while puts go on; what was put meanwhile is rewritten
 * while they wait, and one manifest write then makes everything so at once. For one thread.
 */
final class DeletionRun {
    private final RowDeletion what;
    private final List<OpenDataset> datasets;
    private final Consumer<List<Rewrite>> commit;
    private final Set<String> foundUsers = new HashSet<>();
    private final Set<String> namedUsers;
    private final Map<String, Set<String>> usersOf = new HashMap<>();
    private final List<Rewrite> rewrites = new ArrayList<>();
    private List<Integer> read = List.of();

    /**
     * @param datasets all of the group, always in the same order
     * @param commit names the new files in one manifest write, and retires whichever files are not named then
     */
    DeletionRun(RowDeletion what, List<OpenDataset> datasets, Consumer<List<Rewrite>> commit) {
        this.what = what;
        this.namedUsers = what.namedUsers();
        namedUsers.forEach(user -> addSession(user, user)); // a session may be named as its user
        this.datasets = datasets;
        this.commit = commit;
    }

    /** {@return what was deleted} */
    RowDeletion.Outcome run() {
        datasets.forEach(open -> open.files.changing.lock());
        try {
            rewriteAll();
            whileNobodyPuts(0, this::finish);
        } finally {
            datasets.forEach(open -> open.files.changing.unlock());
        }
        datasets.forEach(open -> open.follower().reload());
        datasets.forEach(open -> open.files.retired().awaitRemoval());
        long rows = rewrites.stream().mapToLong(Rewrite::removedRows).sum();
        return new RowDeletion.Outcome(foundUsers.size(), rows);
    }

    private void rewriteAll() {
        List<Integer> finished =
                datasets.stream().map(open -> open.files.journal().roll()).toList();
        collectSessions(List.of());
        read = finished;
        try {
            for (int i = 0; i < datasets.size(); i++) {
                rewrites.add(Rewrite.deletion(datasets.get(i).files, finished.get(i), removed(datasets.get(i))));
            }
        } catch (RuntimeException | Error e) {
            rewrites.forEach(Rewrite::undo);
            throw e;
        }
    }

    private void whileNobodyPuts(int from, Runnable body) {
        if (from == datasets.size()) {
            body.run();
            return;
        }
        datasets.get(from).follower().exclusively(() -> {
            whileNobodyPuts(from + 1, body);
            return from;
        });
    }

    private void finish() {
        try {
            if (collectSessions(read)) {
                rewrites.forEach(Rewrite::undo); // a deleted user turned out to be behind one more session
                rewrites.clear();
                rewriteAll();
            } else {
                for (int i = 0; i < datasets.size(); i++) {
                    OpenDataset open = datasets.get(i);
                    rewrites.get(i).deletionUpTo(open.files.journal().roll(), removed(open));
                }
            }
        } catch (RuntimeException | Error e) {
            rewrites.forEach(Rewrite::undo);
            throw e;
        }
        commit.accept(rewrites);
    }

    private Predicate<@Nullable Object[]> removed(OpenDataset open) {
        return what.rows(open.files.type, open.files.schema(), usersOf, foundUsers);
    }

    private boolean addSession(String session, String user) {
        return usersOf.computeIfAbsent(session, unused -> new HashSet<>()).add(user);
    }

    /**
     * Finds the sessions in which named users were identified.
     *
     * @param after what was read before: the journal segments up to these numbers, and all that was merged; empty for nothing
     * @return whether there were any that were not known before
     */
    private boolean collectSessions(List<Integer> after) {
        boolean more = false;
        for (int i = 0; i < datasets.size() && !namedUsers.isEmpty(); i++) {
            DatasetFiles files = datasets.get(i).files;
            if (!files.type.keyed()) {
                more |= collectSessions(files, after.isEmpty() ? -1 : after.get(i));
            }
        }
        return more;
    }

    private boolean collectSessions(DatasetFiles files, int afterJournal) {
        boolean[] more = new boolean[1];
        EventColumns columns = new EventColumns(files.schema());
        try (DatasetFiles.View view = files.view()) {
            for (DatasetFiles.Part part : view.parts()) {
                boolean known = part.segment() == null ? part.journal() <= afterJournal : afterJournal >= 0;
                if (!part.isBulk() && !known) {
                    files.read(part, row -> {
                        String session = columns.text(row, columns.session);
                        String user = columns.text(row, columns.user);
                        if (session != null && user != null && namedUsers.contains(user)) {
                            more[0] |= addSession(session, user);
                        }
                    });
                }
            }
        }
        return more[0];
    }
}
