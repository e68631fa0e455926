package dev.postern.store;

/**
 * A row with this key already exists. The exception does not name the constraint, because a distributed engine does not
 * know its name. Test first under the mailbox's lock, or use {@code on conflict do nothing} and check the row count.
 */
public final class DuplicateKey extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DuplicateKey(Throwable cause) {
        super("A row with this key already exists", cause);
    }
}
