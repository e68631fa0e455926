package dev.postern.persistent;

import org.jspecify.annotations.Nullable;

/** An immutable map from small numbers to values, see {@link PersistentMap}. Any number of threads may read it. */
public final class PersistentVector<V> {
    private final WorkListener work;
    private final @Nullable Object[] root;
    /** By how many bits a number is shifted to find its place in the root. */
    private final int shift;

    private PersistentVector(WorkListener work, @Nullable Object[] root, int shift) {
        this.work = work;
        this.root = root;
        this.shift = shift;
    }

    public static <V> PersistentVector<V> empty(WorkListener work) {
        return new PersistentVector<>(work, new Object[Branch.PLACES], 0);
    }

    /** The value of a number, or null. */
    @SuppressWarnings("unchecked") // the innermost arrays contain only values
    public @Nullable V get(int number) {
        if (number >>> shift >= Branch.PLACES) {
            return null;
        }
        Object at = root;
        for (int bits = shift; at != null; bits -= Branch.BITS) {
            at = ((@Nullable Object[]) at)[number >>> bits & (Branch.PLACES - 1)];
            if (bits == 0) {
                return (V) at;
            }
        }
        return null;
    }

    /** This vector with a value of a number that is not negative; null removes it. */
    public PersistentVector<V> with(int number, @Nullable V value) {
        @Nullable Object[] grown = root;
        int bits = shift;
        while (number >>> bits >= Branch.PLACES) {
            @Nullable Object[] above = new Object[Branch.PLACES];
            above[0] = grown;
            grown = above;
            bits += Branch.BITS;
        }
        return new PersistentVector<>(work, with(grown, bits, number, value), bits);
    }

    private @Nullable Object[] with(@Nullable Object node, int bits, int number, @Nullable Object value) {
        @Nullable Object[] copy = node == null ? new Object[Branch.PLACES] : ((@Nullable Object[]) node).clone();
        work.copied(copy.length);
        int place = number >>> bits & (Branch.PLACES - 1);
        copy[place] = bits == 0 ? value : with(copy[place], bits - Branch.BITS, number, value);
        return copy;
    }
}
