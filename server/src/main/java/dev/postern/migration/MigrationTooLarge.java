package dev.postern.migration;

/** Comparing the matrices would take too long for one request. */
public final class MigrationTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    MigrationTooLarge(long pairs) {
        super("The proof would have to compare more than " + pairs
                + " pairs of applications and mailboxes. Migrate the applications one by one: --app APP.");
    }
}
