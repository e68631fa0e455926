package dev.postern.persistent;

import java.util.Collection;
import java.util.List;

/**
 * An immutable map from a key to several values, see {@link PersistentMap}. A key with one value costs no more than in a map, and
 * changing a key with many values costs no more than changing one with few.
 */
public final class PersistentMultimap<K, V> {
    /** A value, or a map of values to themselves. */
    private final PersistentMap<K, Object> map;

    private final KeyOrder<V> values;
    private final WorkListener work;

    private PersistentMultimap(PersistentMap<K, Object> map, KeyOrder<V> values, WorkListener work) {
        this.map = map;
        this.values = values;
        this.work = work;
    }

    /** @param values which values are the same, and in which order those of one key are */
    public static <K, V> PersistentMultimap<K, V> empty(KeyOrder<K> keys, KeyOrder<V> values, WorkListener work) {
        return new PersistentMultimap<>(PersistentMap.empty(keys, work), values, work);
    }

    public boolean contains(K key) {
        return map.contains(key);
    }

    /** The values of a key, in order. Unmodifiable. */
    public Collection<V> get(K key) {
        Object found = map.get(key);
        if (found == null) {
            return List.of();
        }
        return found instanceof PersistentMap<?, ?> several ? many(several).values() : List.of(one(found));
    }

    /** This map with a value of a key, in place of the one that counts as the same if there is one. */
    public PersistentMultimap<K, V> with(K key, V value) {
        Object found = map.get(key);
        if (found == null) {
            return with(map.with(key, value));
        }
        if (found instanceof PersistentMap<?, ?> several) {
            return with(map.with(key, many(several).with(value, value)));
        }
        V other = one(found);
        return values.isSame(other, value)
                ? with(map.with(key, value))
                : with(map.with(
                        key,
                        PersistentMap.<V, V>empty(values, work)
                                .with(other, other)
                                .with(value, value)));
    }

    /** This map without a value of a key. */
    public PersistentMultimap<K, V> without(K key, V value) {
        Object found = map.get(key);
        if (found instanceof PersistentMap<?, ?> several) {
            PersistentMap<V, V> rest = many(several).without(value);
            return with(
                    rest.size() == 1 ? map.with(key, rest.values().iterator().next()) : map.with(key, rest));
        }
        return found != null && values.isSame(one(found), value) ? with(map.without(key)) : this;
    }

    private PersistentMultimap<K, V> with(PersistentMap<K, Object> changed) {
        return new PersistentMultimap<>(changed, values, work);
    }

    @SuppressWarnings("unchecked") // only values of this type are ever put
    private V one(Object found) {
        return (V) found;
    }

    @SuppressWarnings("unchecked")
    private PersistentMap<V, V> many(PersistentMap<?, ?> found) {
        return (PersistentMap<V, V>) found;
    }
}
