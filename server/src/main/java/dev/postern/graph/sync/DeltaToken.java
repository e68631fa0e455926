package dev.postern.graph.sync;

import dev.postern.access.MailboxId;
import dev.postern.graph.GraphFailure;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.mailbox.sync.SyncPosition.Cursor;
import dev.postern.mailbox.sync.SyncPosition.Phase;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a link contains: the scope, the options of the first call, and the position. It is signed with the key of the mailbox, so only
 * tokens of the server are read. It gives no access: its holder passes the gate like everybody, and the options are checked for each
 * caller.
 *
 * @param scope what the path names
 * @param immutable whether ids are immutable
 * @param query the options of the first call, still encoded
 */
record DeltaToken(DeltaKind kind, UUID scope, boolean immutable, SyncPosition position, String query) {
    private static final byte VERSION = 1;
    private static final int FIXED = 1 + 16 + 1 + 16 + 1 + 8 + 8 + 8 + 1 + 16 + 8 + 16 + 4;
    private static final int MAC = 16;
    private static final int CHECKSUM = 4;
    private static final UUID NONE = new UUID(0, 0);

    String text(MailboxId mailbox, byte[] key) {
        byte[] options = query.getBytes(StandardCharsets.UTF_8);
        Cursor cursor = position.cursor();
        ByteBuffer bytes = ByteBuffer.allocate(FIXED + options.length + MAC + CHECKSUM);
        bytes.put(VERSION);
        put(bytes, mailbox.value());
        bytes.put(kind.code());
        put(bytes, scope);
        bytes.put((byte) (immutable ? 1 : 0))
                .putLong(position.after())
                .putLong(position.base())
                .putLong(position.until());
        bytes.put((byte) ((position.phase() == Phase.PRESENT ? 1 : 0) + (cursor == null ? 0 : 2)));
        put(bytes, cursor == null ? NONE : cursor.scope());
        bytes.putLong(cursor == null ? 0 : cursor.number());
        put(bytes, cursor == null ? NONE : cursor.id());
        bytes.putInt(position.given()).put(options);
        bytes.put(signature(bytes.array(), bytes.position(), key));
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Reads a token.
     *
     * @param gone creates the failure for a token that cannot be used any more
     * @throws GraphFailure 400 if it is not a token or belongs to another function or mailbox; 410 if this server or an earlier version
     *     of it made it, but cannot use it any more
     */
    static DeltaToken read(String text, MailboxId mailbox, byte[] key, DeltaKind kind, GoneAnswer gone) {
        byte[] all = decoded(text);
        int signed = all.length - MAC - CHECKSUM;
        if (signed < FIXED
                || ByteBuffer.wrap(all).getInt(all.length - CHECKSUM) != checksum(all, all.length - CHECKSUM)) {
            throw malformed();
        }
        ByteBuffer bytes = ByteBuffer.wrap(all, 0, signed);
        if (bytes.get() != VERSION) {
            throw gone.invalid();
        }
        if (!uuid(bytes).equals(mailbox.value())) {
            throw foreign();
        }
        byte[] signature = Arrays.copyOfRange(all, signed, signed + MAC);
        if (!MessageDigest.isEqual(signature, signature(all, signed, key))) {
            throw gone.invalid();
        }
        if (bytes.get() != kind.code()) {
            throw foreign();
        }
        try {
            return rest(kind, bytes);
        } catch (BufferUnderflowException e) {
            throw gone.invalid();
        }
    }

    private static DeltaToken rest(DeltaKind kind, ByteBuffer bytes) {
        UUID scope = uuid(bytes);
        boolean immutable = bytes.get() == 1;
        long after = bytes.getLong();
        long base = bytes.getLong();
        long until = bytes.getLong();
        int phase = bytes.get();
        Cursor cursor = new Cursor(uuid(bytes), bytes.getLong(), uuid(bytes));
        int given = bytes.getInt();
        byte[] options = new byte[bytes.remaining()];
        bytes.get(options);
        SyncPosition position = new SyncPosition(
                after, base, until, phase % 2 == 0 ? Phase.REMOVED : Phase.PRESENT, phase < 2 ? null : cursor, given);
        return new DeltaToken(kind, scope, immutable, position, new String(options, StandardCharsets.UTF_8));
    }

    /** Creates the failures that make clients start again. */
    interface GoneAnswer {
        GraphFailure invalid();
    }

    static GraphFailure foreign() {
        return new GraphFailure(
                400, "ErrorInvalidRequest", "The token was issued for another folder or mailbox, or another resource.");
    }

    private static GraphFailure malformed() {
        return new GraphFailure(400, "BadRequest", "Badly formed token.");
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static byte[] signature(byte[] bytes, int length, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(bytes, 0, length);
            return Arrays.copyOf(mac.doFinal(), MAC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static void put(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
