package dev.personalize.recipe;

import dev.personalize.data.AttributeVersion;
import dev.personalize.data.IdIndex;
import java.time.Clock;
import java.time.Instant;

/**
 * A model whose campaigns go on learning after the training: from events of any user, and from items put since. An ability a model
 * may have; ask with {@code instanceof}. The model itself stays what every model is, immutable and a pure function of the query:
 * evaluation, batch jobs, exports and embeddings ask it. A campaign {@linkplain #open opens} a {@link Live} one beside it and asks that.
 *
 * <p>The library keeps the live one in step, so that nothing of it is ever stored:
 *
 * <ul>
 *   <li>when a campaign is created, opened with its home, or updated to another version or configuration, a live one is opened and
 *       told the events that are not older than {@link #since}, and the records of items; a version trained anew therefore begins with
 *       what it learned itself, and forgets what its predecessor was told;
 *   <li>from then on every event put is told once before the put returns, and items that were put are told before the next request,
 *       or soon after when there are many of them;
 *   <li>after an import of interactions, and after a deletion of users, items or events, it is opened anew from what is left: what
 *       was deleted is in no answer any more, but for what the model learned in its training;
 *   <li>events that the {@linkplain dev.personalize.data.EventSelection selection} of the solution leaves out are not told.
 * </ul>
 *
 * <p>Of each user only the newest {@code Limits.liveEvents} events that came since the histories were loaded are there to be told again,
 * and of sessions nobody is identified in only the last {@code Limits.anonymousSessions}; all older events of users are. Events
 * equal in everything count once when they are told again, as in a training.
 */
public interface LiveModel extends Model {
    /**
     * {@return a live one that knows what the model knows, and no event or item besides}
     *
     * @param clock of the home: the time requests are answered at. Events have times of their own, which may lie in its future
     */
    Live open(Clock clock);

    /**
     * {@return seconds since the epoch of the oldest event a live one wants to be told when it is opened; {@link Long#MIN_VALUE} for
     * all, {@link Long#MAX_VALUE} for none. Most often the time of the newest event the model was trained on, plus one}
     *
     * @param now when it is opened
     */
    long since(Instant now);

    /**
     * {@return whether the immutable model's own answers mean anything; if not, because answers are about the present alone, batch
     * inference jobs refuse the version}. Default: true.
     */
    default boolean answersBatches() {
        return true;
    }

    /**
     * What one campaign goes on learning with. Safe for any number of threads: events are told by the threads that put them, several
     * at once, while others ask; what is told must be known to models asked for after the call returned. Nobody should wait
     * longer than microseconds for an event.
     *
     * <p>Items have the positions of the training snapshot's index, and those that came since have the positions after them, in the
     * order in which they came. A position never changes its item as long as the campaign serves the version. At most
     * {@value #MOST_NEW_ITEMS} come; events of further ones are not told.
     */
    interface Live {
        /** The most items that can come after the training. */
        int MOST_NEW_ITEMS = 1 << 20;

        /**
         * Learns an event. When a live one is opened, the events of one user come from oldest to newest, those of different users in
         * no particular order; later, events come as they are put, whatever their times.
         *
         * @param userId the user, or of a session in which nobody is identified yet, its id; an event does not come again when
         *     somebody is
         * @param item position of the item; may be one of which {@link #items} has not told
         * @param eventType position of the type in the snapshot's event types, or -1 for none and for new ones
         * @param timestamp seconds since the epoch
         */
        void event(String userId, int item, int eventType, long timestamp);

        /**
         * Learns what items there are: after opening, when items were put, and when {@code Campaign.refreshItems} is called or due.
         * Never called by two threads at once. Items known before may have other records now, or none; whoever compares must be
         * quick about it. Default: nothing, for models that do not read records.
         *
         * @param items ids of all items by position, first those of the training
         * @param records the records of now; {@link AttributeVersion#row} finds the row of an id, -1 for items without record. Rows are
         *     only ever added between two calls, unless the dataset was loaded anew
         */
        default void items(IdIndex items, AttributeVersion records) {}

        /**
         * {@return what answers one request: a light view, which may be asked several times and forgets nothing it has said before
         * unless events come meanwhile. It may have the other abilities of a model, such as {@link ExplainingModel}}
         *
         * @param items number of items of this request, its {@link Model#items()}: at least those of the training. Where it does not
         *     know an item below that, its score is NaN, and popular items are shown; items in queries are below that too. Its
         *     {@link Model#write} is never called
         */
        Model answering(int items);
    }
}
