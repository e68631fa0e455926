package dev.postern.relay;

import dev.postern.access.TenantId;
import dev.postern.secrets.Sealer;
import dev.postern.smtp.DomainNames;
import dev.postern.smtp.client.OutgoingMail;
import dev.postern.smtp.dkim.DkimAlgorithm;
import dev.postern.smtp.dkim.DkimKey;
import dev.postern.smtp.dkim.DkimSigner;
import dev.postern.store.Database;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign the mail of tenants. They are kept in memory for a minute, so that another node uses a new key, or stops using one, that
 * much later. Thread-safe.
 */
public final class DkimKeys implements DkimSigning {
    static final Duration KEPT = Duration.ofMinutes(1);

    private static final int MAX_KEPT = 1_000;
    private static final int MAX_OF_DOMAIN = 8;
    private static final int MAX_NAME = 253;
    private static final Pattern SELECTOR =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private final Database database;
    private final Sealer sealer;
    private final InstantSource clock;
    private final SecureRandom random;
    private final SequencedMap<Owner, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Owner(TenantId tenant, String domain) {}

    private record Kept(Instant until, List<DkimKey> keys) {}

    public DkimKeys(Database database, Sealer sealer, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.sealer = sealer;
        this.clock = clock;
        this.random = random;
    }

    /** Why a key was not created. */
    public enum Refusal {
        BAD_SELECTOR,
        EXISTS,
        TOO_MANY
    }

    /** @param refusal null if the key was created */
    public record Created(
            @Nullable DkimRecord record, @Nullable Refusal refusal) {}

    /**
     * Makes a key, which signs from now on.
     *
     * @param domain in ASCII and lower case
     */
    public Created create(TenantId tenant, String domain, String selector, DkimAlgorithm algorithm) {
        if (!SELECTOR.matcher(selector).matches()
                || selector.length() + "._domainkey.".length() + domain.length() > MAX_NAME) {
            return new Created(null, Refusal.BAD_SELECTOR);
        }
        KeyPair pair = algorithm.create(random);
        DkimRecord record = new DkimRecord(
                domain, selector, algorithm.label(), algorithm.record(pair.getPublic()), clock.instant());
        byte[] sealed = sealer.seal(
                DkimKeyTable.place(tenant, domain, selector, algorithm.label()),
                pair.getPrivate().getEncoded());
        Optional<Refusal> refusal = database.write(sql -> {
            List<DkimRecord> known = DkimKeyTable.list(sql, tenant).stream()
                    .filter(one -> one.domain().equals(domain))
                    .toList();
            if (known.stream().anyMatch(one -> one.selector().equals(selector))) {
                return Optional.of(Refusal.EXISTS);
            }
            if (known.size() >= MAX_OF_DOMAIN) {
                return Optional.of(Refusal.TOO_MANY);
            }
            DkimKeyTable.insert(sql, tenant, record, sealed);
            return Optional.empty();
        });
        forget(tenant, domain);
        return refusal.map(one -> new Created(null, one)).orElseGet(() -> new Created(record, null));
    }

    /** Returns all keys of a tenant, by domain, the oldest first. */
    public List<DkimRecord> list(TenantId tenant) {
        return database.read(sql -> DkimKeyTable.list(sql, tenant));
    }

    /** Deletes a key. Returns whether there was one. */
    public boolean delete(TenantId tenant, String domain, String selector) {
        boolean deleted = database.write(sql -> DkimKeyTable.delete(sql, tenant, domain, selector));
        forget(tenant, domain);
        return deleted;
    }

    @Override
    public OutgoingMail.Content sign(TenantId tenant, String fromDomain, OutgoingMail.Content message)
            throws IOException {
        Optional<String> domain = DomainNames.ascii(fromDomain);
        List<DkimKey> keys = domain.isEmpty() ? List.of() : keys(new Owner(tenant, domain.get()));
        return keys.isEmpty() ? message : DkimSigner.sign(message, keys, clock.instant());
    }

    private List<DkimKey> keys(Owner owner) {
        Instant now = clock.instant();
        synchronized (kept) {
            Kept known = kept.get(owner);
            if (known != null && now.isBefore(known.until())) {
                return known.keys();
            }
        }
        List<DkimKey> read = DkimKeyTable.keys(database, sealer, owner.tenant(), owner.domain());
        synchronized (kept) {
            kept.put(owner, new Kept(now.plus(KEPT), read));
            if (kept.size() > MAX_KEPT) {
                kept.pollFirstEntry();
            }
        }
        return read;
    }

    private void forget(TenantId tenant, String domain) {
        synchronized (kept) {
            kept.remove(new Owner(tenant, domain));
        }
    }

    /** Encrypts the stored keys with the current encryption key. */
    public static void seal(Database database, Sealer sealer) {
        DkimKeyTable.seal(database, sealer);
    }
}
