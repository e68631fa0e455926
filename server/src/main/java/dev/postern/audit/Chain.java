package dev.postern.audit;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import java.util.UUID;

/** One chain of entries: that of a mailbox, or that of a tenant for all else. Holds the statements about it. */
sealed interface Chain {
    /** The two places where chains lie. The names are those of tables and columns. */
    enum Place {
        MAILBOX("mailbox_audit", "mailbox_id", "tenant_id"),
        TENANT("tenant_audit", "tenant_id", "tenant_id");

        private final String table;
        private final String key;
        private final String tenant;

        Place(String table, String key, String tenant) {
            this.table = table;
            this.key = key;
            this.tenant = tenant;
        }

        String table() {
            return table;
        }

        String key() {
            return key;
        }

        /** What a {@link StoredRow} is read from. */
        String columns() {
            return "sequence, entry, previous, hash, at, request_id, " + tenant;
        }

        Chain chain(UUID key) {
            return this == MAILBOX ? new OfMailbox(new MailboxId(key)) : new OfTenant(new TenantId(key));
        }
    }

    Place place();

    UUID key();

    /** The id of the mailbox or of the tenant: what reports call the chain. */
    default String name() {
        return key().toString();
    }

    /**
     * Takes the next places in the chain, and with them the chain's lock, until the transaction ends. Answers the last of them.
     * Values: the key, how many, the hash before the first entry of all, how many.
     */
    String advance();

    String setHead();

    String insert();

    static Chain of(AuditEntry entry) {
        MailboxId mailbox = entry.mailbox();
        return mailbox == null ? new OfTenant(entry.tenant()) : new OfMailbox(mailbox);
    }

    /** Rows in order. Values: the key, the sequence before the first, the last sequence, how many at most. */
    default String rows() {
        return "select " + place().columns() + from() + " and sequence > ? and sequence <= ? order by sequence limit ?";
    }

    /** One row. Values: the key, the sequence. */
    default String hashAt() {
        return "select hash" + from() + " and sequence = ?";
    }

    /** One row. Values: the key, the sequence. */
    default String previousAt() {
        return "select previous" + from() + " and sequence = ?";
    }

    /** The first row at or below, and the first above a place. Values: the key, the sequence. */
    default String strayBelow() {
        return "select sequence" + from() + " and sequence <= ? order by sequence limit 1";
    }

    default String strayAbove() {
        return "select sequence" + from() + " and sequence > ? order by sequence limit 1";
    }

    /** The last row. Value: the key. */
    default String last() {
        return "select sequence, hash" + from() + " order by sequence desc limit 1";
    }

    default String head() {
        return "select sequence, hash from " + place().table() + "_head where " + place().key() + " = ?";
    }

    /** Takes the lock of the chain as {@link #advance} does, and changes nothing. */
    default String lock() {
        return "update " + place().table() + "_head set sequence = sequence where " + place().key() + " = ?";
    }

    default String checkpoint() {
        return "select sequence, hash, cutoff from " + place().table() + "_checkpoint where " + place().key() + " = ?";
    }

    /** Values: the key, the sequence, the hash, the cutoff. */
    default String setCheckpoint() {
        String table = place().table() + "_checkpoint";
        return "insert into " + table + " (" + place().key()
                + ", sequence, hash, cutoff) values (?, ?, ?, ?) on conflict ("
                + place().key() + ") do update set sequence = excluded.sequence, hash = excluded.hash,"
                + " cutoff = excluded.cutoff";
    }

    /** Values: the key, the last sequence that goes. */
    default String remove() {
        return "delete from " + place().table() + " where " + place().key() + " = ? and sequence <= ?";
    }

    private String from() {
        return " from " + place().table() + " where " + place().key() + " = ?";
    }

    record OfMailbox(MailboxId mailbox) implements Chain {
        @Override
        public Place place() {
            return Place.MAILBOX;
        }

        @Override
        public UUID key() {
            return mailbox.value();
        }

        @Override
        public String advance() {
            return "insert into mailbox_audit_head (mailbox_id, sequence, hash) values (?, ?, ?)"
                    + " on conflict (mailbox_id) do update set sequence = mailbox_audit_head.sequence + ?"
                    + " returning sequence, hash";
        }

        @Override
        public String setHead() {
            return "update mailbox_audit_head set hash = ? where mailbox_id = ?";
        }

        @Override
        public String insert() {
            return "insert into mailbox_audit (hash, previous, entry, request_id, at, tenant_id, sequence, mailbox_id)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?)";
        }
    }

    record OfTenant(TenantId tenant) implements Chain {
        @Override
        public Place place() {
            return Place.TENANT;
        }

        @Override
        public UUID key() {
            return tenant.value();
        }

        @Override
        public String advance() {
            return "insert into tenant_audit_head (tenant_id, sequence, hash) values (?, ?, ?)"
                    + " on conflict (tenant_id) do update set sequence = tenant_audit_head.sequence + ?"
                    + " returning sequence, hash";
        }

        @Override
        public String setHead() {
            return "update tenant_audit_head set hash = ? where tenant_id = ?";
        }

        @Override
        public String insert() {
            return "insert into tenant_audit (hash, previous, entry, request_id, at, tenant_id, sequence)"
                    + " values (?, ?, ?, ?, ?, ?, ?)";
        }
    }
}
