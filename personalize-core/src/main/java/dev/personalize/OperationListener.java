package dev.personalize;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a home does, for metrics and logs. Called on the thread that did it, as soon as it is done: implementations are safe
 * for any number of threads, and quick. What one throws is logged and otherwise ignored. All methods do nothing unless overridden.
 */
public interface OperationListener {
    /** Ignores everything. */
    OperationListener NONE = new OperationListener() {};

    /**
     * An import, export, data deletion, training, batch inference or batch segment job ended.
     *
     * @param ended the job
     */
    default void jobEnded(EndedJob ended) {}

    /**
     * A campaign answered a request, or refused it.
     *
     * @param answered the request
     */
    default void requestAnswered(AnsweredRequest answered) {}

    /**
     * Events were made durable and visible, or were not.
     *
     * @param put the events
     */
    default void eventsPut(PutEvents put) {}

    /**
     * A request's filter let no item pass that would otherwise have been recommended.
     *
     * @param group name of the dataset group
     * @param campaign name of the campaign
     * @param filter name of the filter
     */
    default void filterMatchedNothing(String group, String campaign, String filter) {}

    /**
     * A job that ended.
     *
     * @param group name of its dataset group
     * @param kind such as {@code "import"} or {@code "training"}
     * @param job with its status, its reason if it failed, and its details
     * @param time it took, without the time it waited for a thread
     */
    record EndedJob(String group, String kind, Job job, Duration time) {}

    /**
     * A request that was answered.
     *
     * @param group name of the dataset group
     * @param campaign name of the campaign
     * @param operation {@code "recommend"} or {@code "rank"}
     * @param answer what was answered, with the propensity of each place; null when there is none
     * @param candidates number of items it could be made of
     * @param time it took
     * @param failure why there is no answer, or null when there is one
     */
    record AnsweredRequest(
            String group,
            String campaign,
            String operation,
            @Nullable Recommendations answer,
            int candidates,
            Duration time,
            @Nullable RuntimeException failure) {}

    /**
     * Events that were put with one call that waits.
     *
     * @param group name of the dataset group
     * @param events number of events
     * @param time it took
     * @param failure why they were not stored, or null when they were
     */
    record PutEvents(
            String group,
            int events,
            Duration time,
            @Nullable RuntimeException failure) {}
}
