package dev.postern.mailbox.event;

import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.sync.SyncPosition;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the changes of a window.
 *
 * @param gone what is no longer in the window, as far as it may have been in it
 * @param shown what is in the window: single events, and of each series the series itself and everything of it that is in the
 *     window
 * @param end the position after all of them
 */
public record EventChanges(List<Gone> gone, List<EventInstance> shown, SyncPosition end) {
    public EventChanges {
        gone = List.copyOf(gone);
        shown = List.copyOf(shown);
    }

    /**
     * @param moveCount of the event when it was in the window
     * @param originalDate of an occurrence; null for the event itself
     */
    public record Gone(
            ItemId event, long moveCount, @Nullable LocalDate originalDate) {}
}
