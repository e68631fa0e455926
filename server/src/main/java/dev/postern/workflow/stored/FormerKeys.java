package dev.postern.workflow.stored;

import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import dev.postern.workflow.expression.JsonValues;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Places of the keys for callback URLs, and the re-encryption of keys from older versions or under a previous encryption key. */
public final class FormerKeys {
    private static final Logger LOG = LoggerFactory.getLogger(FormerKeys.class);

    /** The slot of rows that contain no key pair, but the hash of a URL that a former key signed. */
    static final String ADDRESS = "ADDRESS";

    private FormerKeys() {}

    static SecretPlace place(UUID workflow, String column) {
        return new SecretPlace("workflow", column, workflow.toString());
    }

    /** Bound to its public key: with another one its signatures could not be verified. */
    static SecretPlace place(UUID workflow, String slot, byte[] open) {
        return new SecretPlace(
                "workflow_key",
                "private_key",
                workflow + " " + slot + " " + Base64.getEncoder().encodeToString(open));
    }

    private record Former(UUID tenant, UUID workflow, byte[] secret) {}

    private record Pair(UUID tenant, UUID workflow, String slot, byte[] open, byte[] secret) {}

    /** Encrypts all keys with the current key; returns how many were not encrypted. One transaction per key. */
    public static int seal(Database database, Sealer sealer) {
        pairs(database, sealer);
        return former(database, sealer, "primary_key") + former(database, sealer, "secondary_key");
    }

    private static int former(Database database, Sealer sealer, String column) {
        List<Former> all = database.read(sql -> sql.list(
                "select tenant_id, workflow_id, " + column + " from workflow order by workflow_id",
                row -> new Former(row.uuid(1), row.uuid(2), row.bytes(3))));
        int open = 0;
        for (Former key : all) {
            boolean sealed = Sealer.isSealed(key.secret());
            if (key.secret().length == 0 || (sealed && !isEarlier(sealer, key.secret()))) {
                continue;
            }
            SecretPlace place = place(key.workflow(), column);
            try {
                byte[] resealed = sealer.seal(place, sealed ? sealer.open(place, key.secret()) : key.secret());
                int changed = database.write(sql -> {
                    if (!sealed) {
                        keepAddresses(sql, key);
                    }
                    return sql.update(
                            "update workflow set " + column + " = ? where tenant_id = ? and workflow_id = ? and "
                                    + column + " = ?",
                            resealed,
                            key.tenant(),
                            key.workflow(),
                            key.secret());
                });
                open += sealed ? 0 : changed;
            } catch (SecretUnreadable e) {
                LOG.error("{} was not changed", place, e);
            }
        }
        return open;
    }

    /**
     * Other nodes cannot decrypt the key. So that they still accept URLs without an expiry that it signed, a hash of each such signature is
     * stored. URLs with an expiry are accepted only by the node that has the key.
     */
    private static void keepAddresses(Sql sql, Former key) {
        String definition = sql.one(
                "select definition from workflow_version where tenant_id = ? and workflow_id = ? and version ="
                        + " (select version from workflow where tenant_id = ? and workflow_id = ?)",
                row -> row.text(1),
                key.tenant(),
                key.workflow(),
                key.tenant(),
                key.workflow());
        if (definition == null || SecureText.isSealed(definition)) {
            return;
        }
        for (String trigger : JsonValues.parse(definition).path("triggers").propertyNames()) {
            byte[] signed = ("1.0\n/triggers/" + trigger + "/run\n").getBytes(StandardCharsets.UTF_8);
            int _ = sql.update(
                    "insert into workflow_key (tenant_id, workflow_id, slot, public_key, private_key) values (?, ?, ?,"
                            + " ?, ?) on conflict do nothing",
                    key.tenant(),
                    key.workflow(),
                    ADDRESS,
                    hash(signed, mac(key.secret(), signed)),
                    new byte[0]);
        }
    }

    /** Returns the hash by which a URL is recognised without the key that signed it. */
    static byte[] hash(byte[] signed, byte[] signature) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(signature);
            return sha.digest(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    static byte[] mac(byte[] key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is not available", e);
        }
    }

    private static void pairs(Database database, Sealer sealer) {
        List<Pair> all = database.read(sql -> sql.list(
                "select tenant_id, workflow_id, slot, public_key, private_key from workflow_key",
                row -> new Pair(row.uuid(1), row.uuid(2), row.text(3), row.bytes(4), row.bytes(5))));
        for (Pair key : all) {
            if (!isEarlier(sealer, key.secret())) {
                continue;
            }
            SecretPlace place = place(key.workflow(), key.slot(), key.open());
            try {
                byte[] resealed = sealer.seal(place, sealer.open(place, key.secret()));
                int _ = database.write(sql -> sql.update(
                        "update workflow_key set private_key = ? where tenant_id = ? and workflow_id = ? and slot = ?"
                                + " and public_key = ?",
                        resealed,
                        key.tenant(),
                        key.workflow(),
                        key.slot(),
                        key.open()));
            } catch (SecretUnreadable e) {
                LOG.error("{} was not changed", place, e);
            }
        }
    }

    private static boolean isEarlier(Sealer sealer, byte[] sealed) {
        return sealer.hasKeyOf(sealed) && !sealer.isCurrent(sealed);
    }
}
