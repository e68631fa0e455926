package dev.postern.mailbox.event;

import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Mailbox;
import java.time.Instant;
import java.util.List;

/** What happens in the default calendar of a mailbox. */
public final class FreeBusy {
    private final Mailbox mailbox;
    private final FolderId calendar;

    public FreeBusy(Mailbox mailbox, FolderId calendar) {
        this.mailbox = mailbox;
        this.calendar = calendar;
    }

    public List<ScheduledItem> within(Instant from, Instant to, int limit) {
        return List.of(); // STUB
    }
}
