package dev.postern.graph.calendar;

import dev.postern.mailbox.event.EventInstance;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Limits how many events and occurrences one request may look at: a series without end has one for each day of a view. */
final class ExpandedBound {
    static final int MAX_EXPANDED = 50_000;

    private ExpandedBound() {}

    /** The same stream; it fails at the first event beyond the limit. */
    static Stream<EventInstance> limited(Stream<EventInstance> all) {
        var read = new AtomicInteger();
        return all.peek(_ -> checked(read.incrementAndGet()));
    }

    static long checked(long count) {
        if (count > MAX_EXPANDED) {
            throw EventFaults.request(
                    "The range contains more than " + MAX_EXPANDED + " items. Request a shorter one.");
        }
        return count;
    }
}
