package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A role of a resource, given to a service principal.
 *
 * @param id 43 characters of base64url; their first 16 bytes are the principal's GUID in little-endian order
 */
public record AppRoleAssignment(String id, ObjectId principal, ObjectId resource, UUID appRoleId, Instant createdAt) {
    /** An id for a new assignment to this principal. */
    public static String newId(ObjectId principal, RandomGenerator random) {
        UUID guid = principal.value();
        ByteBuffer bytes = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        long high = guid.getMostSignificantBits();
        bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        bytes.order(ByteOrder.BIG_ENDIAN).putLong(guid.getLeastSignificantBits());
        bytes.putLong(random.nextLong()).putLong(random.nextLong());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
