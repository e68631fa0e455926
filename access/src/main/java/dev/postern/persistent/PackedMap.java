package dev.postern.persistent;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from a GUID to a few numbers. Up to 16 entries are in one array, with their keys, so that a lookup in a large map
 * reads few places in memory: a lookup in {@link PersistentMap} also reads a node, a key and a value, each somewhere else. Its
 * entries have no order. {@link #with} and {@link #without} return another map and copy only the arrays on the path to the key. Any
 * number of threads may read it.
 */
public final class PackedMap {
    private static final int MAX_TOGETHER = 16;
    /** The last level for which a hash has bits left. */
    private static final int LAST_LEVEL = 10;
    /** An entry begins with its key in two numbers and with the number of its values. */
    private static final int HEADER = 3;

    private final WorkListener work;
    /** An array of parts, or the entries one after the other; null when there are none. */
    private final @Nullable Object root;

    private PackedMap(WorkListener work, @Nullable Object root) {
        this.work = work;
        this.root = root;
    }

    public static PackedMap empty(WorkListener work) {
        return new PackedMap(work, null);
    }

    /** A copy of the numbers of a key, or null. */
    public long @Nullable [] get(UUID key) {
        long hash = hash(key);
        Object at = root;
        for (int level = 0; at instanceof Object[]; level++) {
            at = parts(at)[Branch.place(hash, level)];
        }
        if (!(at instanceof long[] entries)) {
            return null;
        }
        int found = find(entries, key);
        return found == entries.length
                ? null
                : Arrays.copyOfRange(entries, found + HEADER, found + HEADER + (int) entries[found + 2]);
    }

    /** This map with these numbers for a key, in place of those before. */
    public PackedMap with(UUID key, long... numbers) {
        long[] entry = new long[HEADER + numbers.length];
        entry[0] = key.getMostSignificantBits();
        entry[1] = key.getLeastSignificantBits();
        entry[2] = numbers.length;
        System.arraycopy(numbers, 0, entry, HEADER, numbers.length);
        return new PackedMap(work, with(root, 0, key, entry));
    }

    /** This map without a key. */
    public PackedMap without(UUID key) {
        return get(key) == null ? this : new PackedMap(work, without(root, 0, key));
    }

    private Object with(@Nullable Object at, int level, UUID key, long[] entry) {
        if (at instanceof Object[]) {
            int place = Branch.place(hash(key), level);
            @Nullable Object[] copy = copy(parts(at));
            copy[place] = with(copy[place], level + 1, key, entry);
            return copy;
        }
        long[] entries = at instanceof long[] some ? some : new long[0];
        int found = find(entries, key);
        long[] more = replaced(entries, found, found == entries.length ? found : end(entries, found), entry);
        return level <= LAST_LEVEL && count(more) > MAX_TOGETHER ? split(more, level) : more;
    }

    private @Nullable Object without(@Nullable Object at, int level, UUID key) {
        if (at instanceof Object[]) {
            int place = Branch.place(hash(key), level);
            @Nullable Object[] copy = copy(parts(at));
            copy[place] = without(copy[place], level + 1, key);
            for (Object part : copy) {
                if (part != null) {
                    return copy;
                }
            }
            return null;
        }
        long[] entries = (long[]) java.util.Objects.requireNonNull(at);
        int found = find(entries, key);
        long[] rest = replaced(entries, found, end(entries, found), new long[0]);
        return rest.length == 0 ? null : rest;
    }

    private Object split(long[] entries, int level) {
        @Nullable Object[] node = new Object[Branch.PLACES];
        for (int from = 0; from < entries.length; from = end(entries, from)) {
            UUID key = new UUID(entries[from], entries[from + 1]);
            int place = Branch.place(hash(key), level);
            node[place] = with(node[place], level + 1, key, Arrays.copyOfRange(entries, from, end(entries, from)));
        }
        return node;
    }

    private static @Nullable Object[] parts(Object node) {
        return (@Nullable Object[]) node;
    }

    private @Nullable Object[] copy(@Nullable Object[] node) {
        work.copied(node.length);
        return node.clone();
    }

    private long[] replaced(long[] entries, int from, int to, long[] by) {
        long[] copy = new long[entries.length - (to - from) + by.length];
        System.arraycopy(entries, 0, copy, 0, from);
        System.arraycopy(by, 0, copy, from, by.length);
        System.arraycopy(entries, to, copy, from + by.length, entries.length - to);
        work.copied(copy.length);
        return copy;
    }

    /** Where the entry of a key begins; the end when there is none. */
    private static int find(long[] entries, UUID key) {
        long high = key.getMostSignificantBits();
        long low = key.getLeastSignificantBits();
        int at = 0;
        while (at < entries.length && (entries[at] != high || entries[at + 1] != low)) {
            at = end(entries, at);
        }
        return at;
    }

    private static int end(long[] entries, int begin) {
        return begin + HEADER + (int) entries[begin + 2];
    }

    private static int count(long[] entries) {
        int count = 0;
        for (int at = 0; at < entries.length; at = end(entries, at)) {
            count++;
        }
        return count;
    }

    /** The upper bits are used first, so they depend on all bits of the key. */
    private static long hash(UUID key) {
        long mixed = (key.getMostSignificantBits() * 0x9E37_79B9_7F4A_7C15L ^ key.getLeastSignificantBits())
                * 0xC2B2_AE3D_27D4_EB4FL;
        return (mixed ^ mixed >>> 32) * 0x9E37_79B9_7F4A_7C15L;
    }
}
