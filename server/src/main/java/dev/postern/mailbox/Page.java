package dev.postern.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param more whether another page follows
 * @param count how many there are over all pages; null when nobody asked
 */
public record Page<T>(
        List<T> values, boolean more, @Nullable Long count) {
    public Page {
        values = List.copyOf(values);
    }
}
