package dev.postern.mailbox.event;

import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.setting.SettingRows;
import dev.postern.store.Sql;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a mailbox does with meeting messages: a row of {@code mailbox_setting}, which exists once a setting was changed. Thread-safe; see
 * {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions.
 */
public final class CalendarSettings {
    private static final String PROCESSING = "calendarProcessing";

    private final Mailbox mailbox;
    private final SettingRows rows;

    public CalendarSettings(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.rows = new SettingRows(mailbox.id());
    }

    /** @param resource whether it is the mailbox of a room or of equipment */
    public CalendarProcessing processing(boolean resource) {
        return mailbox.read(sql -> processing(sql, resource));
    }

    private CalendarProcessing processing(Sql sql, boolean resource) {
        ObjectNode stored = rows.find(sql, PROCESSING);
        return new CalendarProcessing(resource, stored == null ? JsonNodeFactory.instance.objectNode() : stored);
    }

    /** @param resource whether it is the mailbox of a room or of equipment */
    public void process(boolean resource, UnaryOperator<CalendarProcessing> change) {
        mailbox.change(begun -> {
            Sql sql = begun.sql();
            rows.put(sql, PROCESSING, change.apply(processing(sql, resource)).changed());
            return true;
        });
    }
}
