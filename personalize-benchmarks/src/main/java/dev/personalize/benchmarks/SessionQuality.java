package dev.personalize.benchmarks;

import dev.personalize.data.Snapshot;
import dev.personalize.recipe.Model;
import dev.personalize.recipe.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Quality when sessions of the last days are revealed item by item and the next item is to be found: HR@20 and MRR@20 over all items of the
 * training, those of the session included, as session-rec measures it. A session ends after 30 minutes without event; an item several times
 * in a row counts once; items that are not in the training are left out; sessions of fewer than 2 items are none.
 *
 * <p>Each query has the session so far alone, as of somebody unknown, with its times. The session before the test days is not in the query.
 *
 * <p>Arguments: a folder with {@code interactions.csv}, {@code validation} or {@code test}, days, the greatest number of sessions that are
 * asked about (a random choice), a recipe, and hyperparameters {@code K=V}. {@code test} takes the last days for the test; {@code validation} drops them and takes the
 * days before.
 */
public final class SessionQuality {
    private static final int DEEP = 20;
    private static final long GAP = 30 * 60;
    private static final long DAY = 86_400;
    private static final long SEED = 11;
    private static final int FIXED = 4;

    private record Event(String user, String item, long time) {}

    private SessionQuality() {}

    /** Prints the settings, the seconds of training and the metrics, in one line. */
    public static void main(String[] args) throws IOException {
        List<Event> events = read(Path.of(args[0]));
        int days = Integer.parseInt(args[2]);
        int most = Integer.parseInt(args[3]);
        long end = events.get(events.size() - 1).time() + 1 - (args[1].equals("test") ? 0 : days * DAY);
        long begin = end - days * DAY;
        String[] rest = Arrays.copyOfRange(args, FIXED, args.length);
        List<String> run = new ArrayList<>(List.of(args[0], args[1]));
        run.addAll(Arrays.asList(rest));
        QualityRun settings = QualityRun.of(run.toArray(new String[0]));
        Snapshot.Builder builder = Snapshot.builder();
        for (Event event : events) {
            if (event.time() < begin) {
                builder.interaction(event.user(), event.item(), null, Float.NaN, event.time());
            }
        }
        Snapshot data = builder.build();
        List<Query> sessions = sessions(events, begin, end, data, most);
        long start = System.nanoTime();
        Model model = settings.recipe().train(data, settings.context());
        double seconds = (System.nanoTime() - start) / 1e9;
        print(settings, seconds, sessions, model);
    }

    private static List<Event> read(Path folder) throws IOException {
        List<String> lines = HeldOutItems.lines(folder, "interactions.csv");
        List<String> names = Arrays.asList(lines.get(0).split(",", -1));
        int user = names.indexOf("USER_ID");
        int item = names.indexOf("ITEM_ID");
        int time = names.indexOf("TIMESTAMP");
        List<Event> events = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            events.add(new Event(cells[user], cells[item], Long.parseLong(cells[time])));
        }
        events.sort(Comparator.comparingLong(Event::time));
        return events;
    }

    private static List<Query> sessions(List<Event> events, long begin, long end, Snapshot data, int most) {
        Map<String, List<Event>> ofUser = new HashMap<>();
        List<List<Event>> sessions = new ArrayList<>();
        for (Event event : events) {
            if (event.time() < begin || event.time() >= end || data.items().find(event.item()) < 0) {
                continue;
            }
            List<Event> open = ofUser.get(event.user());
            if (open == null || event.time() - open.get(open.size() - 1).time() > GAP) {
                open = new ArrayList<>();
                ofUser.put(event.user(), open);
                sessions.add(open);
            }
            if (open.isEmpty() || !open.get(open.size() - 1).item().equals(event.item())) {
                open.add(event);
            }
        }
        sessions.removeIf(session -> session.size() < 2);
        SplittableRandom random = new SplittableRandom(SEED);
        while (sessions.size() > most) {
            int gone = random.nextInt(sessions.size());
            sessions.set(gone, sessions.get(sessions.size() - 1));
            sessions.remove(sessions.size() - 1);
        }
        return sessions.stream().map(session -> query(session, data)).toList();
    }

    private static Query query(List<Event> session, Snapshot data) {
        int[] types = new int[session.size()];
        Arrays.fill(types, -1);
        return new Query(
                session.stream()
                        .mapToInt(event -> data.items().find(event.item()))
                        .toArray(),
                types,
                session.stream().mapToLong(Event::time).toArray(),
                -1);
    }

    private static void print(QualityRun settings, double seconds, List<Query> sessions, Model model) {
        float[] scores = new float[model.items()];
        double hits = 0;
        double reciprocals = 0;
        long asked = 0;
        long nanos = 0;
        for (Query session : sessions) {
            for (int known = 1; known < session.size(); known++) {
                Query query = new Query(
                        Arrays.copyOf(session.items(), known),
                        Arrays.copyOf(session.eventTypes(), known),
                        Arrays.copyOf(session.timestamps(), known),
                        -1);
                long start = System.nanoTime();
                model.score(query, scores);
                nanos += System.nanoTime() - start;
                int rank = rank(scores, session.items()[known]);
                hits += rank <= DEEP ? 1 : 0;
                reciprocals += rank <= DEEP ? 1.0 / rank : 0;
                asked++;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%s %s train %.1f s, %,d sessions, %,d questions of %.0f µs, HR@20 %.4f MRR@20 %.4f%n",
                settings.recipe().name(),
                settings.context().hyperparameters().toMap(),
                seconds,
                sessions.size(),
                asked,
                nanos / 1e3 / asked,
                hits / asked,
                reciprocals / asked);
    }

    /** {@return place of an item, those of equal score and lower position before it; far behind if it has no score} */
    private static int rank(float[] scores, int wanted) {
        if (Float.isNaN(scores[wanted])) {
            return Integer.MAX_VALUE;
        }
        int rank = 1;
        for (int item = 0; item < scores.length; item++) {
            if (scores[item] > scores[wanted] || (scores[item] == scores[wanted] && item < wanted)) {
                rank++;
            }
        }
        return rank;
    }
}
