package dev.postern.mailbox.rule;

import dev.postern.access.MailboxId;
import dev.postern.store.Row;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code message_rule}. */
final class RuleRows {
    private static final String COLUMNS = "select mailbox_id, rule_id, name, sequence, enabled, doc from message_rule";

    private RuleRows() {}

    private static MessageRule read(Row row) {
        return MessageRule.read(row.number(2), row.text(3), row.number(4), row.flag(5), row.text(6));
    }

    /** In the order in which they are carried out. */
    static List<MessageRule> list(Sql sql, MailboxId mailbox) {
        return sql.list(COLUMNS + " where mailbox_id = ? order by sequence, rule_id", RuleRows::read, mailbox.value());
    }

    /** The enabled rules of several mailboxes. */
    static Map<MailboxId, List<MessageRule>> enabled(Sql sql, Set<MailboxId> mailboxes) {
        var ids = new ArrayList<UUID>(mailboxes.stream().map(MailboxId::value).toList());
        while (Integer.bitCount(ids.size()) != 1) {
            ids.add(ids.getLast());
        }
        var values = new ArrayList<Object>(ids);
        values.add(true);
        record Of(MailboxId mailbox, MessageRule rule) {}
        var rules = new HashMap<MailboxId, List<MessageRule>>();
        sql.list(
                        COLUMNS + " where mailbox_id in (?" + ", ?".repeat(ids.size() - 1) + ") and enabled = ?",
                        row -> new Of(new MailboxId(row.uuid(1)), read(row)),
                        values.toArray())
                .forEach(one -> rules.computeIfAbsent(one.mailbox(), _ -> new ArrayList<>())
                        .add(one.rule()));
        return rules;
    }

    static @Nullable MessageRule find(Sql sql, MailboxId mailbox, long id) {
        return sql.one(COLUMNS + " where mailbox_id = ? and rule_id = ?", RuleRows::read, mailbox.value(), id);
    }

    static void insert(Sql sql, MailboxId mailbox, MessageRule rule) {
        sql.update(
                "insert into message_rule (mailbox_id, rule_id, sequence, enabled, size, name, doc)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                mailbox.value(),
                rule.id(),
                rule.sequence(),
                rule.enabled(),
                rule.size(),
                rule.name(),
                rule.doc());
    }

    static void update(Sql sql, MailboxId mailbox, MessageRule rule) {
        sql.update(
                "update message_rule set sequence = ?, enabled = ?, size = ?, name = ?, doc = ?"
                        + " where mailbox_id = ? and rule_id = ?",
                rule.sequence(),
                rule.enabled(),
                rule.size(),
                rule.name(),
                rule.doc(),
                mailbox.value(),
                rule.id());
    }

    static boolean delete(Sql sql, MailboxId mailbox, long id) {
        return sql.update("delete from message_rule where mailbox_id = ? and rule_id = ?", mailbox.value(), id) > 0;
    }

    /** @param enabled whether only enabled rules are counted */
    record Used(long rules, long bytes, long enabled, long enabledBytes) {}

    static Used used(Sql sql, MailboxId mailbox) {
        Used used = sql.one(
                "select count(*), coalesce(sum(size), 0), coalesce(sum(case when enabled = ? then 1 else 0 end), 0),"
                        + " coalesce(sum(case when enabled = ? then size else 0 end), 0) from message_rule"
                        + " where mailbox_id = ?",
                row -> new Used(row.number(1), row.number(2), row.number(3), row.number(4)),
                true,
                true,
                mailbox.value());
        return used == null ? new Used(0, 0, 0, 0) : used;
    }

    /** Writes the number that deliveries read. */
    static void stamp(Sql sql, MailboxId mailbox, long number) {
        sql.update("update mailbox set rules = ? where mailbox_id = ?", number, mailbox.value());
    }
}
