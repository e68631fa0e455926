package dev.postern.token;

import dev.postern.access.AppId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Whether an assertion may be used again. Where each is good once, uses are remembered for all nodes until the assertion would have
 * expired anyway; otherwise nothing is kept. Thread-safe.
 */
public final class UsedAssertions {
    /** How often an assertion is good. */
    public enum Policy {
        /** While it is valid, as in Entra: clients keep an assertion for minutes and show it again. */
        WHILE_VALID,
        /** Once for each resource, by whatever name it is asked for. */
        ONCE_PER_RESOURCE
    }

    private final Database database;
    private final InstantSource clock;
    private final Policy policy;

    public UsedAssertions(Database database, InstantSource clock, Policy policy) {
        this.database = database;
        this.clock = clock;
        this.policy = policy;
    }

    /**
     * Uses an assertion; false when it may not be used again. A use that counts is on disk when this returns.
     *
     * @param resource the app id of the resource that a token is wanted for
     */
    boolean use(TenantId tenant, AppId client, String id, AppId resource, Instant expires) {
        byte[] fingerprint = digest(List.of(tenant.toString(), client.toString(), id, resource.toString()));
        return database.write(sql -> sql.update(
                        "insert into used_assertion (fingerprint, expires_at) values (?, ?) on conflict do nothing",
                        fingerprint,
                        expires))
                == 1;
    }

    /** Whether uses are counted at all. */
    boolean areCounted() {
        return policy == Policy.ONCE_PER_RESOURCE;
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
