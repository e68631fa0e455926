package dev.postern.token;

import dev.postern.secrets.Sealer;
import dev.postern.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign and verify tokens. All nodes share the database and verify with every key in it. Each node signs with keys whose
 * private half it can decrypt, so nodes with one encryption key share them, and other nodes create their own. A new key is published before
 * it signs, and an old one verifies until the last token it signed has expired, so that a rotation fails no request. Thread-safe.
 */
public final class SigningKeys {
    /** The age of a key at which {@link #maintain} creates the next one. */
    public static final Duration PERIOD = Duration.ofDays(30);
    /** How long a key is published before it signs. */
    public static final Duration LEAD = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    /** Invalid tokens can contain any number of unknown key ids; they cause at most one database query per interval. */
    private static final Duration BETWEEN_LOOKUPS = Duration.ofSeconds(2);

    private final Database database;
    private final Sealer sealer;
    private final SecureRandom random;
    private final InstantSource clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private final AtomicReference<Instant> lookedUp = new AtomicReference<>(Instant.MIN);
    private volatile KeySet current = new KeySet(List.of());

    /** Reads the existing keys. */
    public SigningKeys(Database database, Sealer sealer, SecureRandom random, InstantSource clock) {
        this.database = database;
        this.sealer = sealer;
        this.random = random;
        this.clock = clock;
        refresh();
    }

    /** Creates a key if this node can decrypt none, so that the first token does not wait for it. */
    public void start() {
        SigningKey signer = signer();
        long others = current.published(clock.instant()).stream()
                .filter(key -> !key.isOwn())
                .count();
        if (others > 0) {
            LOG.info(
                    "{} signing keys belong to other nodes, or to an encryption key that is missing; this node signs"
                            + " with {}",
                    others,
                    signer.id());
        }
    }

    /** Reads the changes of other nodes and of the command {@code keys retire}. Called several times a second. */
    public void refresh() {
        refreshing.lock();
        try {
            KeySet known = current;
            List<SigningKey> keys = database.read(sql -> SigningKeyTable.read(sql, sealer, known));
            if (!keys.equals(known.keys())) {
                current = new KeySet(keys);
                logRetired(known.keys(), keys);
            }
        } finally {
            refreshing.unlock();
        }
    }

    private static void logRetired(List<SigningKey> before, List<SigningKey> after) {
        for (SigningKey key : after) {
            if (key.retiredAt() != null
                    && before.stream().anyMatch(old -> old.id().equals(key.id()) && old.retiredAt() == null)) {
                LOG.warn("Signing key {} was retired; tokens that it signed are refused", key.id());
            }
        }
    }

    /** Reads the changes of other nodes, creates the next key when it is due, and deletes keys that no token needs. Called about once a minute. */
    public void maintain() {
        refresh();
        Instant now = clock.instant();
        if (!signer().activeFrom().plus(PERIOD).isAfter(now.plus(LEAD))) {
            rotate();
        }
        KeySet keys = current;
        List<Object[]> expired = keys.keys().stream()
                .filter(key ->
                        key.generation() != keys.newest() && !keys.end(key).isAfter(now))
                .map(key -> new Object[] {key.generation()})
                .toList();
        if (!expired.isEmpty()) {
            database.write(sql -> {
                sql.batch("delete from signing_key where generation = ?", expired);
                return true;
            });
            refresh();
        }
    }

    /** Creates the next key, unless one is already waiting; returns its id. It signs after {@link #LEAD}. */
    public String rotate() {
        refresh();
        Instant now = clock.instant();
        SigningKey waiting = current.next(now);
        if (waiting == null) {
            add(now, now.plus(LEAD));
            waiting = current.next(now);
        }
        return waiting == null ? signer().id() : waiting.id();
    }

    /** Retires a key immediately, for example because it was compromised. Every token signed with it is refused from now on. */
    void retire(String id) {
        SigningKeyTable.retire(database, id, clock.instant());
        refresh();
        signer();
    }

    /** Returns the keys for the JWKS documents. */
    public List<PublishedKey> published() {
        return current.published(clock.instant()).stream()
                .map(key -> new PublishedKey(key.id(), key.certificate()))
                .toList();
    }

    /** Returns the current keys; a different object after any change. */
    KeySet current() {
        return current;
    }

    /** Returns the key that signs now; creates one that signs immediately if there is none. */
    SigningKey signer() {
        Instant now = clock.instant();
        SigningKey signer = current.signer(now);
        while (signer == null) {
            add(now, now);
            signer = current.signer(now);
        }
        return signer;
    }

    /**
     * Returns the key with this id if it verifies now. Looks an unknown one up in the database, but not too often.
     *
     * @throws dev.postern.store.StoreException if the database is unavailable: it may be a valid key of another node
     */
    @Nullable
    SigningKey verifier(String id) {
        Instant now = clock.instant();
        SigningKey key = current.verifier(id, now);
        if (key != null) {
            return key;
        }
        // Threads that arrive during a lookup wait for its result; otherwise valid tokens of a new key would be refused
        // in the meantime.
        refreshing.lock();
        try {
            SigningKey found = current.verifier(id, now);
            if (found == null && lookedUp.get().isBefore(now.minus(BETWEEN_LOOKUPS))) {
                lookedUp.set(now);
                refresh();
                found = current.verifier(id, now);
            }
            return found;
        } finally {
            refreshing.unlock();
        }
    }

    /** If another node has created the same generation at the same time, its key is used and this one is discarded. */
    private void add(Instant now, Instant activeFrom) {
        long generation = current.newest() + 1;
        SigningKey key = KeyMaker.make(generation, now, activeFrom, random);
        boolean added = database.write(sql -> SigningKeyTable.insert(sql, sealer, key, now));
        if (added) {
            LOG.info("Created signing key {}; it signs from {}", key.id(), activeFrom);
        }
        refresh();
    }
}
