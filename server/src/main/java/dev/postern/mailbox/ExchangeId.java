package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an id of {@link WireIds}, to be written in another form or style. Immutable.
 *
 * @param item that it names, or to which the named occurrence or attachment belongs; null for a folder or a group of calendars
 * @param moveCount null in an immutable id and in one that has no other style
 */
public record ExchangeId(
        Bytes bytes, @Nullable ItemId item, @Nullable Long moveCount) {
    private static final int KIND = 1;
    private static final int MAILBOX = 2;
    private static final int MOVE_COUNT = MAILBOX + 16;
    private static final int ITEM = MOVE_COUNT + Integer.BYTES;
    private static final int SHORT = ITEM + 16;
    private static final int OCCURRENCE = SHORT + Integer.BYTES;
    private static final int ATTACHMENT = SHORT + 16;

    /** Bytes with the equality of their content. */
    public record Bytes(byte[] value) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }
    }

    /**
     * Reads an id.
     *
     * @throws MailboxFailure.IdMalformed if it is not an id
     * @throws MailboxFailure.ItemNotFound if it belongs to another mailbox
     */
    public static ExchangeId read(MailboxId mailbox, byte[] bytes) {
        WireIds.Kind kind = bytes.length < SHORT || bytes[0] != 0 ? null : WireIds.Kind.of(bytes[KIND]);
        if (kind == null || !fits(kind, bytes.length)) {
            throw new MailboxFailure.IdMalformed(null);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (!mailbox.value().equals(uuid(buffer, MAILBOX))) {
            throw new MailboxFailure.ItemNotFound();
        }
        ItemId item = new ItemId(uuid(buffer, ITEM));
        return switch (kind) {
            case MOVING, MOVING_ATTACHMENT -> new ExchangeId(new Bytes(bytes), item, (long) buffer.getInt(MOVE_COUNT));
            case LASTING, LASTING_ATTACHMENT -> new ExchangeId(new Bytes(bytes), item, null);
            case FOLDER, CALENDAR_GROUP -> new ExchangeId(new Bytes(bytes), null, null);
        };
    }

    private static boolean fits(WireIds.Kind kind, int length) {
        return switch (kind) {
            case MOVING, LASTING -> length == SHORT || length == OCCURRENCE;
            case MOVING_ATTACHMENT, LASTING_ATTACHMENT -> length == ATTACHMENT;
            case FOLDER, CALENDAR_GROUP -> length == SHORT;
        };
    }

    private static UUID uuid(ByteBuffer buffer, int at) {
        return new UUID(buffer.getLong(at), buffer.getLong(at + Long.BYTES));
    }

    /**
     * The same id in a style. Folders have one id in both.
     *
     * @param moves how often the item was moved
     */
    public byte[] in(IdStyle style, long moves) {
        byte[] written = bytes.value().clone();
        if (item != null) {
            boolean lasting = style == IdStyle.IMMUTABLE;
            WireIds.Kind kind = written.length == ATTACHMENT
                    ? lasting ? WireIds.Kind.LASTING_ATTACHMENT : WireIds.Kind.MOVING_ATTACHMENT
                    : lasting ? WireIds.Kind.LASTING : WireIds.Kind.MOVING;
            written[KIND] = (byte) kind.code;
            ByteBuffer.wrap(written).putInt(MOVE_COUNT, lasting ? 0 : (int) moves);
        }
        return written;
    }

    /** The forms of Graph's {@code exchangeIdFormat}. The binary form of an entry id has the same bytes as the others. */
    public enum Format {
        ENTRY_ID("entryId", IdStyle.DEFAULT),
        EWS_ID("ewsId", IdStyle.DEFAULT),
        IMMUTABLE_ENTRY_ID("immutableEntryId", IdStyle.IMMUTABLE),
        REST_ID("restId", IdStyle.DEFAULT),
        REST_IMMUTABLE_ENTRY_ID("restImmutableEntryId", IdStyle.IMMUTABLE);

        private final String wireName;
        private final IdStyle style;

        Format(String wireName, IdStyle style) {
            this.wireName = wireName;
            this.style = style;
        }

        public String wireName() {
            return wireName;
        }

        public IdStyle style() {
            return style;
        }

        /** The text of an id. */
        public String text(byte[] id) {
            return switch (this) {
                case REST_ID, REST_IMMUTABLE_ENTRY_ID -> Base64.getUrlEncoder().encodeToString(id);
                case EWS_ID -> REST_ID.text(id).replace('-', '/').replace('_', '+');
                // the number of padding characters at the end takes their place
                case ENTRY_ID, IMMUTABLE_ENTRY_ID ->
                    Base64.getUrlEncoder().withoutPadding().encodeToString(id) + (3 - id.length % 3) % 3;
            };
        }

        /** @throws MailboxFailure.IdMalformed if the text is not in this format */
        public byte[] bytes(String text) {
            try {
                return switch (this) {
                    case REST_ID, REST_IMMUTABLE_ENTRY_ID ->
                        Base64.getUrlDecoder().decode(text);
                    case EWS_ID -> ews(text);
                    case ENTRY_ID, IMMUTABLE_ENTRY_ID -> entry(text);
                };
            } catch (IllegalArgumentException e) {
                throw new MailboxFailure.IdMalformed(e);
            }
        }

        /** As Outlook's clients do it, which is not how base64 becomes URL-safe elsewhere. */
        private static byte[] ews(String text) {
            if (text.indexOf('-') >= 0 || text.indexOf('_') >= 0) {
                throw new IllegalArgumentException("the alphabet of another format");
            }
            return Base64.getUrlDecoder().decode(text.replace('/', '-').replace('+', '_'));
        }

        private static byte[] entry(String text) {
            int digit = text.isEmpty() ? -1 : text.charAt(text.length() - 1) - '0';
            byte[] bytes = Base64.getUrlDecoder().decode(text.substring(0, Math.max(0, text.length() - 1)));
            if (digit != (3 - bytes.length % 3) % 3) {
                throw new IllegalArgumentException("the last digit is not the number of padding characters");
            }
            return bytes;
        }
    }
}
