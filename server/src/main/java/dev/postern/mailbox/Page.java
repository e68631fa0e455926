package dev.postern.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param more whether another page follows
 * @param count the number of results over all pages; null if it was not requested
 */
public record Page<T>(
        List<T> values, boolean more, @Nullable Long count) {
    public Page {
        values = List.copyOf(values);
    }
}
