package dev.postern.persistent;

import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * How keys are found in a {@link PersistentMap}: by 64 bits of each, and by a comparison of those that have the same bits. Both
 * together are the order in which a map iterates.
 */
public abstract class KeyOrder<K> {
    private KeyOrder() {}

    /** Keys that are GUIDs, in the order of their printed forms. */
    public static <K> KeyOrder<K> ids(Function<K, UUID> id) {
        return new KeyOrder<>() {
            @Override
            long bits(K key) {
                return id.apply(key).getMostSignificantBits();
            }

            @Override
            int compareRest(K one, K other) {
                return Long.compareUnsigned(
                        id.apply(one).getLeastSignificantBits(), id.apply(other).getLeastSignificantBits());
            }
        };
    }

    /** Keys of 128 bits, in the order of the two halves as unsigned numbers. */
    public static <K> KeyOrder<K> numbers(ToLongFunction<K> high, ToLongFunction<K> low) {
        return new KeyOrder<>() {
            @Override
            long bits(K key) {
                return high.applyAsLong(key);
            }

            @Override
            int compareRest(K one, K other) {
                return Long.compareUnsigned(low.applyAsLong(one), low.applyAsLong(other));
            }
        };
    }

    /** Keys that are texts, in the order of their hashes: the same in every process, but otherwise meaningless. */
    public static <K> KeyOrder<K> texts(Function<K, String> text) {
        return new KeyOrder<>() {
            @Override
            long bits(K key) {
                // an odd factor loses no information and moves differences into the upper bits, which are used first
                return text.apply(key).hashCode() * 0x9E37_79B9_7F4A_7C15L;
            }

            @Override
            int compareRest(K one, K other) {
                return text.apply(one).compareTo(text.apply(other));
            }
        };
    }

    /** Texts, in the order of {@link #texts(Function)}. */
    public static KeyOrder<String> texts() {
        return texts(text -> text);
    }

    abstract long bits(K key);

    /** Compares keys that have the same bits. */
    abstract int compareRest(K one, K other);

    final boolean isSame(K one, K other) {
        return bits(one) == bits(other) && compareRest(one, other) == 0;
    }
}
