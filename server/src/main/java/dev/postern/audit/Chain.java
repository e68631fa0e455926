package dev.postern.audit;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import java.util.UUID;

/** One chain of entries: that of a mailbox, or that of a tenant for all else. */
sealed interface Chain {
    UUID key();

    /**
     * Takes the next places in the chain, and with them the chain's lock, until the transaction ends. Answers the last of them.
     * Values: the key, how many, the hash before the first entry of all, how many.
     */
    String advance();

    String setHead();

    String insert();

    String entries();

    static Chain of(AuditEntry entry) {
        MailboxId mailbox = entry.mailbox();
        return mailbox == null ? new OfTenant(entry.tenant()) : new OfMailbox(mailbox);
    }

    record OfMailbox(MailboxId mailbox) implements Chain {
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

        @Override
        public String entries() {
            return "select sequence, entry, previous, hash from mailbox_audit where mailbox_id = ? order by sequence";
        }
    }

    record OfTenant(TenantId tenant) implements Chain {
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

        @Override
        public String entries() {
            return "select sequence, entry, previous, hash from tenant_audit where tenant_id = ? order by sequence";
        }
    }
}
