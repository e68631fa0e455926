package dev.postern.store;

/**
 * A row with this key is there already. Which constraint it was is not told: a distributed engine does not know its name.
 * Test first under the mailbox's lock, or say {@code on conflict do nothing} and look at the count.
 */
public final class DuplicateKey extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DuplicateKey(Throwable cause) {
        super("A row with this key already exists", cause);
    }
}
