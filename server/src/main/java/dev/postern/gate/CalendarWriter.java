package dev.postern.gate;

import dev.postern.delivery.Submission;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.event.CalendarGroup;
import dev.postern.mailbox.event.CalendarGroupId;
import dev.postern.mailbox.event.CalendarPatch;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarRights;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.event.MeetingMail;
import dev.postern.mailbox.event.StoredCalendar;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The calendars of a mailbox and their events, opened for reading and changing. */
public final class CalendarWriter extends CalendarReader implements AttachmentWriter {
    CalendarWriter(OpenedMailbox opened) {
        super(opened);
    }

    /** @param group null for the group that every mailbox has */
    public StoredCalendar createCalendar(@Nullable CalendarGroupId group, String name, CalendarPatch other) {
        return stored().create(group, name, other);
    }

    public StoredCalendar updateCalendar(FolderId calendar, CalendarPatch patch) {
        return stored().update(calendar, patch);
    }

    public void deleteCalendar(FolderId calendar) {
        stored().delete(calendar);
    }

    public void purgeCalendar(FolderId calendar) {
        stored().purge(calendar);
    }

    public CalendarGroup createGroup(String name) {
        return groups().create(name);
    }

    public CalendarGroup renameGroup(CalendarGroupId group, String name) {
        return groups().rename(group, name);
    }

    public void deleteGroup(CalendarGroupId group) {
        groups().delete(group);
    }

    public CalendarPermission putPermission(FolderId calendar, Grantee grantee, CalendarRights rights) {
        return permissionsOf(calendar).put(grantee, rights);
    }

    public CalendarPermission updatePermission(FolderId calendar, Grantee grantee, CalendarRights rights) {
        return permissionsOf(calendar).update(grantee, rights);
    }

    public void removePermission(FolderId calendar, Grantee grantee) {
        permissionsOf(calendar).remove(grantee);
    }

    /**
     * Makes a change and sends the messages about it, in one transaction. Meeting messages need no permission to send mail: they are a part of
     * the calendar.
     *
     * @param attachments of each message
     * @param change is passed the same mailbox within the transaction; it may be called again after a conflict
     * @param sends whether the result of the change is one to send messages for
     */
    public <T> T send(
            List<MeetingMail> mails,
            List<NewAttachment> attachments,
            Function<CalendarWriter, T> change,
            Predicate<T> sends) {
        if (mails.isEmpty()) {
            return change.apply(this);
        }
        return opened.submitter()
                .submit(
                        mails.stream()
                                .map(mail -> new Submission.What.Message(mail.message(), attachments, null))
                                .toList(),
                        sql -> change.apply(new CalendarWriter(opened.within(sql))),
                        sends);
    }

    /** A new event, or the one that an earlier request with the same transaction id created. */
    public Events.Created createEvent(FolderId calendar, ObjectNode event, List<NewAttachment> attachments) {
        return events().create(calendar, event, attachments);
    }

    public EventInstance updateEvent(ItemRef event, @Nullable String changeKey, ObjectNode patch) {
        return events().update(event, changeKey, patch);
    }

    public EventInstance updateOccurrence(
            ItemRef series, LocalDate originalDate, @Nullable String changeKey, ObjectNode patch) {
        return events().updateOccurrence(series, originalDate, changeKey, patch);
    }

    /** Changes several occurrences of a series at once; those that do not exist are left out. */
    public void updateOccurrences(ItemRef series, Map<LocalDate, ObjectNode> patches) {
        events().updateOccurrences(series, patches);
    }

    public void deleteOccurrence(ItemRef series, LocalDate originalDate, @Nullable String changeKey) {
        events().deleteOccurrence(series, originalDate, changeKey);
    }

    public void deleteEvent(ItemRef event, @Nullable String changeKey) {
        items().delete(event, changeKey);
    }

    public void purgeEvent(ItemRef event) {
        items().purge(event);
    }

    @Override
    public Item update(ItemRef item, @Nullable String changeKey, ObjectNode patch) {
        LocalDate occurrence = item.occurrence();
        if (occurrence == null) {
            return updateEvent(item, changeKey, patch).item();
        }
        EventInstance changed = updateOccurrence(item, occurrence, changeKey, patch);
        return changed.item().with(changed.properties());
    }

    @Override
    public Attachment attach(ItemRef item, NewAttachment attachment) {
        return eventAttachments().attach(item, attachment);
    }

    @Override
    public void detach(AttachmentRef attachment) {
        eventAttachments().detach(attachment);
    }

    @Override
    public UploadTicket.Issued beginUpload(ItemRef event, Upload.File file) {
        UploadTicket ticket = UploadTicket.fresh(opened.mailbox().id());
        StoredCaller holder =
                StoredCaller.of(Requester.of(opened.caller().token()), opened.owner(), opened.operation());
        Upload upload =
                opened.mailbox().uploads().begin(ItemKind.EVENT, event, file, holder.text(), ticket.secretHash());
        return ticket.issued(upload);
    }
}
