package dev.postern;

import dev.postern.http.tls.AuthorityStore;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate authorities in a database, which its nodes share. The keys are sealed, so a node can use those of its encryption key. Nodes
 * with the same key have the same authority: the oldest one.
 */
record SharedAuthorities(Database database, Sealer sealer, InstantSource clock) implements AuthorityStore {
    private static final Logger LOG = LoggerFactory.getLogger(SharedAuthorities.class);

    private record Sealed(long generation, byte[] certificate, byte[] key) {
        SecretPlace place() {
            return SharedAuthorities.place(generation, certificate);
        }
    }

    @Override
    public List<Stored> usable() {
        var usable = new ArrayList<Stored>();
        int foreign = 0;
        for (Sealed one : all(database)) {
            try {
                if (sealer.hasKeyOf(one.key())) {
                    usable.add(new Stored(one.certificate(), sealer.open(one.place(), one.key())));
                    continue;
                }
            } catch (SecretUnreadable e) {
                LOG.error("Ignored certificate authority {} because it cannot be decrypted", one.generation(), e);
            }
            foreign++;
        }
        if (foreign > 0) {
            LOG.warn(
                    "{} certificate authorities in the database belong to nodes with other encryption keys. Set"
                            + " encryption.key to the same value on all nodes, so that they share one authority",
                    foreign);
        }
        return usable;
    }

    @Override
    public void add(Stored authority) {
        long generation =
                database.read(sql -> sql.number("select coalesce(max(generation), 0) from certificate_authority")) + 1;
        database.write(sql -> sql.update(
                "insert into certificate_authority (generation, created_at, certificate, private_key)"
                        + " values (?, ?, ?, ?) on conflict do nothing",
                generation,
                clock.instant(),
                authority.certificate(),
                sealer.seal(place(generation, authority.certificate()), authority.privateKey())));
    }

    /** Encrypts the keys with the current encryption key that a previous one encrypted. */
    static void seal(Database database, Sealer sealer) {
        for (Sealed one : all(database)) {
            if (sealer.isCurrent(one.key()) || !sealer.hasKeyOf(one.key())) {
                continue;
            }
            try {
                byte[] sealed = sealer.seal(one.place(), sealer.open(one.place(), one.key()));
                database.write(sql -> sql.update(
                        "update certificate_authority set private_key = ? where generation = ? and private_key = ?",
                        sealed,
                        one.generation(),
                        one.key()));
            } catch (SecretUnreadable e) {
                LOG.error("Certificate authority {} was not changed", one.generation(), e);
            }
        }
    }

    private static List<Sealed> all(Database database) {
        return database.read(sql -> sql.list(
                "select generation, certificate, private_key from certificate_authority order by generation",
                row -> new Sealed(row.number(1), row.bytes(2), row.bytes(3))));
    }

    private static SecretPlace place(long generation, byte[] certificate) {
        try {
            String print = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
            return new SecretPlace("certificate_authority", "private_key", generation + " " + print);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
