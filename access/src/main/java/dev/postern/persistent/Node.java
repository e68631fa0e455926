package dev.postern.persistent;

/**
 * Up to 64 places, each of them empty, an entry or a branch. Keys and values of the entries come first, in the order of their
 * places; the branches follow from the end, so that the first of them is last. Nothing is allocated for an empty place.
 *
 * @param entries a bit for each place that is an entry
 * @param branches a bit for each place that is a branch
 */
record Node(long entries, long branches, Object[] slots) implements Branch {
    static final Node EMPTY = new Node(0, 0, new Object[0]);

    /** Where the key at a place is; its value follows it. */
    int keyIndex(long bit) {
        return 2 * Long.bitCount(entries & (bit - 1));
    }

    int branchIndex(long bit) {
        return slots.length - 1 - Long.bitCount(branches & (bit - 1));
    }

    @Override
    public <K> Node with(Entry<K> entry, int level) {
        long bit = 1L << Branch.place(entry.bits(), level);
        if ((branches & bit) != 0) {
            int index = branchIndex(bit);
            return replaced(entry, index, ((Branch) slots[index]).with(entry, level + 1));
        }
        int index = keyIndex(bit);
        if ((entries & bit) == 0) {
            return inserted(entry, bit, index);
        }
        long other = entry.bitsOf(slots[index]);
        if (other == entry.bits() && entry.compareRest(slots[index]) == 0) {
            return replaced(entry, index + 1, entry.value());
        }
        Branch below = other == entry.bits()
                ? Bucket.of(slots[index], slots[index + 1]).with(entry, level + 1)
                : EMPTY.inserted(entry, 1L << Branch.place(other, level + 1), slots[index], slots[index + 1])
                        .with(entry, level + 1);
        return lowered(entry, bit, below);
    }

    @Override
    public <K> Node without(Entry<K> entry, int level) {
        long bit = 1L << Branch.place(entry.bits(), level);
        if ((entries & bit) != 0) {
            return removed(entry, bit);
        }
        int index = branchIndex(bit);
        Branch below = ((Branch) slots[index]).without(entry, level + 1);
        return below.isSingle() ? raised(entry, bit, below.slot(0), below.slot(1)) : replaced(entry, index, below);
    }

    @Override
    public boolean isSingle() {
        return branches == 0 && slots.length == 2;
    }

    @Override
    public Object slot(int index) {
        return slots[index];
    }

    private <K> Node replaced(Entry<K> entry, int index, Object value) {
        Object[] copy = slots.clone();
        copy[index] = value;
        return made(entry, entries, branches, copy);
    }

    private <K> Node inserted(Entry<K> entry, long bit, int index) {
        Object[] copy = new Object[slots.length + 2];
        System.arraycopy(slots, 0, copy, 0, index);
        copy[index] = entry.key();
        copy[index + 1] = entry.value();
        System.arraycopy(slots, index, copy, index + 2, slots.length - index);
        return made(entry, entries | bit, branches, copy);
    }

    private <K> Node inserted(Entry<K> entry, long bit, Object key, Object value) {
        return made(entry, bit, 0, new Object[] {key, value});
    }

    private <K> Node removed(Entry<K> entry, long bit) {
        int index = keyIndex(bit);
        Object[] copy = new Object[slots.length - 2];
        System.arraycopy(slots, 0, copy, 0, index);
        System.arraycopy(slots, index + 2, copy, index, copy.length - index);
        return made(entry, entries & ~bit, branches, copy);
    }

    /** A branch takes the place of an entry. */
    private <K> Node lowered(Entry<K> entry, long bit, Branch below) {
        int from = keyIndex(bit);
        int to = slots.length - 2 - Long.bitCount(branches & (bit - 1));
        Object[] copy = new Object[slots.length - 1];
        System.arraycopy(slots, 0, copy, 0, from);
        System.arraycopy(slots, from + 2, copy, from, to - from);
        copy[to] = below;
        System.arraycopy(slots, to + 2, copy, to + 1, copy.length - to - 1);
        return made(entry, entries & ~bit, branches | bit, copy);
    }

    /** An entry takes the place of a branch that has no other one. */
    private <K> Node raised(Entry<K> entry, long bit, Object key, Object value) {
        int from = branchIndex(bit);
        int to = keyIndex(bit);
        Object[] copy = new Object[slots.length + 1];
        System.arraycopy(slots, 0, copy, 0, to);
        copy[to] = key;
        copy[to + 1] = value;
        System.arraycopy(slots, to, copy, to + 2, from - to);
        System.arraycopy(slots, from + 1, copy, from + 2, slots.length - from - 1);
        return made(entry, entries | bit, branches & ~bit, copy);
    }

    private static <K> Node made(Entry<K> entry, long entries, long branches, Object[] slots) {
        entry.work().copied(slots.length);
        return new Node(entries, branches, slots);
    }
}
