package dev.postern.gate;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Upload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/**
 * The ticket in the URL of an upload: mailbox, upload id and a secret. Only a hash of the secret is stored.
 *
 * @param upload the UUID of zeros while the upload has no id
 */
public record UploadTicket(MailboxId mailbox, UUID upload, byte[] secret) {
    private static final int NAME = 32;
    private static final int SECRET = 32;
    private static final UUID NONE = new UUID(0, 0);

    /**
     * A new upload, and what lets its holder continue it.
     *
     * @param session names the upload; not secret
     * @param secret proves that the caller may continue it
     */
    public record Issued(String session, String secret, Upload upload) {
        @Override
        public String toString() {
            return "Issued[" + session + "]";
        }
    }

    static UploadTicket fresh(MailboxId mailbox) {
        byte[] secret = new byte[SECRET];
        new SecureRandom().nextBytes(secret);
        return new UploadTicket(mailbox, NONE, secret);
    }

    Issued issued(Upload begun) {
        ByteBuffer name = ByteBuffer.allocate(NAME);
        put(name, mailbox.value());
        put(name, begun.id());
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return new Issued(encoder.encodeToString(name.array()), encoder.encodeToString(secret), begun);
    }

    private static void put(ByteBuffer bytes, UUID id) {
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    /** @throws MailboxFailure.UploadNotFound if the texts are not a ticket */
    public static UploadTicket read(String session, String secret) {
        byte[] name = bytes(session, NAME);
        byte[] shown = bytes(secret, SECRET);
        return read(ByteBuffer.allocate(NAME + SECRET).put(name).put(shown).flip());
    }

    /**
     * A ticket of an earlier version, whose addresses had both parts in one text.
     *
     * @throws MailboxFailure.UploadNotFound if the text is not a ticket
     */
    public static UploadTicket earlier(String text) {
        return read(ByteBuffer.wrap(bytes(text, NAME + SECRET)));
    }

    private static byte[] bytes(String text, int length) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MailboxFailure.UploadNotFound();
        }
        if (bytes.length != length) {
            throw new MailboxFailure.UploadNotFound();
        }
        return bytes;
    }

    private static UploadTicket read(ByteBuffer buffer) {
        MailboxId mailbox = new MailboxId(new UUID(buffer.getLong(), buffer.getLong()));
        UUID id = new UUID(buffer.getLong(), buffer.getLong());
        byte[] secret = new byte[SECRET];
        buffer.get(secret);
        return new UploadTicket(mailbox, id, secret);
    }

    byte[] secretHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    @Override
    public String toString() {
        return "UploadTicket[" + upload + "]";
    }
}
