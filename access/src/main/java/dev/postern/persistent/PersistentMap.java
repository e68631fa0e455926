package dev.postern.persistent;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map. {@link #with} and {@link #without} return another map and copy only the nodes on the path
 * to the key: at most eleven, four for a million keys. Neither keys nor values are null. Any number of threads may read it.
 */
public final class PersistentMap<K, V> {
    private final KeyOrder<K> order;
    private final WorkListener work;
    private final Node root;
    private final int size;

    private PersistentMap(KeyOrder<K> order, WorkListener work, Node root, int size) {
        this.order = order;
        this.work = work;
        this.root = root;
        this.size = size;
    }

    /** A map without entries. Every map that is derived from it reports its work to the same listener. */
    public static <K, V> PersistentMap<K, V> empty(KeyOrder<K> order, WorkListener work) {
        return new PersistentMap<>(order, work, Node.EMPTY, 0);
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean contains(K key) {
        return get(key) != null;
    }

    /** The value of a key, or null. */
    public @Nullable V get(K key) {
        long bits = order.bits(key);
        Object at = root;
        for (int level = 0; at instanceof Node node; level++) {
            long bit = 1L << Branch.place(bits, level);
            if ((node.entries() & bit) != 0) {
                int index = node.keyIndex(bit);
                return isKey(node.slots()[index], key, bits) ? value(node.slots()[index + 1]) : null;
            }
            if ((node.branches() & bit) == 0) {
                return null;
            }
            at = node.slots()[node.branchIndex(bit)];
        }
        Bucket bucket = (Bucket) at;
        int found = order.bits(key(bucket.slot(0))) == bits ? bucket.find(entry(key, key)) : -1;
        return found < 0 ? null : value(bucket.slot(found + 1));
    }

    /** This map with a value for a key, in place of the one before if there is one. */
    public PersistentMap<K, V> with(K key, V value) {
        return new PersistentMap<>(order, work, root.with(entry(key, value), 0), contains(key) ? size : size + 1);
    }

    /** This map without a key; itself when the key is not there. */
    public PersistentMap<K, V> without(K key) {
        if (!contains(key)) {
            return this;
        }
        return new PersistentMap<>(order, work, root.without(entry(key, key), 0), size - 1);
    }

    /** All entries, in order. */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        var cursor = new Cursor(root, work);
        while (cursor.advance()) {
            action.accept(key(cursor.key()), value(cursor.value()));
        }
    }

    /** The keys in their order. Unmodifiable. */
    public Collection<K> keys() {
        return collection(cursor -> key(cursor.key()));
    }

    /** The values in the order of their keys. Unmodifiable. */
    public Collection<V> values() {
        return collection(cursor -> value(cursor.value()));
    }

    private <T> Collection<T> collection(Function<Cursor, T> part) {
        return new AbstractCollection<>() {
            @Override
            public Iterator<T> iterator() {
                return PersistentMap.iterator(new Cursor(root, work), part);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** The values of the keys above this one, in order. The cost is proportional to the number of elements that are read. */
    public Stream<V> above(K key) {
        var cursor = new Cursor(root, work);
        cursor.seek(order.bits(key), other -> order.compareRest(key(other), key) > 0, other -> order.bits(key(other)));
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        iterator(cursor, at -> value(at.value())),
                        Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE),
                false);
    }

    private static <T> Iterator<T> iterator(Cursor cursor, Function<Cursor, T> part) {
        return new Iterator<>() {
            private boolean more = cursor.advance();

            @Override
            public boolean hasNext() {
                return more;
            }

            @Override
            public T next() {
                if (!more) {
                    throw new java.util.NoSuchElementException();
                }
                T next = part.apply(cursor);
                more = cursor.advance();
                return next;
            }
        };
    }

    private boolean isKey(Object slot, K key, long bits) {
        K other = key(slot);
        return order.bits(other) == bits && order.compareRest(other, key) == 0;
    }

    private Branch.Entry<K> entry(K key, Object value) {
        return new Branch.Entry<>(order, work, order.bits(key), key, value);
    }

    @SuppressWarnings("unchecked") // only keys of this type are ever put
    private K key(Object slot) {
        return (K) slot;
    }

    @SuppressWarnings("unchecked") // only values of this type are ever put
    private V value(Object slot) {
        return (V) slot;
    }
}
