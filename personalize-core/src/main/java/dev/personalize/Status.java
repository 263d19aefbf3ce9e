package dev.personalize;

/** How far a job is, in the service's words. */
public enum Status {
    /** Waits for its turn. */
    CREATE_PENDING("CREATE PENDING"),
    /** Runs. */
    CREATE_IN_PROGRESS("CREATE IN_PROGRESS"),
    /** Done. */
    ACTIVE("ACTIVE"),
    /** Failed, or ended with the process; nothing of it was stored, but what a batch job has answered is kept for its next run. */
    CREATE_FAILED("CREATE FAILED"),
    /** Asked to stop, and about to. */
    CREATE_STOPPING("CREATE STOPPING"),
    /** Cancelled or stopped; nothing of it was stored, but what a batch job has answered is kept for its next run. */
    CREATE_STOPPED("CREATE STOPPED");

    private final String text;

    Status(String text) {
        this.text = text;
    }

    /** {@return whether nothing more will happen} */
    public boolean isTerminal() {
        return this != CREATE_PENDING && this != CREATE_IN_PROGRESS && this != CREATE_STOPPING;
    }

    /** {@return the service's spelling} */
    @Override
    public String toString() {
        return text;
    }
}
