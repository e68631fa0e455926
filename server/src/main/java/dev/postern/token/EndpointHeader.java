package dev.postern.token;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.directory.SecretHash;
import dev.postern.store.Uuids;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The value of {@code IDENTITY_HEADER}, with which a workload gets tokens of its managed identity at the App Service endpoint. It
 * contains the identity's id and a secret, so one lookup and one comparison suffice, however many identities there are.
 *
 * @param secret the service principal stores its hash
 */
public record EndpointHeader(TenantId tenant, ObjectId principal, String secret) {
    private static final int GUID = 16;
    private static final int MAX_LENGTH = 256;

    public static EndpointHeader create(TenantId tenant, ObjectId principal, SecureRandom random) {
        return new EndpointHeader(tenant, principal, SecretHash.newSecret(random));
    }

    /** Returns the hash for the service principal's {@code endpointSecret}. */
    public SecretHash hash(SecureRandom random) {
        return SecretHash.of(secret, random);
    }

    /** Returns the value of the header. */
    public String text() {
        byte[] ids = Arrays.copyOf(Uuids.bytes(tenant.value()), 2 * GUID);
        System.arraycopy(Uuids.bytes(principal.value()), 0, ids, GUID, GUID);
        return Jws.encode(ids) + "." + secret;
    }

    /** Parses the output of {@link #text}; null for anything else. */
    public static @Nullable EndpointHeader parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 0 || text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            byte[] ids = Base64.getUrlDecoder().decode(text.substring(0, dot));
            if (ids.length != 2 * GUID) {
                return null;
            }
            ByteBuffer buffer = ByteBuffer.wrap(ids);
            return new EndpointHeader(
                    new TenantId(new UUID(buffer.getLong(), buffer.getLong())),
                    new ObjectId(new UUID(buffer.getLong(), buffer.getLong())),
                    text.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "EndpointHeader[" + principal + "]";
    }
}
