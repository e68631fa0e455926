package dev.postern.gate;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentId;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.BoundedReads;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.KindItems;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.event.CalendarGroup;
import dev.postern.mailbox.event.CalendarGroupId;
import dev.postern.mailbox.event.CalendarGroups;
import dev.postern.mailbox.event.CalendarPermission;
import dev.postern.mailbox.event.CalendarPermissions;
import dev.postern.mailbox.event.Calendars;
import dev.postern.mailbox.event.EventAttachments;
import dev.postern.mailbox.event.EventChanges;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.EventSync;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.Meeting;
import dev.postern.mailbox.event.MeetingCopies;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.mailbox.event.ShownEvents;
import dev.postern.mailbox.event.StoredCalendar;
import dev.postern.mailbox.event.SyncWindow;
import dev.postern.mailbox.event.ViewedEvent;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.mailbox.sync.SyncPosition;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calendars of a mailbox and their events, opened for reading. The methods throw {@link dev.postern.mailbox.MailboxFailure}. */
public sealed class CalendarReader extends MailboxAccess implements AttachmentReader permits CalendarWriter {
    CalendarReader(OpenedMailbox opened) {
        super(opened);
    }

    /** Opens what other mailboxes show of their time to this one. */
    public ScheduleReader schedules() {
        return new ScheduleReader(opened);
    }

    final Calendars stored() {
        return new Calendars(opened.mailbox());
    }

    final CalendarGroups groups() {
        return new CalendarGroups(opened.mailbox());
    }

    final CalendarPermissions permissionsOf(FolderId calendar) {
        return new CalendarPermissions(opened.mailbox(), stored().get(calendar).id());
    }

    public List<StoredCalendar> calendars() {
        return stored().list();
    }

    public StoredCalendar calendar(FolderId calendar) {
        return stored().get(calendar);
    }

    public StoredCalendar defaultCalendar() {
        return stored().getDefault();
    }

    /** The id of {@link #defaultCalendar}, which may not exist if the mailbox was never used. */
    public FolderId defaultCalendarId() {
        return stored().defaultId();
    }

    public List<CalendarGroup> calendarGroups() {
        return groups().list();
    }

    public CalendarGroup calendarGroup(CalendarGroupId group) {
        return groups().get(group);
    }

    public List<CalendarPermission> permissions(FolderId calendar) {
        return permissionsOf(calendar).list();
    }

    /** The working hours of the mailbox, and the reminders of its new events. */
    public CalendarConfiguration configuration() {
        return new MailboxSettings(opened.mailbox()).calendar();
    }

    final Events events() {
        return new Events(opened.mailbox());
    }

    final KindItems items() {
        return opened.mailbox().kind(ItemKind.EVENT);
    }

    /**
     * A single event, a series or an occurrence in a calendar. Those of a deleted calendar are gone.
     *
     * @param originalDate of the occurrence; null for the event itself
     */
    public EventInstance event(ItemRef event, @Nullable LocalDate originalDate, Fields fields) {
        AtomicReference<@Nullable EventInstance> found = new AtomicReference<>();
        items().boundedReads().item(fields, opened::account, read -> {
            EventInstance instance = events().get(event, originalDate, read);
            found.set(instance);
            return instance.item();
        });
        EventInstance instance = Objects.requireNonNull(found.get());
        if (!stored().contains(instance.item().folder())) {
            throw new MailboxFailure.ItemNotFound();
        }
        return instance;
    }

    /** An event as a meeting, with the exceptions of a series. */
    public Meeting meeting(EventInstance event) {
        return new MeetingCopies(opened.mailbox()).meeting(event);
    }

    /** The event or occurrence that a meeting message is about; null if no calendar contains it. */
    public @Nullable EventInstance find(MeetingNotice notice) {
        return new MeetingCopies(opened.mailbox()).find(notice);
    }

    /** Single events and series. */
    public Page<EventInstance> listEvents(ListQuery query) {
        return events().list(query, opened::account);
    }

    /** What happens in a calendar within a half-open window; read while the stream is consumed. */
    public Stream<EventInstance> view(FolderId calendar, Instant from, Instant to, Fields fields) {
        return events().view(calendar, from, to, fields, opened::account);
    }

    /** As {@link #view(FolderId, Instant, Instant, Fields)}, without reading what was shown before and has not changed. */
    public Stream<ViewedEvent> view(
            FolderId calendar, Instant from, Instant to, Fields fields, ShownEvents.InForm shown) {
        return events().view(calendar, from, to, fields, opened::account, shown);
    }

    /** What may remind within a half-open window, and what begins in it, in no order. */
    public Stream<EventInstance> reminding(FolderId calendar, Instant from, Instant to, Fields fields) {
        return events().reminding(calendar, from, to, fields, opened::account);
    }

    /** As {@link #view}, of one series. */
    public Stream<EventInstance> instances(ItemRef series, Instant from, Instant to, Fields fields) {
        return events().instances(series, from, to, fields, opened::account);
    }

    /**
     * What has changed in a calendar within a window.
     *
     * @param only the only event to follow; null for all
     */
    public EventChanges changes(
            FolderId calendar, @Nullable ItemId only, SyncWindow window, SyncPosition at, int size, Fields fields) {
        return new EventSync(opened.mailbox(), calendar, only, window).page(at, size, fields, opened::account);
    }

    public List<EventInstance> exceptions(ItemRef series, Fields fields) {
        return events().exceptions(series, fields);
    }

    /** The original dates of the deleted occurrences of a series. */
    public List<LocalDate> cancelled(ItemRef series) {
        return events().cancelled(series);
    }

    @Override
    public Item item(ItemRef item, Fields fields) {
        return event(item, null, fields).item();
    }

    @Override
    public List<Attachment> attachments(ItemId item) {
        opened.account(BoundedReads.memoryOf(items().attachments().documents(item)));
        return items().attachments().list(item);
    }

    final EventAttachments eventAttachments() {
        return new EventAttachments(opened.mailbox());
    }

    @Override
    public List<Attachment> attachments(ItemRef item) {
        if (item.occurrence() == null) {
            return attachments(item.id());
        }
        List<Attachment> all = eventAttachments().list(item);
        opened.account(BoundedReads.memoryOf(all.stream()
                .mapToLong(one -> one.doc() == null ? 0 : one.doc().toString().length())
                .sum()));
        return all;
    }

    @Override
    public Attachment attachment(AttachmentRef attachment) {
        return eventAttachments().get(attachment);
    }

    @Override
    public InputStream attachmentContent(ItemId item, AttachmentId attachment) {
        return items().attachments().open(item, attachment);
    }

    @Override
    public Map<ItemId, Long> moveCounts(Collection<ItemId> ids) {
        return opened.mailbox().kind(ItemKind.EVENT).moveCounts(ids);
    }
}
