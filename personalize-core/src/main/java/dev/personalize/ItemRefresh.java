package dev.personalize;

import dev.personalize.internal.catalog.Arrivals;
import dev.personalize.internal.dataset.GroupData;
import dev.personalize.internal.serving.Deployment;
import dev.personalize.schema.DatasetType;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refreshes the items of a deployment, when asked and when it is time. Safe for any number of threads. */
final class ItemRefresh {
    private static final Logger LOG = LoggerFactory.getLogger(ItemRefresh.class);

    private final Deployment deployment;
    private final CampaignConfig config;
    private final SolutionVersion version;
    private final Group group;
    private final ReentrantLock refreshing = new ReentrantLock();
    private final AtomicBoolean planned = new AtomicBoolean();
    private volatile Instant due = Instant.MIN;
    private volatile @Nullable Known known;

    /** What had come before the items were refreshed last. */
    private record Known(Arrivals interactions, Arrivals items) {
        static Known of(GroupData data) {
            return new Known(data.arrivals(DatasetType.INTERACTIONS), data.arrivals(DatasetType.ITEMS));
        }

        boolean isMoreThan(@Nullable Known then) {
            return then == null || interactions.areMoreThan(then.interactions()) || items.areMoreThan(then.items());
        }
    }

    ItemRefresh(Deployment deployment, CampaignConfig config, SolutionVersion version, Group group) {
        this.deployment = deployment;
        this.config = config;
        this.version = version;
        this.group = group;
    }

    /** Refreshes the items in this thread. */
    void now() {
        refreshing.lock();
        try {
            Instant begun = group.engine().clock().instant();
            Known now = Known.of(group.data());
            deployment.catalogue().refresh(group.data().itemActivity(), config.explorationItemAgeCutOff());
            due = begun.plus(config.automaticUpdate());
            known = now;
        } finally {
            refreshing.unlock();
        }
    }

    /**
     * Refreshes the items in this thread if it is time and something has come, also of a campaign that does not explore.
     *
     * @return whether they were
     */
    boolean nowIfDue() {
        boolean wanted = config.explorationWeight() > 0 || deployment.type().isPersonal();
        if (!wanted || !isTime() || !version.isUpdatedByItself()) {
            return false;
        }
        if (!Known.of(group.data()).isMoreThan(known)) {
            due = group.engine().clock().instant().plus(config.automaticUpdate());
            return false;
        }
        now();
        return true;
    }

    /**
     * Starts on the executor a refresh if the campaign explores and it is time, or the learning of items if many were put; waits for
     * nobody.
     */
    void ifDue() {
        if (isDue()) {
            plan(this::ifNewest);
        } else if (deployment.catalogue().isBehind()) {
            plan(deployment.catalogue()::learnItems);
        }
    }

    private boolean isDue() {
        return config.explorationWeight() > 0 && isTime();
    }

    private boolean isTime() {
        return !config.automaticUpdate().isZero()
                && !group.engine().clock().instant().isBefore(due);
    }

    private void plan(Runnable work) {
        if (!planned.compareAndSet(false, true)) {
            return;
        }
        try {
            group.engine().executor().execute(() -> whenDue(work));
        } catch (RejectedExecutionException e) {
            planned.set(false);
            LOG.warn("the items of {} are not refreshed: the executor takes nothing", version.solution(), e);
        }
    }

    private void whenDue(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("the items of {} could not be refreshed; the next try follows", version.solution(), e);
        } finally {
            planned.set(false);
        }
    }

    /** An older version, and one made with UPDATE, answers as it did, as in the service. */
    private void ifNewest() {
        if (!version.isUpdatedByItself()) {
            due = group.engine().clock().instant().plus(config.automaticUpdate());
            if (!deployment.catalogue().knowsYoung()) {
                deployment.catalogue().count(group.data().itemActivity(), config.explorationItemAgeCutOff());
            }
        } else {
            now();
        }
    }
}
