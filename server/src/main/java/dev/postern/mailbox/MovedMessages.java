package dev.postern.mailbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of a folder, page by page. A message that is added or removed meanwhile moves no other to another page. */
public final class MovedMessages {
    private static final Fields FIELDS = Fields.of("singleValueExtendedProperties");

    private final Mailbox mailbox;
    private final MessageRows rows;

    public MovedMessages(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.rows = new MessageRows(mailbox.id(), ItemKind.MESSAGE);
    }

    /** The last message of a page. */
    public record Position(Instant received, ItemId id) {}

    /** @throws MailboxFailure.FolderNotFound if the folder does not exist */
    public List<Item> page(FolderId folder, @Nullable Position after, int max) {
        Instant from = after == null ? Instant.EPOCH.minusSeconds(Integer.MAX_VALUE) : after.received();
        return mailbox.read(sql -> {
            mailbox.folders().get(sql, folder);
            String next = after == null ? "received_at >= ?" : "(received_at, item_id) > (?, ?)";
            String text = "select " + rows.columns(FIELDS) + " from message where mailbox_id = ? and folder_id = ? and "
                    + next + " order by received_at, item_id limit ?";
            return after == null
                    ? sql.list(text, rows::read, mailbox.id().value(), folder.value(), from, max)
                    : sql.list(
                            text,
                            rows::read,
                            mailbox.id().value(),
                            folder.value(),
                            from,
                            after.id().value(),
                            max);
        });
    }
}
