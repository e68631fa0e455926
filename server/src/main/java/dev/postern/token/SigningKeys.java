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
 * The keys that sign and verify tokens. All nodes share the database and verify with every key in it; each signs with those whose private
 * half it can decrypt, so nodes with one encryption key share them, and any other makes its own. A new key is published a while before it signs,
 * and an old one verifies until the last token that it signed has expired, so a rotation fails no request. Thread-safe.
 */
public final class SigningKeys {
    /** How old a key becomes before {@link #tend} makes the next one. */
    public static final Duration PERIOD = Duration.ofDays(30);
    /** How long a key is published before it signs. */
    public static final Duration LEAD = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
    /** Strangers can send any number of unknown key ids; the database is asked at most this often because of them. */
    private static final Duration BETWEEN_LOOKUPS = Duration.ofSeconds(2);

    private final Database database;
    private final Sealer sealer;
    private final SecureRandom random;
    private final InstantSource clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private final AtomicReference<Instant> lookedUp = new AtomicReference<>(Instant.MIN);
    private volatile KeySet current = new KeySet(List.of());

    /** Reads the keys that there are. */
    public SigningKeys(Database database, Sealer sealer, SecureRandom random, InstantSource clock) {
        this.database = database;
        this.sealer = sealer;
        this.random = random;
        this.clock = clock;
        refresh();
    }

    /** Makes a key when there is none that this node can open, so that the first token does not wait for it. */
    public void start() {
        SigningKey signer = signer();
        long others = current.published(clock.instant()).stream()
                .filter(key -> !key.isOwn())
                .count();
        if (others > 0) {
            LOG.info(
                    "{} signing keys are of other nodes, or of an encryption key that is not here; this node signs"
                            + " with {}",
                    others,
                    signer.id());
        }
    }

    /** Reads what other nodes, and the command {@code keys retire}, changed. Several times a second. */
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
                LOG.warn("Signing key {} was retired; what it signed is refused", key.id());
            }
        }
    }

    /** Reads what other nodes changed, makes the next key when it is time, and forgets keys that no token needs. About once a minute. */
    public void tend() {
        refresh();
        Instant now = clock.instant();
        if (!signer().activeFrom().plus(PERIOD).isAfter(now.plus(LEAD))) {
            rotate();
        }
        KeySet keys = current;
        List<Object[]> dead = keys.keys().stream()
                .filter(key ->
                        key.generation() != keys.newest() && !keys.end(key).isAfter(now))
                .map(key -> new Object[] {key.generation()})
                .toList();
        if (!dead.isEmpty()) {
            database.write(sql -> {
                sql.batch("delete from signing_key where generation = ?", dead);
                return true;
            });
            refresh();
        }
    }

    /** Makes the next key, unless there is one already that waits; answers its id. It signs after {@link #LEAD}. */
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

    /** Takes a key out of use at once, for instance because it became known. Every token that it signed is refused from now on. */
    void retire(String id) {
        SigningKeyTable.retire(database, id, clock.instant());
        refresh();
        signer();
    }

    /** The keys that others may verify tokens with, as the key documents list them. */
    public List<PublishedKey> published() {
        return current.published(clock.instant()).stream()
                .map(key -> new PublishedKey(key.id(), key.certificate()))
                .toList();
    }

    /** Changes identity when any key does. */
    KeySet current() {
        return current;
    }

    /** The key that signs now; makes one that signs at once when there is none. */
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
     * The key of this id that verifies now; asks the database for one that is not known, but not too often.
     *
     * @throws dev.postern.store.StoreException when it could not be asked: the key may be a good one of another node
     */
    @Nullable
    SigningKey verifier(String id) {
        Instant now = clock.instant();
        SigningKey key = current.verifier(id, now);
        if (key != null) {
            return key;
        }
        // Whoever comes while another looks waits for what that one finds, or good tokens of a new key would be refused
        // meanwhile.
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

    /** When another node made the same generation at the same time, its key is taken and this one is thrown away. */
    private void add(Instant now, Instant activeFrom) {
        long generation = current.newest() + 1;
        SigningKey key = KeyMaker.make(generation, now, activeFrom, random);
        boolean added = database.write(sql -> SigningKeyTable.insert(sql, sealer, key, now));
        if (added) {
            LOG.info("Signing key {} was made; it signs from {}", key.id(), activeFrom);
        }
        refresh();
    }
}
