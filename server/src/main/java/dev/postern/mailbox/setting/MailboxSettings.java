package dev.postern.mailbox.setting;

import dev.postern.mailbox.Mailbox;
import dev.postern.store.Sql;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings of one mailbox. They change together or not at all. Thread-safe; see {@link dev.postern.mailbox.Mailboxes} about blocking and
 * exceptions.
 */
public final class MailboxSettings {
    private static final String CALENDAR = "calendar";
    private static final String REGIONAL = "regional";
    private static final String REPLIES = "automaticReplies";

    private final Mailbox mailbox;
    private final SettingRows rows;
    private final SentReplies sent;

    public MailboxSettings(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.rows = new SettingRows(mailbox.id());
        this.sent = new SentReplies(mailbox.id());
    }

    /** The settings at one time. */
    public record State(RegionalSettings regional, CalendarConfiguration calendar, AutomaticReplies replies) {
        public State with(RegionalSettings other) {
            return new State(other, calendar, replies);
        }

        public State with(CalendarConfiguration other) {
            return new State(regional, other, replies);
        }

        public State with(AutomaticReplies other) {
            return new State(regional, calendar, other);
        }
    }

    public State state() {
        return mailbox.read(this::state);
    }

    /** The part that concerns the calendar. */
    public CalendarConfiguration calendar() {
        return mailbox.read(this::calendar);
    }

    /** The automatic replies, in the caller's transaction. */
    public AutomaticReplies replies(Sql sql) {
        ObjectNode replies = rows.find(sql, REPLIES);
        return replies == null ? AutomaticReplies.DEFAULT : AutomaticReplies.of(replies);
    }

    private State state(Sql sql) {
        ObjectNode regional = rows.find(sql, REGIONAL);
        return new State(
                regional == null ? RegionalSettings.DEFAULT : RegionalSettings.of(regional),
                calendar(sql),
                replies(sql));
    }

    /** As {@link #calendar()}, in the caller's transaction. */
    public CalendarConfiguration calendar(Sql sql) {
        ObjectNode calendar = rows.find(sql, CALENDAR);
        return calendar == null ? CalendarConfiguration.DEFAULT : CalendarConfiguration.of(calendar);
    }

    /**
     * Changes the settings as they are in the transaction.
     *
     * @param change may throw to change nothing
     * @return the settings after the change
     */
    public State change(UnaryOperator<State> change) {
        return mailbox.change(begun -> {
            Sql sql = begun.sql();
            State before = state(sql);
            State after = change.apply(before);
            if (!after.regional().equals(before.regional())) {
                rows.put(sql, REGIONAL, after.regional().json());
            }
            if (!after.calendar().equals(before.calendar())) {
                rows.put(sql, CALENDAR, after.calendar().json());
            }
            if (!after.replies().equals(before.replies())) {
                rows.put(sql, REPLIES, after.replies().json());
                sent.settingsChanged(sql, before.replies(), after.replies());
            }
            return after;
        });
    }
}
