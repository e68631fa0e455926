package dev.postern.graph.calendar;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.gate.CalendarReader;
import dev.postern.gate.CalendarWriter;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.graph.item.StoredContent;
import dev.postern.http.Json;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.Meeting;
import dev.postern.mailbox.event.MeetingMail;
import dev.postern.mailbox.event.MeetingMails;
import dev.postern.query.Folding;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes each change of an event together with the messages to its attendees, in one transaction. */
record MeetingChanges(InstantSource clock) {
    /** How an event is removed. */
    enum Removal {
        DELETE,
        PURGE
    }

    /** The time of messages that are written now, in the resolution of the store. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The folded addresses of the owner. */
    static Set<String> own(CalendarReader mailbox) {
        Recipient own = mailbox.owner().recipient();
        return own == null
                ? Set.of(Folding.fold(mailbox.owner().userPrincipalName()))
                : own.addresses().map(Folding::fold).collect(Collectors.toSet());
    }

    static MeetingMails mails(CalendarReader mailbox) {
        DirectorySnapshot directory = mailbox.directory();
        return new MeetingMails(
                EmailAddresses.of(mailbox.owner()),
                own(mailbox),
                address -> directory.byAddress(address) instanceof Group);
    }

    Events.Created create(
            CalendarWriter mailbox, FolderId calendar, ObjectNode event, List<NewAttachment> attachments) {
        if (event.path("attendees").isEmpty()) {
            return mailbox.createEvent(calendar, event, attachments);
        }
        Instant now = now();
        event.put("iCalUId", Meeting.newUid(now, UUID.randomUUID()));
        event.put("stamp", now.toString());
        List<MeetingMail> mails = mails(mailbox).created(Meeting.single(event));
        return mailbox.send(
                mails, attachments, writer -> writer.createEvent(calendar, event, attachments), Events.Created::isNew);
    }

    /**
     * Changes an event or an occurrence in the state in which it was read.
     *
     * @throws dev.postern.mailbox.MailboxFailure.ChangeKeyMismatch if it has changed since
     */
    EventInstance change(CalendarWriter mailbox, EventInstance before, ObjectNode wanted) {
        Meeting was = mailbox.meeting(before);
        ObjectNode change = Json.object().setAll(wanted);
        was.revise(change, now());
        Meeting after = was.after(change);
        Map<LocalDate, ArrayNode> followed = was.isOrganizer() ? was.followed(after) : Map.of();
        List<MeetingMail> mails = mails(mailbox).changed(was, change, after.with(followed));
        return send(mailbox, before, mails, writer -> {
            EventInstance changed = apply(writer, before, change);
            if (followed.isEmpty()) {
                return changed;
            }
            follow(writer, changed, followed);
            return writer.event(ItemRef.of(before.item().id()), null, Events.fields(true));
        });
    }

    /** Writes the lists of attendees of exceptions that have one of their own. */
    void follow(CalendarWriter mailbox, EventInstance series, Map<LocalDate, ArrayNode> lists) {
        var patches = new HashMap<LocalDate, ObjectNode>();
        lists.forEach((date, list) -> patches.put(date, Json.object().set("attendees", list)));
        mailbox.updateOccurrences(ItemRef.of(series.item().id()), patches);
    }

    private interface Change {
        EventInstance by(CalendarWriter writer);
    }

    private EventInstance send(CalendarWriter mailbox, EventInstance before, List<MeetingMail> mails, Change change) {
        return mailbox.send(mails, attachments(mailbox, before, mails), change::by, _ -> true);
    }

    /** The attachments of the event or the occurrence, which go with each message. */
    static List<NewAttachment> attachments(CalendarReader mailbox, EventInstance event, List<MeetingMail> mails) {
        return mails.isEmpty()
                ? List.of()
                : mailbox.attachments(event.ref()).stream()
                        .map(attachment -> StoredContent.copyOf(mailbox, attachment))
                        .toList();
    }

    static EventInstance apply(CalendarWriter mailbox, EventInstance before, ObjectNode change) {
        EventInstance.Occurring occurrence = before.occurrence();
        ItemRef item = new ItemRef(before.item().id(), before.item().moveCount());
        String changeKey = before.item().changeKey();
        return occurrence == null
                ? mailbox.updateEvent(item, changeKey, change)
                : mailbox.updateOccurrence(item, occurrence.originalDate(), changeKey, change);
    }

    /**
     * Removes an event or an occurrence in the state in which it was read, with cancellations if the owner is its organizer.
     *
     * @param comment in the cancellations; null for none
     */
    EventInstance remove(CalendarWriter mailbox, EventInstance before, Removal how, @Nullable String comment) {
        List<MeetingMail> mails = mails(mailbox).cancelled(mailbox.meeting(before), now(), comment);
        return mailbox.send(mails, List.of(), writer -> remove(writer, before, how), _ -> true);
    }

    static EventInstance remove(CalendarWriter mailbox, EventInstance before, Removal how) {
        ItemRef item = new ItemRef(before.item().id(), before.item().moveCount());
        EventInstance.Occurring occurrence = before.occurrence();
        if (occurrence != null) {
            mailbox.deleteOccurrence(
                    item, occurrence.originalDate(), before.item().changeKey());
        } else if (how == Removal.PURGE) {
            mailbox.purgeEvent(item);
        } else {
            mailbox.deleteEvent(item, before.item().changeKey());
        }
        return before;
    }
}
