package dev.personalize;

import dev.personalize.internal.serving.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
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
            deployment.refresh(group.data().itemActivity(), config.explorationItemAgeCutOff());
            due = begun.plus(config.automaticUpdate());
        } finally {
            refreshing.unlock();
        }
    }

    /**
     * Starts on the executor a refresh if the campaign explores and it is time, or the learning of items if many were put; waits for
     * nobody.
     */
    void ifDue() {
        if (isDue()) {
            plan(this::ifNewest);
        } else if (deployment.isBehind()) {
            plan(deployment::learnItems);
        }
    }

    private boolean isDue() {
        Duration every = config.automaticUpdate();
        return config.explorationWeight() > 0
                && !every.isZero()
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

    /** An older version answers as it did, as in the service. */
    private void ifNewest() {
        if (version.isNewest()) {
            now();
        } else {
            due = group.engine().clock().instant().plus(config.automaticUpdate());
        }
    }
}
