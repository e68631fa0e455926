package dev.postern.token;

import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored signing keys. Certificates are stored in plain text, so that every node can verify; private keys are sealed, and each node
 * can open those of its own encryption key. A sealed key is bound to its certificate.
 */
public final class SigningKeyTable {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyTable.class);

    private SigningKeyTable() {}

    static List<SigningKey> read(Sql sql, Sealer sealer, KeySet known) {
        return sql.list(
                "select generation, key_id, active_from, retired_at, certificate, private_key from signing_key order"
                        + " by generation",
                row -> read(row, sealer, known));
    }

    /** A key that is already known is not decoded again. */
    private static SigningKey read(Row row, Sealer sealer, KeySet known) {
        long generation = row.number(1);
        String id = row.text(2);
        Instant retiredAt = row.timeOrNull(4);
        byte[] stored = row.bytes(6);
        String holder = Sealer.keyOf(stored);
        for (SigningKey key : known.keys()) {
            if (key.id().equals(id)) {
                return Objects.equals(key.retiredAt(), retiredAt)
                                && key.holder().equals(holder)
                        ? key
                        : new SigningKey(
                                key.generation(),
                                id,
                                key.activeFrom(),
                                retiredAt,
                                key.certificate(),
                                holder,
                                key.secret());
            }
        }
        try {
            X509Certificate certificate = StoredKeys.certificate(row.bytes(5));
            return new SigningKey(
                    generation,
                    id,
                    row.time(3),
                    retiredAt,
                    certificate,
                    holder,
                    privateKey(sealer, place(generation, certificate), stored));
        } catch (CertificateException e) {
            throw new IllegalStateException("The certificate of signing key " + id + " cannot be read", e);
        }
    }

    /** Returns null for the key of another node. */
    private static @Nullable PrivateKey privateKey(Sealer sealer, SecretPlace place, byte[] stored) {
        if (!Sealer.isSealed(stored)) {
            return StoredKeys.privateKey(stored);
        }
        if (!sealer.hasKeyOf(stored)) {
            return null;
        }
        try {
            return StoredKeys.privateKey(sealer.open(place, stored));
        } catch (SecretUnreadable e) {
            LOG.error("Ignored signing key {} because it cannot be decrypted", place.row(), e);
            return null;
        }
    }

    private static SecretPlace place(long generation, X509Certificate certificate) {
        return new SecretPlace(
                "signing_key", "private_key", generation + " " + StoredKeys.thumbprint("SHA-256", certificate));
    }

    /** Inserts a key; returns false if another node has inserted its generation. */
    static boolean insert(Sql sql, Sealer sealer, SigningKey key, Instant now) {
        try {
            return sql.update(
                            "insert into signing_key (generation, key_id, created_at, active_from, certificate,"
                                    + " private_key) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
                            key.generation(),
                            key.id(),
                            now,
                            key.activeFrom(),
                            key.certificate().getEncoded(),
                            sealer.seal(
                                    place(key.generation(), key.certificate()),
                                    key.privateKey().getEncoded()))
                    > 0;
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A new certificate cannot be encoded", e);
        }
    }

    /** Returns the number of keys sealed with an encryption key that is missing. */
    public static long unreadable(Database database, Sealer sealer) {
        return database.read(sql -> sql.list("select private_key from signing_key", row -> row.bytes(1))).stream()
                .filter(key -> Sealer.isSealed(key) && !sealer.hasKeyOf(key))
                .count();
    }

    /**
     * A key as an operator sees it.
     *
     * @param encryptionKey the id of the key that encrypts its private half; empty when that is not encrypted
     * @param retired when it was retired, or null
     */
    public record Listed(
            String id,
            Instant activeFrom,
            String encryptionKey,
            @Nullable Instant retired) {}

    /** Returns all keys, the oldest first. */
    public static List<Listed> list(Database database) {
        return database.read(sql -> sql.list(
                "select key_id, active_from, private_key, retired_at from signing_key order by generation",
                row -> new Listed(row.text(1), row.time(2), Sealer.keyOf(row.bytes(3)), row.timeOrNull(4))));
    }

    /**
     * Retires a key. Every node refuses the tokens that it signed once the node has read this change, within a second. Returns whether
     * there is such a key in use.
     */
    public static boolean retire(Database database, String id, Instant now) {
        return database.write(sql -> sql.update(
                        "update signing_key set retired_at = ? where key_id = ? and retired_at is null", now, id))
                > 0;
    }

    private record Stored(long generation, byte[] certificate, byte[] secret) {}

    /**
     * Encrypts values with the current key that older versions stored unencrypted or that a previous key encrypted. Each key is its own
     * transaction, so after a crash the next call continues. Returns how many were unencrypted.
     */
    public static int seal(Database database, Sealer sealer) {
        List<Stored> all = database.read(sql -> sql.list(
                "select generation, certificate, private_key from signing_key",
                row -> new Stored(row.number(1), row.bytes(2), row.bytes(3))));
        int open = 0;
        for (Stored key : all) {
            boolean sealed = Sealer.isSealed(key.secret());
            if (sealed && (sealer.isCurrent(key.secret()) || !sealer.hasKeyOf(key.secret()))) {
                continue;
            }
            try {
                SecretPlace place = place(key.generation(), StoredKeys.certificate(key.certificate()));
                byte[] secret = sealed ? sealer.open(place, key.secret()) : key.secret();
                int changed = database.write(sql -> sql.update(
                        "update signing_key set private_key = ? where generation = ? and private_key = ?",
                        sealer.seal(place, secret),
                        key.generation(),
                        key.secret()));
                open += sealed ? 0 : changed;
            } catch (SecretUnreadable | CertificateException e) {
                LOG.error("Signing key {} was not changed", key.generation(), e);
            }
        }
        return open;
    }
}
