package dev.postern.relay;

import dev.postern.access.TenantId;
import dev.postern.secrets.Sealer;
import dev.postern.secrets.SecretPlace;
import dev.postern.secrets.SecretUnreadable;
import dev.postern.smtp.dkim.DkimAlgorithm;
import dev.postern.smtp.dkim.DkimKey;
import dev.postern.store.Database;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code dkim_key}. A sealed key is bound to its tenant, its domain and its selector. */
final class DkimKeyTable {
    private static final Logger LOG = LoggerFactory.getLogger(DkimKeyTable.class);

    private DkimKeyTable() {}

    private record Sealed(TenantId tenant, String domain, String selector, String type, byte[] key) {
        SecretPlace place() {
            return DkimKeyTable.place(tenant, domain, selector, type);
        }
    }

    static SecretPlace place(TenantId tenant, String domain, String selector, String type) {
        return new SecretPlace("dkim_key", "private_key", tenant + " " + domain + " " + selector + " " + type);
    }

    static void insert(Sql sql, TenantId tenant, DkimRecord record, byte[] sealed) {
        sql.update(
                "insert into dkim_key (tenant_id, domain, selector, type, dns_value, private_key, created_at) values"
                        + " (?, ?, ?, ?, ?, ?, ?)",
                tenant.value(),
                record.domain(),
                record.selector(),
                record.type(),
                record.value(),
                sealed,
                record.created());
    }

    static List<DkimRecord> list(Sql sql, TenantId tenant) {
        return sql.list(
                "select domain, selector, type, dns_value, created_at from dkim_key where tenant_id = ? order by"
                        + " domain, created_at, selector",
                row -> new DkimRecord(row.text(1), row.text(2), row.text(3), row.text(4), row.time(5)),
                tenant.value());
    }

    static boolean delete(Sql sql, TenantId tenant, String domain, String selector) {
        return sql.update(
                        "delete from dkim_key where tenant_id = ? and domain = ? and selector = ?",
                        tenant.value(),
                        domain,
                        selector)
                > 0;
    }

    /** Reads the keys of a domain. A key that cannot be decrypted is left out: the mail leaves with the other signatures. */
    static List<DkimKey> keys(Database database, Sealer sealer, TenantId tenant, String domain) {
        List<Sealed> stored = database.read(sql -> sql.list(
                "select selector, type, private_key from dkim_key where tenant_id = ? and domain = ? order by"
                        + " created_at, selector",
                row -> new Sealed(tenant, domain, row.text(1), row.text(2), row.bytes(3)),
                tenant.value(),
                domain));
        var keys = new ArrayList<DkimKey>();
        for (Sealed one : stored) {
            try {
                DkimAlgorithm algorithm = DkimAlgorithm.of(one.type()).orElseThrow();
                keys.add(new DkimKey(
                        domain, one.selector(), algorithm, algorithm.read(sealer.open(one.place(), one.key()))));
            } catch (SecretUnreadable e) {
                LOG.error(
                        "Mail is not signed with {}._domainkey.{}, because the key cannot be decrypted. Delete the key"
                                + " and create another one",
                        one.selector(),
                        domain,
                        e);
            }
        }
        return keys;
    }

    /** Encrypts the keys with the current encryption key that a previous one encrypted. */
    static void seal(Database database, Sealer sealer) {
        List<Sealed> all = database.read(sql -> sql.list(
                "select tenant_id, domain, selector, type, private_key from dkim_key",
                row -> new Sealed(new TenantId(row.uuid(1)), row.text(2), row.text(3), row.text(4), row.bytes(5))));
        for (Sealed one : all) {
            if (sealer.isCurrent(one.key()) || !sealer.hasKeyOf(one.key())) {
                continue;
            }
            try {
                byte[] sealed = sealer.seal(one.place(), sealer.open(one.place(), one.key()));
                database.write(sql -> sql.update(
                        "update dkim_key set private_key = ? where tenant_id = ? and domain = ? and selector = ? and"
                                + " private_key = ?",
                        sealed,
                        one.tenant().value(),
                        one.domain(),
                        one.selector(),
                        one.key()));
            } catch (SecretUnreadable e) {
                LOG.error("The key {}._domainkey.{} was not changed", one.selector(), one.domain(), e);
            }
        }
    }
}
