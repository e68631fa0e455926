package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.query.Folding;
import dev.postern.store.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Remembers assertions until they would have expired anyway, for all nodes, so that each is good once. Thread-safe.
 */
public final class UsedAssertions {
    /** How often an assertion is good. */
    public enum Policy {
        /**
         * Once for each resource. The JavaScript client keeps one assertion for ten minutes and shows it again when it wants a
         * token for another resource.
         */
        ONCE_PER_RESOURCE,
        /** Once. */
        ONCE
    }

    private final Database database;
    private final InstantSource clock;
    private final Policy policy;

    public UsedAssertions(Database database, InstantSource clock, Policy policy) {
        this.database = database;
        this.clock = clock;
        this.policy = policy;
    }

    /** Uses an assertion; false when it was used before. When this returns, the use is on disk. */
    boolean use(TenantId tenant, AppId client, String id, String purpose, Instant expires) {
        String resource = switch (policy) {
            case ONCE -> "";
            case ONCE_PER_RESOURCE -> Folding.lower(purpose);
        };
        byte[] fingerprint = digest(List.of(tenant.toString(), client.toString(), id, resource));
        return database.write(sql -> sql.update(
                        "insert into used_assertion (fingerprint, expires_at) values (?, ?) on conflict do nothing",
                        fingerprint,
                        expires))
                == 1;
    }

    /** Forgets what has expired. About once a minute. */
    public void forgetExpired() {
        Instant now = clock.instant();
        boolean any =
                database.read(sql -> sql.number("select count(*) from used_assertion where expires_at <= ?", now) > 0);
        if (any) {
            database.write(sql -> sql.update("delete from used_assertion where expires_at <= ?", now));
        }
    }

    private static byte[] digest(List<String> parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // The length before each part: "a" and "bc" must not look like "ab" and "c".
                sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha.update(bytes);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
