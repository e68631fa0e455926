package dev.postern.persistent;

/**
 * A part of a map's tree. Each level distinguishes keys by six of their 64 bits, the upper ones first, so the places of a
 * node are in the order of the keys.
 */
sealed interface Branch permits Node, Bucket {
    int BITS = 6;
    int PLACES = 1 << BITS;

    /** The place of a key on a level; the last of the eleven levels has only four bits left. */
    static int place(long bits, int level) {
        int shift = Long.SIZE - BITS - BITS * level;
        return (int) (shift >= 0 ? bits >>> shift : bits << -shift) & (PLACES - 1);
    }

    /** This branch with an entry, new or in place of the one with the same key. */
    <K> Branch with(Entry<K> entry, int level);

    /** This branch without a key that it contains. Below the root, at least one other entry is left. */
    <K> Branch without(Entry<K> entry, int level);

    /** Whether it contains one entry and nothing else, so its parent can contain the entry directly. */
    boolean isSingle();

    /** The key of its entry at this place of {@link #slot}. */
    Object slot(int index);

    /** The entry that is put or removed, and what the nodes on its path need. */
    record Entry<K>(KeyOrder<K> order, WorkListener work, long bits, K key, Object value) {
        @SuppressWarnings("unchecked") // a map contains only keys of its own type
        int compareRest(Object other) {
            return order.compareRest(key, (K) other);
        }

        @SuppressWarnings("unchecked")
        long bitsOf(Object other) {
            return order.bits((K) other);
        }
    }
}
