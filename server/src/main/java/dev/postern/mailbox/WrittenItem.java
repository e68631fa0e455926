package dev.postern.mailbox;

/** An item that is about to be inserted, with its texts. */
record WrittenItem(Item item, ItemTexts texts) {
    /** The same item, with at least this size. */
    WrittenItem ofSize(long minSize) {
        return item.size() >= minSize ? this : new WrittenItem(item.ofSize(minSize), texts);
    }
}
