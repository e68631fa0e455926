package dev.postern.mailbox.setting;

import dev.postern.access.MailboxId;
import dev.postern.store.Sql;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The rows of {@code mailbox_setting} of one mailbox. A row exists once its setting was changed. */
public record SettingRows(MailboxId mailbox) {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Returns null if the setting was never changed. */
    public @Nullable ObjectNode find(Sql sql, String name) {
        return sql.one(
                "select doc from mailbox_setting where mailbox_id = ? and name = ?",
                row -> (ObjectNode) MAPPER.readTree(row.text(1)),
                mailbox.value(),
                name);
    }

    public void put(Sql sql, String name, ObjectNode doc) {
        sql.update("delete from mailbox_setting where mailbox_id = ? and name = ?", mailbox.value(), name);
        sql.update(
                "insert into mailbox_setting (mailbox_id, name, doc) values (?, ?, ?)",
                mailbox.value(),
                name,
                doc.toString());
    }
}
