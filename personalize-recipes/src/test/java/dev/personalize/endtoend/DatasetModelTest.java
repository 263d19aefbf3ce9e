package dev.personalize.endtoend;

import dev.personalize.endtoend.DatasetTwin.Item;
import dev.personalize.endtoend.DatasetTwin.Sent;
import dev.personalize.ingest.ImportMode;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Whatever is imported, put, deleted, merged and reopened in whatever order: a group holds what a plain list would. */
class DatasetModelTest {
    @Property(tries = 100, seed = "20261124")
    void a_group_holds_what_a_plain_list_of_arrivals_would(@ForAll("chains") ActionChain<ModelledHome> chain) {
        chain.run();
    }

    @Provide
    Arbitrary<ActionChain<ModelledHome>> chains() {
        Arbitrary<ImportMode> modes = Arbitraries.of(ImportMode.class);
        return ActionChain.startWith(ModelledHome::new)
                .withAction(
                        3,
                        action(
                                "import events",
                                Combinators.combine(modes, rows()).as(Tuple::of),
                                (home, t) -> home.importEvents(t.get1(), t.get2())))
                .withAction(
                        2,
                        action(
                                "import items",
                                Combinators.combine(modes, items()).as(Tuple::of),
                                (home, t) -> home.importItems(t.get1(), t.get2())))
                .withAction(8, action("put events", putEvents(), ModelledHome::putEvents))
                .withAction(3, action("put items", items(), ModelledHome::putItems))
                .withAction(1, action("delete user", users(), ModelledHome::deleteUser))
                .withAction(1, action("delete item", itemIds(), ModelledHome::deleteItem))
                .withAction(
                        2,
                        action(
                                "delete event",
                                Combinators.combine(users(), itemIds(), seconds())
                                        .as(Tuple::of),
                                (home, t) -> home.deleteEvent(t.get1(), t.get2(), t.get3())))
                .withAction(1, action("delete event id", resent().map(Sent::eventId), ModelledHome::deleteEventId))
                .withAction(2, action("compact", ModelledHome::compact))
                .withAction(2, action("reopen", ModelledHome::reopen))
                .withAction(1, action("export and import elsewhere", ModelledHome::exportAndImportElsewhere))
                .withMaxTransformations(30);
    }

    private static <T> Action.Independent<ModelledHome> action(
            String name, Arbitrary<T> inputs, BiConsumer<ModelledHome, T> body) {
        return () -> inputs.map(
                input -> Transformer.mutate(name + " " + input, (ModelledHome home) -> body.accept(home, input)));
    }

    private static Action.Independent<ModelledHome> action(String name, Consumer<ModelledHome> body) {
        return () -> Arbitraries.just(Transformer.mutate(name, body));
    }

    private static Arbitrary<String> users() {
        return Arbitraries.of("u1", "u2", "u3");
    }

    private static Arbitrary<String> itemIds() {
        return Arbitraries.of("i1", "i2", "i3");
    }

    private static Arbitrary<Long> seconds() {
        return Arbitraries.longs().between(1, 3);
    }

    private static Arbitrary<List<Sent>> rows() {
        return Combinators.combine(users(), itemIds(), seconds(), types(), values(), devices())
                .as((user, item, second, type, value, device) ->
                        new Sent(user, null, item, type, value, second, device, null))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static Arbitrary<List<Sent>> putEvents() {
        return Arbitraries.frequencyOf(Tuple.of(2, fresh()), Tuple.of(1, resent()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    /** Of a user who is known or not, in a session of several users, or in one named as a user. */
    private static Arbitrary<Sent> fresh() {
        return Combinators.combine(
                        users().injectNull(0.4),
                        Arbitraries.of("s1", "s2", "s3", "u1"),
                        itemIds().injectNull(0.15),
                        types(),
                        values(),
                        seconds(),
                        devices())
                .as((user, session, item, type, value, second, device) ->
                        new Sent(user, session, item, type, value, second, device, null));
    }

    /** One of few events, under an id of its own; sent again it may be of another second. */
    private static Arbitrary<Sent> resent() {
        return Combinators.combine(Arbitraries.integers().between(1, 4), seconds())
                .as((n, second) -> new Sent(
                        n == 1 ? null : "u" + (1 + n % 3),
                        "s" + (1 + n % 2),
                        "i" + (1 + n % 3),
                        "View",
                        null,
                        second,
                        null,
                        "e" + n));
    }

    private static Arbitrary<String> types() {
        return Arbitraries.of("View", "Buy");
    }

    private static Arbitrary<Float> values() {
        return Arbitraries.of(1.5f, -2f).injectNull(0.5);
    }

    private static Arbitrary<String> devices() {
        return Arbitraries.of("phone", "desk").injectNull(0.5);
    }

    private static Arbitrary<List<Item>> items() {
        return Combinators.combine(
                        itemIds(),
                        Arbitraries.of("Tea", "Cup").injectNull(0.3),
                        Arbitraries.of(1.5f, 2f).injectNull(0.3))
                .as(Item::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements(Item::id);
    }
}
