package dev.postern.mailbox.event;

import dev.postern.mailbox.Mailbox;
import dev.postern.store.Sql;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of a mailbox that concern its calendar: rows of {@code mailbox_setting}, which exist once a setting was changed. Thread-safe; see
 * {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions.
 */
public final class CalendarSettings {
    private static final String CONFIGURATION = "calendar";
    private static final String PROCESSING = "calendarProcessing";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Mailbox mailbox;

    public CalendarSettings(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    public CalendarConfiguration configuration() {
        return mailbox.read(this::configuration);
    }

    private CalendarConfiguration configuration(Sql sql) {
        ObjectNode stored = find(sql, CONFIGURATION);
        return stored == null ? CalendarConfiguration.DEFAULT : CalendarConfiguration.of(stored);
    }

    public void configure(UnaryOperator<CalendarConfiguration> change) {
        mailbox.change(begun -> {
            Sql sql = begun.sql();
            put(sql, CONFIGURATION, change.apply(configuration(sql)).json());
            return true;
        });
    }

    /** @param resource whether it is the mailbox of a room or of equipment */
    public CalendarProcessing processing(boolean resource) {
        return mailbox.read(sql -> processing(sql, resource));
    }

    private CalendarProcessing processing(Sql sql, boolean resource) {
        ObjectNode stored = find(sql, PROCESSING);
        return new CalendarProcessing(resource, stored == null ? JsonNodeFactory.instance.objectNode() : stored);
    }

    /** @param resource whether it is the mailbox of a room or of equipment */
    public void process(boolean resource, UnaryOperator<CalendarProcessing> change) {
        mailbox.change(begun -> {
            Sql sql = begun.sql();
            put(sql, PROCESSING, change.apply(processing(sql, resource)).changed());
            return true;
        });
    }

    private @Nullable ObjectNode find(Sql sql, String name) {
        return sql.one(
                "select doc from mailbox_setting where mailbox_id = ? and name = ?",
                row -> (ObjectNode) MAPPER.readTree(row.text(1)),
                mailbox.id().value(),
                name);
    }

    private void put(Sql sql, String name, ObjectNode doc) {
        sql.update(
                "delete from mailbox_setting where mailbox_id = ? and name = ?",
                mailbox.id().value(),
                name);
        sql.update(
                "insert into mailbox_setting (mailbox_id, name, doc) values (?, ?, ?)",
                mailbox.id().value(),
                name,
                doc.toString());
    }
}
