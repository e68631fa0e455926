package dev.postern.benchmarks;

/**
 * The content of a store before the measurement.
 *
 * @param each messages in the Inbox of every mailbox
 */
record Store(String name, int mailboxes, int each) {
    static Store named(String name) {
        return switch (name) {
            case "empty" -> new Store(name, 2, 0);
            case "mailbox" -> new Store(name, 2, 100_000);
            case "store" -> new Store(name, 10, 100_000);
            // to check quickly that everything works
            case "small" -> new Store(name, 2, 500);
            default ->
                throw new IllegalArgumentException(
                        "'" + name + "' is no store. There are: empty, mailbox (100,000 messages in the mailbox), store"
                                + " (1,000,000 in ten mailboxes), small.");
        };
    }
}
