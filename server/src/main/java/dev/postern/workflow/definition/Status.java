package dev.postern.workflow.definition;

import java.util.Optional;

/** The status of a run or an action. */
public enum Status {
    RUNNING("Running", false),
    WAITING("Waiting", false),
    SUCCEEDED("Succeeded", true),
    SKIPPED("Skipped", true),
    CANCELLED("Cancelled", true),
    FAILED("Failed", true),
    TIMED_OUT("TimedOut", true);

    private final String text;
    private final boolean done;

    Status(String text, boolean done) {
        this.text = text;
        this.done = done;
    }

    /** The name on the wire. */
    public String text() {
        return text;
    }

    /** Returns whether the status is final. */
    public boolean done() {
        return done;
    }

    public static Optional<Status> named(String name) {
        for (Status status : values()) {
            if (status.text.equalsIgnoreCase(name)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
