package dev.postern.audit;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import java.util.Locale;
import java.util.UUID;

/** One chain of entries: that of a mailbox, or that of a tenant for everything else. Contains its SQL statements. */
sealed interface Chain {
    /** The two kinds of chains, with their tables and columns. */
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

        /** The name in files. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        String table() {
            return table;
        }

        String key() {
            return key;
        }

        /** The columns that a {@link StoredRow} is read from. */
        String columns() {
            return "sequence, entry, previous, hash, at, request_id, " + tenant;
        }

        Chain chain(UUID key) {
            return this == MAILBOX ? new OfMailbox(new MailboxId(key)) : new OfTenant(new TenantId(key));
        }
    }

    Place place();

    UUID key();

    /** The id of the mailbox or tenant, by which reports name the chain. */
    default String name() {
        return key().toString();
    }

    /**
     * Reserves the next sequence numbers and locks the chain until the transaction ends. Returns the last of them.
     * Values: the key, how many, the hash before the first entry, how many.
     */
    String advance();

    String setHead();

    String insert();

    static Chain of(AuditEntry entry) {
        MailboxId mailbox = entry.mailbox();
        return mailbox == null ? new OfTenant(entry.tenant()) : new OfMailbox(mailbox);
    }

    /** Rows in order. Values: the key, the sequence before the first, the last sequence, the maximum number. */
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

    /** The first row at or below a sequence, and the first above. Values: the key, the sequence. */
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

    /** Locks the chain as {@link #advance} does, without a change. */
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

    /** Values: the key, the last sequence to be removed. */
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
