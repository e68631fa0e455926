package dev.postern.graph.calendar;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The id of an event on the wire, or of an occurrence ({@link WireIds#occurrence(Item, LocalDate, IdStyle)}).
 *
 * @param item the single event or the series
 * @param originalDate of an occurrence; null for the item itself
 */
record EventId(ItemRef item, @Nullable LocalDate originalDate) {
    private static final int SHORT = 38;
    private static final int LONG = SHORT + Integer.BYTES;

    /** @throws MailboxFailure.IdMalformed if it is not an id */
    static EventId read(MailboxId mailbox, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MailboxFailure.IdMalformed(e);
        }
        if (bytes.length != LONG) {
            return new EventId(WireIds.item(mailbox, text), null);
        }
        ByteBuffer all = ByteBuffer.wrap(bytes);
        byte[] series = new byte[SHORT];
        all.get(series);
        ItemRef item = WireIds.item(mailbox, Base64.getUrlEncoder().encodeToString(series));
        return new EventId(item, LocalDate.ofEpochDay(all.getInt()));
    }
}
