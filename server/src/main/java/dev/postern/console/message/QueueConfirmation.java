package dev.postern.console.message;

/** A change of the queue before it is made. */
public record QueueConfirmation(QueueEntry entry, QueueChange change) {
    public String action() {
        return entry.path() + "/" + change.text();
    }
}
