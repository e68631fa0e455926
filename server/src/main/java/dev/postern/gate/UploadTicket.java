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
 * The address of an upload contains this: its mailbox and id, and a secret. Only the secret's hash is stored.
 *
 * @param upload the UUID of zeros as long as the upload has no id
 */
public record UploadTicket(MailboxId mailbox, UUID upload, byte[] secret) {
    private static final int SECRET = 32;
    private static final int LENGTH = 32 + SECRET;
    private static final UUID NONE = new UUID(0, 0);

    /** A new upload, and the text that lets its holder continue it. */
    public record Issued(String ticket, Upload upload) {}

    static UploadTicket fresh(MailboxId mailbox) {
        byte[] secret = new byte[SECRET];
        new SecureRandom().nextBytes(secret);
        return new UploadTicket(mailbox, NONE, secret);
    }

    String text(UUID id) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        bytes.putLong(mailbox.value().getMostSignificantBits())
                .putLong(mailbox.value().getLeastSignificantBits())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .put(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws MailboxFailure.UploadNotFound when the text is not a ticket */
    static UploadTicket read(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MailboxFailure.UploadNotFound();
        }
        if (bytes.length != LENGTH) {
            throw new MailboxFailure.UploadNotFound();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
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
