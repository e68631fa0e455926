package dev.postern.mailbox.event;

import dev.postern.mailbox.Mailbox;
import java.time.Instant;
import java.util.List;

/** What happens in the default calendar of a mailbox. */
public final class FreeBusy {
    private final Mailbox mailbox;

    public FreeBusy(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    public List<ScheduledItem> within(Instant from, Instant to, int limit) {
        throw new UnsupportedOperationException(mailbox + " " + from + to + limit);
    }
}
