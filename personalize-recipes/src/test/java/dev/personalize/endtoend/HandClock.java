package dev.personalize.endtoend;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes when a test moves it. Safe for any number of threads. */
final class HandClock extends Clock {
    static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    private volatile Instant now = BEGIN;

    /** Goes to a time after the beginning. */
    void at(Duration sinceBegin) {
        now = BEGIN.plus(sinceBegin);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
