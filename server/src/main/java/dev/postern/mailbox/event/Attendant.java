package dev.postern.mailbox.event;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.EventProperties;
import dev.postern.mailbox.EventTable;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.store.Sql;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Applies meeting messages to the calendar of one mailbox, as a part of the transaction that delivers them. */
public final class Attendant {
    private static final Logger LOG = LoggerFactory.getLogger(Attendant.class);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** For what an event has besides the properties of the message. */
    private static final long SPARE_BYTES = 4096;

    private final Mailbox mailbox;
    private final Set<String> own;
    private final Events events;
    private final MeetingCopies copies;

    /** @param own the folded addresses of the owner */
    public Attendant(Mailbox mailbox, Set<String> own) {
        this.mailbox = mailbox;
        this.own = Set.copyOf(own);
        this.events = new Events(mailbox);
        this.copies = new MeetingCopies(mailbox);
    }

    /**
     * A meeting message.
     *
     * @param authors the folded addresses of its verified author
     * @param groups the folded addresses of the groups whose member the author is
     * @param attached its attachments, whose contents are in the mailbox
     */
    public record Message(
            MeetingNotice notice,
            @Nullable Body body,
            Set<String> authors,
            Set<String> groups,
            EventTable.Attached attached) {
        public Message {
            authors = Set.copyOf(authors);
            groups = Set.copyOf(groups);
        }

        /** The same message, whose attachments are not copied into the calendar. */
        public Message withoutAttachments() {
            return new Message(notice, body, authors, groups, EventTable.Attached.NONE);
        }

        /** The body, a Graph {@code itemBody}. */
        public ObjectNode json() {
            return body == null
                    ? MeetingMail.text("")
                    : JSON.objectNode()
                            .put("contentType", body.type() == Body.Type.HTML ? "html" : "text")
                            .put("content", body.content());
        }
    }

    /**
     * What was changed.
     *
     * @param originalDate of the occurrence that the message was about; null for the whole event
     */
    public record Applied(ItemId event, @Nullable LocalDate originalDate, boolean isRequest) {}

    /** Returns null if the message changes nothing here: it remains mail. */
    public @Nullable Applied apply(Message message, Attendance attendance) {
        return mailbox.change(change -> {
            MeetingCopies.Copy copy = copies.find(change.sql(), message.notice());
            if (copy == null && message.notice().step() == MeetingStep.REQUEST && !attendance.additions()) {
                return null;
            }
            if (copy != null
                    && message.notice().step() == MeetingStep.REPLY
                    && !calendar(change.sql()).equals(copy.folder())) {
                return null; // only the default calendar counts answers
            }
            Applied applied = apply(change, message, copy, attendance);
            if (copy != null
                    && message.notice().step() == MeetingStep.CANCEL
                    && message.notice().originalDate() == null) {
                copy.others().forEach(other -> apply(change, message, copies.single(change.sql(), other), attendance));
            }
            return applied;
        });
    }

    private @Nullable Applied apply(
            MailboxChange change, Message message, MeetingCopies.@Nullable Copy copy, Attendance attendance) {
        Applied applied = apply(change, message, copy);
        if (applied != null && message.notice().step() == MeetingStep.CANCEL && !attendance.keepsCancelled()) {
            ItemRef ref = ItemRef.of(applied.event());
            if (applied.originalDate() == null) {
                mailbox.kind(ItemKind.EVENT).delete(change, ref, null);
            } else {
                delete(change, ref, applied.originalDate());
            }
        }
        return applied;
    }

    private @Nullable Applied apply(MailboxChange change, Message message, MeetingCopies.@Nullable Copy copy) {
        MeetingNotice notice =
                copy == null ? message.notice() : message.notice().on(copy.date());
        CalendarPlan plan;
        try {
            plan = new AttendantRules(notice, message.json(), message.authors(), own, message.groups())
                    .plan(copy == null ? null : copy.meeting());
        } catch (RuntimeException e) {
            // a message from elsewhere must not stop its own delivery
            LOG.warn("A meeting message was delivered and not applied", e);
            return null;
        }
        if (plan.isNone()) {
            LOG.debug("A meeting message was delivered and not applied: {}", plan.reason());
            return null;
        }
        return carryOut(change, plan, copy, notice, message.attached());
    }

    private @Nullable Applied carryOut(
            MailboxChange change,
            CalendarPlan plan,
            MeetingCopies.@Nullable Copy copy,
            MeetingNotice notice,
            EventTable.Attached attached) {
        try {
            if (!fits(change, plan)) {
                return null;
            }
            ItemId id = plan.create() == null
                    ? copy == null ? null : copy.event()
                    : create(change, plan.create(), attached);
            if (id == null) {
                return null;
            }
            ItemRef ref = ItemRef.of(id);
            if (!plan.patch().isEmpty()) {
                events.update(change, ref, null, plan.patch());
            }
            if (notice.step() == MeetingStep.REQUEST && notice.originalDate() != null) {
                plan.occurrences().keySet().forEach(date -> events.restoreOccurrence(change, ref, date));
            }
            occurrences(change, ref, plan.occurrences());
            plan.deleted().forEach(date -> delete(change, ref, date));
            if (notice.step() == MeetingStep.REQUEST && notice.originalDate() == null && copy != null) {
                // the whole meeting replaces single occurrences
                copy.others().forEach(other -> mailbox.kind(ItemKind.EVENT).purge(ItemRef.of(other)));
            }
            boolean onSeries = notice.originalDate() != null
                    && plan.create() == null
                    && copy != null
                    && copy.meeting().originalDate() == null;
            if (notice.step() == MeetingStep.REQUEST && notice.originalDate() == null && AdditionalDates.isIn(notice)) {
                addDates(change, ref, notice, attached);
            }
            LocalDate date = onSeries ? notice.originalDate() : null;
            if (notice.step() == MeetingStep.REQUEST && plan.create() == null) {
                attach(change, new ItemRef(id, null, date), attached);
            }
            return new Applied(id, date, notice.step() == MeetingStep.REQUEST);
        } catch (MailboxFailure e) {
            LOG.warn("A meeting message was delivered and not applied: {}", e.getMessage());
            return null;
        }
    }

    /** Without the attachments if they exceed a limit: the message has them. Null if the event alone exceeds one. */
    private @Nullable ItemId create(MailboxChange change, ObjectNode event, EventTable.Attached attached) {
        long own = EventProperties.size(event.toString()) + SPARE_BYTES;
        EventTable table = mailbox.events();
        if (!table.fits(change.sql(), true, own, own)) {
            LOG.warn("A meeting message was delivered and not applied: the mailbox is full");
            return null;
        }
        long all = own + attached.size();
        EventTable.Attached kept = table.fits(change.sql(), true, all, all) ? attached : EventTable.Attached.NONE;
        if (!event.has("isReminderOn")) {
            CalendarConfiguration defaults = new MailboxSettings(mailbox).calendar(change.sql());
            event.put("isReminderOn", defaults.reminders());
            event.put("reminderMinutesBeforeStart", defaults.reminderMinutes());
        }
        return events.create(change, calendar(change.sql()), event, kept)
                .event()
                .item()
                .id();
    }

    /** Checked before the first statement, because the transaction goes on if the message cannot be applied. */
    private boolean fits(MailboxChange change, CalendarPlan plan) {
        long size = EventProperties.size(plan.patch().toString());
        for (ObjectNode patch : plan.occurrences().values()) {
            size += EventProperties.size(patch.toString()) + SPARE_BYTES;
        }
        boolean fits = mailbox.events().fits(change.sql(), false, size, size);
        if (!fits) {
            LOG.warn("A meeting message was delivered and not applied: the mailbox is full");
        }
        return fits;
    }

    /** Those that the calendar had were removed before. */
    private void addDates(MailboxChange change, ItemRef ref, MeetingNotice notice, EventTable.Attached attached) {
        ObjectNode meeting =
                events.get(change.sql(), ref, null, Events.fields(true)).properties();
        AdditionalDates.events(notice, meeting).forEach(event -> create(change, event, attached));
    }

    private void attach(MailboxChange change, ItemRef ref, EventTable.Attached attached) {
        try {
            new EventAttachments(mailbox).replace(change, ref, attached);
        } catch (MailboxFailure.ItemNotFound e) {
            LOG.debug("An occurrence got no attachments: {}", e.getMessage());
        }
    }

    private FolderId calendar(Sql sql) {
        return new Calendars(mailbox).getDefault(sql).id();
    }

    /** An exception that does not fit the series, which only a message from elsewhere can contain, is left out. */
    private void occurrences(MailboxChange change, ItemRef ref, Map<LocalDate, ObjectNode> patches) {
        try {
            events.updateOccurrences(change, ref, patches);
        } catch (MailboxFailure.ItemNotFound e) {
            LOG.debug("Occurrences were not changed: {}", e.getMessage());
        }
    }

    private void delete(MailboxChange change, ItemRef ref, LocalDate date) {
        try {
            events.deleteOccurrence(change, ref, date, null);
        } catch (MailboxFailure.ItemNotFound e) {
            LOG.debug("An occurrence was not deleted: {}", e.getMessage());
        }
    }

    /**
     * The answer of the owner.
     *
     * @param originalDate of an occurrence; null for the whole event
     * @param properties of the event that change besides its response, for instance because the owner is a room
     * @param text of the message; null for none
     */
    public record Answer(
            String response,
            @Nullable LocalDate originalDate,
            ObjectNode properties,
            @Nullable String text) {}

    /**
     * Records an answer in the calendar and writes the message with it; a declined event is removed. Empty if the event no longer exists.
     *
     * @param as the owner's name and address in the answer
     */
    public Optional<MeetingMail> answer(ItemId event, Answer answer, Address as, Instant time) {
        Instant now = time.truncatedTo(ChronoUnit.MILLIS);
        return mailbox.change(change -> {
            ItemRef ref = ItemRef.of(event);
            EventInstance before;
            try {
                before = events.get(change.sql(), ref, answer.originalDate(), Events.fields(true));
            } catch (MailboxFailure.ItemNotFound e) {
                return Optional.empty();
            }
            Meeting meeting = copies.meeting(before);
            var reply = new MeetingReply(MeetingCopies.self(meeting, own, as), answer.response(), null);
            MeetingMail mail = MeetingReplies.response(meeting, reply, now, answer.text());
            if (answer.response().equals("declined")) {
                if (answer.originalDate() == null) {
                    mailbox.kind(ItemKind.EVENT).delete(ref, null);
                } else {
                    events.deleteOccurrence(change, ref, answer.originalDate(), null);
                }
                return Optional.of(mail);
            }
            ObjectNode patch = Meeting.changed(answered(meeting, answer.response(), now), answer.properties());
            if (answer.originalDate() == null) {
                events.update(change, ref, null, patch);
                occurrences(change, ref, exceptions(meeting, answer, now));
            } else {
                events.updateOccurrence(change, ref, answer.originalDate(), null, patch);
            }
            return Optional.of(mail);
        });
    }

    /** The changes of exceptions by an answer to their series: the response, and the properties of the answer that they have of their own. */
    private Map<LocalDate, ObjectNode> exceptions(Meeting meeting, Answer answer, Instant now) {
        var changes = new HashMap<>(MeetingCopies.exceptionsAnswered(meeting, own, answer.response(), now));
        meeting.exceptions().forEach((date, exception) -> {
            ObjectNode same = JSON.objectNode();
            answer.properties().properties().forEach(one -> {
                if (exception.has(one.getKey())) {
                    same.set(one.getKey(), one.getValue());
                }
            });
            if (!same.isEmpty() && !exception.path("isCancelled").booleanValue(false)) {
                changes.merge(date, same, Meeting::changed);
            }
        });
        return changes;
    }

    /** The change of an attendee's event by an answer. */
    public ObjectNode answered(Meeting meeting, String response, Instant now) {
        return MeetingCopies.answered(meeting, own, response, now);
    }
}
