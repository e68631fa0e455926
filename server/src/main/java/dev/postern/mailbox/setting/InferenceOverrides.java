package dev.postern.mailbox.setting;

import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.query.Folding;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The inference overrides of one mailbox, at most one for an address. They act on messages that arrive later, see
 * {@link dev.postern.mailbox.Deliveries}. Thread-safe; see {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions.
 */
public final class InferenceOverrides {
    private static final String SELECT =
            "select override_id, classify_as, name, address from inference_override where mailbox_id = ?";

    private final Mailbox mailbox;

    public InferenceOverrides(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** In the order in which they were created. */
    public List<InferenceOverride> list() {
        return mailbox.read(sql -> sql.list(
                SELECT + " order by override_id",
                InferenceOverrides::read,
                mailbox.id().value()));
    }

    public long count() {
        return mailbox.read(this::count);
    }

    private long count(Sql sql) {
        return sql.number(
                "select count(*) from inference_override where mailbox_id = ?",
                mailbox.id().value());
    }

    /** @throws MailboxFailure.ItemNotFound if there is no such override */
    public InferenceOverride get(UUID id) {
        return mailbox.read(sql -> get(sql, id));
    }

    private InferenceOverride get(Sql sql, UUID id) {
        InferenceOverride found = sql.one(
                SELECT + " and override_id = ?",
                InferenceOverrides::read,
                mailbox.id().value(),
                id);
        if (found == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        return found;
    }

    private static InferenceOverride read(Row row) {
        return new InferenceOverride(row.uuid(1), row.text(2), row.text(3), row.text(4));
    }

    /**
     * Creates the override for an address, or replaces it and keeps its id.
     *
     * @throws MailboxFailure.QuotaExceeded if there are too many
     */
    public InferenceOverride put(String classifyAs, String name, String address) {
        return mailbox.change(change -> {
            Sql sql = change.sql();
            String key = Folding.fold(address);
            @Nullable
            UUID before = sql.one(
                    "select override_id from inference_override where mailbox_id = ? and address_key = ?",
                    row -> row.uuid(1),
                    mailbox.id().value(),
                    key);
            if (before != null) {
                sql.update(
                        "update inference_override set classify_as = ?, name = ?, address = ?"
                                + " where mailbox_id = ? and override_id = ?",
                        classifyAs,
                        name,
                        address,
                        mailbox.id().value(),
                        before);
                return new InferenceOverride(before, classifyAs, name, address);
            }
            if (count(sql) >= InferenceOverride.MAX_OF_MAILBOX) {
                throw MailboxFailure.QuotaExceeded.of("inference overrides", InferenceOverride.MAX_OF_MAILBOX);
            }
            InferenceOverride added = new InferenceOverride(mailbox.nextId(), classifyAs, name, address);
            sql.update(
                    "insert into inference_override (mailbox_id, override_id, address_key, classify_as, name, address)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    mailbox.id().value(),
                    added.id(),
                    key,
                    classifyAs,
                    name,
                    address);
            mark(sql, true);
            return added;
        });
    }

    /** @throws MailboxFailure.ItemNotFound if there is no such override */
    public InferenceOverride reclassify(UUID id, String classifyAs) {
        return mailbox.change(change -> {
            InferenceOverride before = get(change.sql(), id);
            change.sql()
                    .update(
                            "update inference_override set classify_as = ? where mailbox_id = ? and override_id = ?",
                            classifyAs,
                            mailbox.id().value(),
                            id);
            return new InferenceOverride(id, classifyAs, before.name(), before.address());
        });
    }

    /** @throws MailboxFailure.ItemNotFound if there is no such override */
    public void delete(UUID id) {
        mailbox.change(change -> {
            get(change.sql(), id);
            change.sql()
                    .update(
                            "delete from inference_override where mailbox_id = ? and override_id = ?",
                            mailbox.id().value(),
                            id);
            mark(change.sql(), count(change.sql()) > 0);
            return true;
        });
    }

    private void mark(Sql sql, boolean overrides) {
        sql.update(
                "update mailbox set overrides = ? where mailbox_id = ?",
                overrides,
                mailbox.id().value());
    }
}
