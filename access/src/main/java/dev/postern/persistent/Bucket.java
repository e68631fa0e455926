package dev.postern.persistent;

/** Entries whose keys have the same 64 bits, sorted: keys and values in turn. */
record Bucket(Object[] slots) implements Branch {
    static Bucket of(Object key, Object value) {
        return new Bucket(new Object[] {key, value});
    }

    /** The index of the key, or the complement of the index where it belongs. */
    <K> int find(Entry<K> entry) {
        int low = 0;
        int high = slots.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int comparison = entry.compareRest(slots[2 * middle]);
            if (comparison == 0) {
                return 2 * middle;
            } else if (comparison < 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return ~(2 * low);
    }

    @Override
    public <K> Branch with(Entry<K> entry, int level) {
        long bits = entry.bitsOf(slots[0]);
        if (bits != entry.bits()) {
            // a key with other bits: a node must distinguish them
            return new Node(0, 1L << Branch.place(bits, level), new Object[] {this}).with(entry, level);
        }
        int found = find(entry);
        if (found >= 0) {
            Object[] copy = slots.clone();
            copy[found + 1] = entry.value();
            return made(entry, copy);
        }
        int at = ~found;
        Object[] copy = new Object[slots.length + 2];
        System.arraycopy(slots, 0, copy, 0, at);
        copy[at] = entry.key();
        copy[at + 1] = entry.value();
        System.arraycopy(slots, at, copy, at + 2, slots.length - at);
        return made(entry, copy);
    }

    @Override
    public <K> Branch without(Entry<K> entry, int level) {
        int at = find(entry);
        Object[] copy = new Object[slots.length - 2];
        System.arraycopy(slots, 0, copy, 0, at);
        System.arraycopy(slots, at + 2, copy, at, copy.length - at);
        return made(entry, copy);
    }

    @Override
    public boolean isSingle() {
        return slots.length == 2;
    }

    @Override
    public Object slot(int index) {
        return slots[index];
    }

    private static <K> Bucket made(Entry<K> entry, Object[] slots) {
        entry.work().copied(slots.length);
        return new Bucket(slots);
    }
}
