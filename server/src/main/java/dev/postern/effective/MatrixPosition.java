package dev.postern.effective;

import dev.postern.access.ObjectId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in the matrix, whose rows are in the order of the ids of service principals and mailboxes and the names of permissions.
 *
 * @param principal the service principal that was read last
 * @param mailbox the mailbox that was read last of it
 * @param permission the permission that was read last of both; {@link #ALL} for all
 */
public record MatrixPosition(ObjectId principal, ObjectId mailbox, String permission) {
    /** Greater than the name of any permission. */
    static final String ALL = "~";

    private static final int IDS = 32;
    private static final int MAX = 200;

    /** As it is in a link. */
    public String text() {
        byte[] name = permission.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(IDS + name.length)
                .putLong(principal.value().getMostSignificantBits())
                .putLong(principal.value().getLeastSignificantBits())
                .putLong(mailbox.value().getMostSignificantBits())
                .putLong(mailbox.value().getLeastSignificantBits())
                .put(name)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Empty if the text is not that of a position. */
    public static Optional<MatrixPosition> read(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length < IDS || bytes.length > MAX) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return Optional.of(new MatrixPosition(
                new ObjectId(new UUID(buffer.getLong(), buffer.getLong())),
                new ObjectId(new UUID(buffer.getLong(), buffer.getLong())),
                new String(bytes, IDS, bytes.length - IDS, StandardCharsets.UTF_8)));
    }
}
