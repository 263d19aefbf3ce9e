package dev.personalize.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.personalize.data.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** {@link LiveHistories} against lists that are filtered, sorted and cut whenever they are asked. */
class LiveHistoriesTwinTest {
    private record Event(String item, @Nullable String type, float value, long time, long hash) {}

    /** The naive twin. */
    private static final class Twin {
        private final int most;
        private final int sessions;
        private final Map<String, List<Event>> base = new LinkedHashMap<>();
        private final Map<String, List<Event>> added = new LinkedHashMap<>();
        private final Map<String, List<Event>> pending = new LinkedHashMap<>();
        private final Map<String, String> links = new LinkedHashMap<>();
        private final List<String> heard = new ArrayList<>();

        Twin(int most, int sessions) {
            this.most = most;
            this.sessions = sessions;
        }

        private void keep(List<Event> events, Event event) {
            if (event.hash() == 0 || events.stream().noneMatch(e -> e.hash() == event.hash())) {
                events.add(event);
                events.sort(Comparator.comparing(Event::time));
                if (events.size() > most) {
                    events.remove(0);
                }
            }
        }

        void add(String user, Event event) {
            keep(added.computeIfAbsent(user, u -> new ArrayList<>()), event);
        }

        private void hear(String session) {
            heard.remove(session);
            heard.add(session);
            if (heard.size() > sessions) {
                String forgotten = heard.remove(0);
                pending.remove(forgotten);
                links.remove(forgotten);
            }
        }

        void addAnonymous(String session, Event event) {
            hear(session);
            String user = links.get(session);
            if (user != null) {
                add(user, event);
            } else {
                keep(pending.computeIfAbsent(session, s -> new ArrayList<>()), event);
            }
        }

        void identify(String session, String user) {
            hear(session);
            links.put(session, user);
            List<Event> events = pending.remove(session);
            if (events != null) {
                events.forEach(event -> add(user, event));
            }
        }

        List<Event> history(String id) {
            List<Event> all = new ArrayList<>();
            for (Map<String, List<Event>> part : List.of(base, added, pending)) {
                all.addAll(part.getOrDefault(id, List.of()));
            }
            all.sort(Comparator.comparing(Event::time));
            return all.subList(Math.max(0, all.size() - most), all.size());
        }
    }

    @Property(tries = 500, seed = "31")
    void agrees_with_its_naive_twin(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 8) int most,
            @ForAll @IntRange(max = 120) int steps) {
        Twin twin = new Twin(most, 3);
        Snapshot.Builder base = Snapshot.builder();
        for (int i = 0; i < 20; i++) {
            String user = id(random);
            Event event = new Event("i" + random.nextInt(5), i % 2 == 0 ? "view" : null, i, random.nextInt(20), 0);
            base.interaction(user, event.item(), event.type(), event.value(), event.time());
            List<Event> events = twin.base.computeIfAbsent(user, u -> new ArrayList<>());
            events.add(event);
            events.sort(Comparator.comparing(Event::time));
        }
        LiveHistories live = new LiveHistories(base.build(), most, 3);

        for (int i = 0; i < steps; i++) {
            step(random, i, live, twin);
            String asked = id(random);
            assertThat(events(live.history(asked))).isEqualTo(withoutHashes(twin.history(asked)));
        }
    }

    /** {@return an id that may be a user's, a session's or both} */
    private static String id(Random random) {
        return "x" + random.nextInt(6);
    }

    private static void step(Random random, int number, LiveHistories live, Twin twin) {
        String id = id(random);
        String item = "i" + random.nextInt(7);
        long time = random.nextInt(20);
        Event event = new Event(item, number % 3 == 0 ? null : "t" + number % 3, number, time, random.nextInt(30));
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                String user = id(random);
                live.identify(id, user);
                twin.identify(id, user);
            }
            case 2, 3, 4 -> {
                live.addAnonymous(id, item, event.type(), event.value(), time, event.hash());
                twin.addAnonymous(id, event);
            }
            default -> {
                live.add(id, item, event.type(), event.value(), time, event.hash());
                twin.add(id, event);
            }
        }
    }

    private static List<Event> events(LiveHistories.History history) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < history.itemIds().length; i++) {
            events.add(new Event(
                    history.itemIds()[i], history.eventTypes()[i], history.values()[i], history.timestamps()[i], 0));
        }
        return events;
    }

    private static List<Event> withoutHashes(List<Event> events) {
        return events.stream()
                .map(e -> new Event(e.item(), e.type(), e.value(), e.time(), 0))
                .toList();
    }
}
