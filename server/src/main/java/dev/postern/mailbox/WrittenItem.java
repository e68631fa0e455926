package dev.postern.mailbox;

/** An item that is about to be inserted, with its texts. */
record WrittenItem(Item item, ItemTexts texts) {
    /** The same, counted with at least this many bytes. */
    WrittenItem ofSize(long least) {
        return item.size() >= least ? this : new WrittenItem(item.ofSize(least), texts);
    }
}
