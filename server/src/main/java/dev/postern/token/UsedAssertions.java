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
 * Decides whether an assertion may be used again. If each may be used once, uses are stored for all nodes until the assertion
 * expires; otherwise nothing is stored. Thread-safe.
 */
public final class UsedAssertions {
    /** How often an assertion may be used. */
    public enum Policy {
        /** Any number of times while it is valid, as in Entra: clients cache an assertion for minutes and send it again. */
        WHILE_VALID,
        /** Once for each resource, whatever name of the resource is used. */
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
     * Records a use of an assertion. Returns false if it may not be used again. A recorded use is on disk when this returns.
     *
     * @param resource the app id of the requested resource
     */
    boolean use(TenantId tenant, AppId client, String id, AppId resource, Instant expires) {
        byte[] fingerprint = digest(List.of(tenant.toString(), client.toString(), id, resource.toString()));
        return database.write(sql -> sql.update(
                        "insert into used_assertion (fingerprint, expires_at) values (?, ?) on conflict do nothing",
                        fingerprint,
                        expires))
                == 1;
    }

    /** Returns whether uses are recorded. */
    boolean areRecorded() {
        return policy == Policy.ONCE_PER_RESOURCE;
    }

    /** Deletes expired records. Called about once a minute. */
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
                // The length before each part: "a" and "bc" must not hash like "ab" and "c".
                sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                sha.update(bytes);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }
}
