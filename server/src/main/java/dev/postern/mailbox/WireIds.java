package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids on the wire: opaque URL-safe text. An id includes its mailbox, so that an id from another mailbox, whose folders
 * have the same inner ids, is never found. Stateless and thread-safe.
 *
 * <p>A text that is not an id is {@link MailboxFailure.IdMalformed}. An id of another mailbox or kind is reported as
 * not found, so that nothing more is disclosed.
 */
public final class WireIds {
    private static final int SHORT = 38;
    private static final int LONG = SHORT + 16;

    private WireIds() {}

    enum Kind {
        MOVING(0),
        LASTING(1),
        FOLDER(2),
        MOVING_ATTACHMENT(3),
        LASTING_ATTACHMENT(4),
        CALENDAR_GROUP(16);

        final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MailboxFailure.IdMalformed(null);
        }
    }

    private record Parts(
            Kind kind,
            UUID mailbox,
            UUID id,
            long moveCount,
            @Nullable UUID inner) {}

    public static String folder(MailboxId mailbox, FolderId folder) {
        return write(new Parts(Kind.FOLDER, mailbox.value(), folder.value(), 0, null));
    }

    public static String calendarGroup(MailboxId mailbox, UUID group) {
        return write(new Parts(Kind.CALENDAR_GROUP, mailbox.value(), group, 0, null));
    }

    /**
     * Reads the id of a group of calendars.
     *
     * @throws MailboxFailure.IdMalformed if it is not an id
     * @throws MailboxFailure.ItemNotFound if it belongs to another mailbox, or not to a group
     */
    public static UUID calendarGroup(MailboxId mailbox, String text) {
        Parts parts = read(text);
        if (parts.kind() != Kind.CALENDAR_GROUP || !parts.mailbox().equals(mailbox.value())) {
            throw new MailboxFailure.ItemNotFound();
        }
        return parts.id();
    }

    public static String item(Item item, IdStyle style) {
        return item(item.mailbox(), item.id(), item.moveCount(), style);
    }

    public static String item(MailboxId mailbox, ItemId id, long moveCount, IdStyle style) {
        boolean lasting = style == IdStyle.IMMUTABLE;
        return write(new Parts(
                lasting ? Kind.LASTING : Kind.MOVING, mailbox.value(), id.value(), lasting ? 0 : moveCount, null));
    }

    /**
     * The id of an occurrence of a series: that of the series with the original date at the end, so that it is known without
     * a lookup and stays the same when the occurrence becomes an exception.
     */
    public static String occurrence(Item series, LocalDate originalDate, IdStyle style) {
        return occurrence(item(series, style), originalDate);
    }

    /** As {@link #occurrence(Item, LocalDate, IdStyle)}, from the id of the series on the wire. */
    public static String occurrence(String series, LocalDate originalDate) {
        byte[] item = Base64.getUrlDecoder().decode(series);
        return Base64.getUrlEncoder()
                .encodeToString(ByteBuffer.allocate(item.length + Integer.BYTES)
                        .put(item)
                        .putInt((int) originalDate.toEpochDay())
                        .array());
    }

    public static String attachment(Item item, AttachmentId attachment, IdStyle style) {
        boolean lasting = style == IdStyle.IMMUTABLE;
        return write(new Parts(
                lasting ? Kind.LASTING_ATTACHMENT : Kind.MOVING_ATTACHMENT,
                item.mailbox().value(),
                item.id().value(),
                lasting ? 0 : item.moveCount(),
                attachment.value()));
    }

    /**
     * Reads the id of an item.
     *
     * @throws MailboxFailure.IdMalformed if it is not an id
     * @throws MailboxFailure.ItemNotFound if it belongs to another mailbox, or not to an item
     */
    public static ItemRef item(MailboxId mailbox, String text) {
        Parts parts = read(text);
        if (!parts.mailbox().equals(mailbox.value())) {
            throw new MailboxFailure.ItemNotFound();
        }
        return switch (parts.kind()) {
            case MOVING -> new ItemRef(new ItemId(parts.id()), parts.moveCount());
            case LASTING -> ItemRef.of(new ItemId(parts.id()));
            case FOLDER, MOVING_ATTACHMENT, LASTING_ATTACHMENT, CALENDAR_GROUP ->
                throw new MailboxFailure.ItemNotFound();
        };
    }

    /**
     * Reads the id of a folder or one of the well-known names, whose case does not matter.
     *
     * @throws MailboxFailure.IdMalformed if it is neither
     * @throws MailboxFailure.FolderNotFound if the id belongs to another mailbox, or not to a folder
     */
    public static FolderId folder(MailboxId mailbox, String idOrName) {
        WellKnownFolder known = WellKnownFolder.named(idOrName);
        if (known != null) {
            return known.id();
        }
        Parts parts = read(idOrName);
        if (parts.kind() != Kind.FOLDER || !parts.mailbox().equals(mailbox.value())) {
            throw new MailboxFailure.FolderNotFound();
        }
        return new FolderId(parts.id());
    }

    /**
     * Reads the id of an attachment.
     *
     * @throws MailboxFailure.IdMalformed if it is not an id
     * @throws MailboxFailure.ItemNotFound if it belongs to another mailbox, or not to an attachment
     */
    public static AttachmentRef attachment(MailboxId mailbox, String text) {
        Parts parts = read(text);
        UUID inner = parts.inner();
        if (inner == null || !parts.mailbox().equals(mailbox.value())) {
            throw new MailboxFailure.ItemNotFound();
        }
        Long moveCount = parts.kind() == Kind.MOVING_ATTACHMENT ? parts.moveCount() : null;
        return new AttachmentRef(new ItemRef(new ItemId(parts.id()), moveCount), new AttachmentId(inner));
    }

    private static String write(Parts parts) {
        UUID inner = parts.inner();
        ByteBuffer bytes = ByteBuffer.allocate(inner == null ? SHORT : LONG);
        bytes.put((byte) 0).put((byte) parts.kind().code);
        put(bytes, parts.mailbox());
        bytes.putInt((int) parts.moveCount());
        put(bytes, parts.id());
        if (inner != null) {
            put(bytes, inner);
        }
        return Base64.getUrlEncoder().encodeToString(bytes.array());
    }

    private static Parts read(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MailboxFailure.IdMalformed(e);
        }
        if ((bytes.length != SHORT && bytes.length != LONG) || bytes[0] != 0) {
            throw new MailboxFailure.IdMalformed(null);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        Kind kind = Kind.of(buffer.get());
        boolean inner = kind == Kind.MOVING_ATTACHMENT || kind == Kind.LASTING_ATTACHMENT;
        if (inner != (bytes.length == LONG)) {
            throw new MailboxFailure.IdMalformed(null);
        }
        UUID mailbox = get(buffer);
        long moveCount = buffer.getInt();
        UUID id = get(buffer);
        return new Parts(kind, mailbox, id, moveCount, inner ? get(buffer) : null);
    }

    private static void put(ByteBuffer bytes, UUID uuid) {
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static UUID get(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
