package dev.postern.mailbox.event;

import dev.postern.calendar.WeekRow;
import dev.postern.calendar.WeekRows;
import dev.postern.mailbox.EventPart;
import dev.postern.mailbox.EventProperties;
import dev.postern.mailbox.EventTable;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxChange;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.Page;
import dev.postern.mailbox.PropertyTable;
import dev.postern.mailbox.SeriesTombstones;
import dev.postern.store.Sql;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The events of one mailbox, in stored form (see {@code docs/calendar.md}). Thread-safe; see
 * {@link dev.postern.mailbox.Mailboxes} about blocking and exceptions. Methods that take a {@link MailboxChange} are a part
 * of the caller's change; the others make their own.
 */
public final class Events {
    /** Everything that is stored in the row of an event. */
    private static final Fields WHOLE = new Fields(PropertyTable.EVENT, null, Integer.MAX_VALUE);

    private static final Fields WITHOUT_BODY = Fields.of(PropertyTable.EVENT, "categories");
    private static final int MAX_EXCEPTIONS = 10_000;

    private final Mailbox mailbox;
    private final EventTable table;
    private final EventExceptions exceptions;
    private final EventWeeks weeks;
    private final OccurrenceChanges occurrences;
    private final FarReminders reminders;

    public Events(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.table = mailbox.events();
        this.exceptions = new EventExceptions(mailbox.id());
        this.weeks = new EventWeeks(mailbox.id());
        this.reminders = new FarReminders(mailbox.id());
        this.occurrences = new OccurrenceChanges(table, exceptions, weeks);
    }

    OccurrenceChanges occurrences() {
        return occurrences;
    }

    /** What to read of events: all properties, or all but the body. */
    public static Fields fields(boolean body) {
        return body ? WHOLE : WITHOUT_BODY;
    }

    /**
     * A new event, or the one that an earlier request with the same {@code transactionId} created.
     *
     * @param isNew false if the request was repeated
     */
    public record Created(EventInstance event, boolean isNew) {}

    /**
     * Creates an event.
     *
     * @param event in stored form, without properties that are computed; missing ones get their default
     * @throws MailboxFailure.FolderNotFound if the calendar does not exist
     * @throws MailboxFailure.EventRefused if its times or its recurrence cannot be stored
     */
    public Created create(FolderId calendar, ObjectNode event, List<NewAttachment> attachments) {
        EventTable.Attached attached = table.store(attachments);
        return mailbox.change(change -> create(change, calendar, event, attached));
    }

    /** As {@link #create(FolderId, ObjectNode, List)}, with attachments whose contents are stored. */
    public Created create(MailboxChange change, FolderId calendar, ObjectNode event, EventTable.Attached attached) {
        String transaction = event.path("transactionId").stringValue(null);
        ItemId known = transaction == null ? null : table.byTransaction(change.sql(), transaction);
        if (known != null) {
            return new Created(stored(table.items().require(change.sql(), ItemRef.of(known), WHOLE)), false);
        }
        ObjectNode properties = NewEvents.complete(event, change.time(), mailbox.nextId());
        EventBounds.check(properties);
        Item item = table.insert(change, calendar, EventSeriesForm.canonical(properties), attached);
        weeks.add(change.sql(), item.folder(), item.id(), weeks(item));
        reminders.changed(change.sql(), item.folder(), item.id(), null, doc(item));
        return new Created(stored(item), true);
    }

    private static Set<WeekRow> weeks(Item item) {
        EventPart part = item.event();
        return part.recurrence() == null
                ? WeekRows.of(part.times().startsAt(), part.times().endsAt())
                : WeekRows.of(EventSeries.of(part.times(), part.recurrence()).series());
    }

    static EventInstance stored(Item item) {
        EventPart.Times times = item.event().times();
        return new EventInstance(item, EventProperties.of(item), times.startsAt(), times.endsAt(), null);
    }

    /**
     * Reads a single event, a series, or one occurrence.
     *
     * @param originalDate of the occurrence; null for the event itself
     * @throws MailboxFailure.ItemNotFound if it does not exist, or the occurrence was deleted
     */
    public EventInstance get(ItemRef ref, @Nullable LocalDate originalDate, Fields fields) {
        return mailbox.read(sql -> get(sql, ref, originalDate, fields));
    }

    /** As {@link #get(ItemRef, LocalDate, Fields)}, in the caller's transaction. */
    public EventInstance get(Sql sql, ItemRef ref, @Nullable LocalDate originalDate, Fields fields) {
        Item item = table.items().require(sql, ref, fields);
        if (originalDate == null) {
            return stored(item);
        }
        EventExceptions.ChangedOccurrence exception = exceptions.find(sql, item.id(), originalDate);
        if (exception != null && exception.isDeleted()) {
            throw new MailboxFailure.ItemNotFound();
        }
        return EventOccurrences.of(item).instance(originalDate, exception);
    }

    /** Lists single events and series, not occurrences; by start if the query has no order. */
    public Page<EventInstance> list(ListQuery query, LongConsumer memory) {
        Page<Item> page = table.items()
                .boundedReads()
                .page(query.fields(), query.top(), memory, fields -> table.list(query.reading(fields)));
        return new Page<>(page.values().stream().map(Events::stored).toList(), page.more(), page.count());
    }

    /** The events with this UID of iCalendar that are in a calendar: one, or several to which the owner was invited singly. */
    List<EventInstance> byUid(Sql sql, String uid) {
        return table.byUid(sql, uid).stream()
                .map(found -> stored(table.items().require(sql, ItemRef.of(found), WHOLE)))
                .toList();
    }

    /**
     * Changes a single event or a series. A series whose times or recurrence change loses its exceptions, and its deleted
     * occurrences return.
     *
     * @param changeKey the change key that the caller knows; null to change any state
     * @param patch in stored form; null values remove properties
     */
    public EventInstance update(ItemRef ref, @Nullable String changeKey, ObjectNode patch) {
        return mailbox.change(change -> update(change, ref, changeKey, patch));
    }

    /** As {@link #update(ItemRef, String, ObjectNode)}. */
    public EventInstance update(MailboxChange change, ItemRef ref, @Nullable String changeKey, ObjectNode patch) {
        Item before = table.items().require(change.sql(), ref, WHOLE);
        before.core().require(changeKey);
        ObjectNode after = EventSeriesForm.patched(before, patch);
        EventBounds.check(after);
        boolean moved = EventSeriesForm.differ(before, after);
        if (moved && before.event().isSeries()) {
            SeriesTombstones.record(change, before.id(), before.event());
        }
        long grown = moved
                ? exceptions.removeAll(change.sql(), before.id())
                        + table.occurrenceAttachments().removeAll(change.sql(), before.id())
                : 0;
        Item item = table.update(change, before, after, grown, names(patch));
        reminders.changed(change.sql(), item.folder(), item.id(), doc(before), doc(item));
        if (moved) {
            weeks.removeAll(change.sql(), item.id());
            weeks.add(change.sql(), item.folder(), item.id(), weeks(item));
        }
        return stored(item);
    }

    private static ObjectNode doc(Item item) {
        return Objects.requireNonNull(item.doc());
    }

    private static Set<String> names(ObjectNode patch) {
        return new HashSet<>(patch.propertyNames());
    }

    /**
     * Changes one occurrence, which makes it an exception if it then differs from its series.
     *
     * @throws MailboxFailure.ItemNotFound if the series has no such occurrence, or it was deleted
     * @throws MailboxFailure.EventRefused if it would be moved over another occurrence
     */
    public EventInstance updateOccurrence(
            ItemRef ref, LocalDate originalDate, @Nullable String changeKey, ObjectNode patch) {
        return mailbox.change(change -> updateOccurrence(change, ref, originalDate, changeKey, patch));
    }

    /** As {@link #updateOccurrence(ItemRef, LocalDate, String, ObjectNode)}. */
    public EventInstance updateOccurrence(
            MailboxChange change, ItemRef ref, LocalDate originalDate, @Nullable String changeKey, ObjectNode patch) {
        Item before = table.items().require(change.sql(), ref, WHOLE);
        before.core().require(changeKey);
        occurrences.update(change, before, originalDate, patch);
        reminders.occurrenceChanged(change.sql(), before.folder(), before.id(), patch);
        return get(change.sql(), ItemRef.of(before.id()), originalDate, WHOLE);
    }

    /** Changes several occurrences of a series at once; those that do not exist or do not fit are left out. */
    public void updateOccurrences(ItemRef ref, Map<LocalDate, ObjectNode> patches) {
        if (!patches.isEmpty()) {
            mailbox.change(change -> {
                updateOccurrences(change, ref, patches);
                return true;
            });
        }
    }

    /** As {@link #updateOccurrences(ItemRef, Map)}. */
    void updateOccurrences(MailboxChange change, ItemRef ref, Map<LocalDate, ObjectNode> patches) {
        if (!patches.isEmpty()) {
            Item before = table.items().require(change.sql(), ref, WHOLE);
            occurrences.updateAll(change, before, patches);
            patches.values()
                    .forEach(patch -> reminders.occurrenceChanged(change.sql(), before.folder(), before.id(), patch));
        }
    }

    /** @throws MailboxFailure.ItemNotFound if the series has no such occurrence, or it was deleted */
    public void deleteOccurrence(ItemRef ref, LocalDate originalDate, @Nullable String changeKey) {
        mailbox.change(change -> {
            deleteOccurrence(change, ref, originalDate, changeKey);
            return true;
        });
    }

    /** As {@link #deleteOccurrence(ItemRef, LocalDate, String)}. */
    public void deleteOccurrence(
            MailboxChange change, ItemRef ref, LocalDate originalDate, @Nullable String changeKey) {
        Item before = table.items().require(change.sql(), ref, WHOLE);
        before.core().require(changeKey);
        occurrences.delete(change, before, originalDate);
    }

    /** Undoes the deletion of an occurrence, if it was deleted. */
    void restoreOccurrence(MailboxChange change, ItemRef ref, LocalDate originalDate) {
        occurrences.restore(change, table.items().require(change.sql(), ref, WHOLE), originalDate);
    }

    /** The exceptions of a series, by original date. */
    public List<EventInstance> exceptions(ItemRef ref, Fields fields) {
        return mailbox.read(sql -> {
            Item item = table.items().require(sql, ref, fields);
            if (!item.event().isSeries()) {
                return List.of();
            }
            EventOccurrences all = EventOccurrences.of(item);
            return exceptions.list(sql, item.id(), false, MAX_EXCEPTIONS).stream()
                    .map(exception -> all.instance(exception.originalDate(), exception))
                    .toList();
        });
    }

    /** The original dates of the deleted occurrences of a series. */
    public List<LocalDate> cancelled(ItemRef ref) {
        return mailbox.read(sql -> {
            Item item = table.items().require(sql, ref, Fields.COLUMNS);
            return exceptions.list(sql, item.id(), true, MAX_EXCEPTIONS).stream()
                    .map(EventExceptions.ChangedOccurrence::originalDate)
                    .toList();
        });
    }

    /**
     * What happens in a calendar within a half-open window, by start and then by id: single events, occurrences and
     * exceptions at their current times. Computed and read while the stream is consumed.
     *
     * @param memory reserves bytes for what is read
     * @throws MailboxFailure.FolderNotFound if the calendar does not exist
     * @throws MailboxFailure.EventRefused if more events are within the window than a request may read
     */
    public Stream<EventInstance> view(FolderId calendar, Instant from, Instant to, Fields fields, LongConsumer memory) {
        return instances(within(calendar, from, to, fields, memory));
    }

    /** As {@link #view(FolderId, Instant, Instant, Fields, LongConsumer)}, without reading what was shown before and has not changed. */
    public Stream<ViewedEvent> view(
            FolderId calendar, Instant from, Instant to, Fields fields, LongConsumer memory, ShownEvents.InForm form) {
        return within(calendar, from, to, fields, memory, form).mapMulti((event, next) -> {
            ShownEvents.Entry shown = event.shown();
            EventInstance instance = shown == null ? event.instance() : null;
            if (shown != null || instance != null) {
                next.accept(new ViewedEvent(shown, instance, entry -> event.keep(form, entry)));
            }
        });
    }

    /** As {@link #view}, without putting the properties of occurrences together. */
    Stream<WindowEvent> within(FolderId calendar, Instant from, Instant to, Fields fields, LongConsumer memory) {
        return within(calendar, from, to, fields, memory, null);
    }

    private Stream<WindowEvent> within(
            FolderId calendar,
            Instant from,
            Instant to,
            Fields fields,
            LongConsumer memory,
            ShownEvents.@Nullable InForm form) {
        WindowRows rows = new WindowRows(mailbox.id(), table, from, to);
        WindowPlan plan = table.items()
                .boundedReads()
                .few(
                        fields,
                        WindowRows.FEW,
                        memory,
                        few -> mailbox.read(sql -> rows.of(sql, calendar, few, form)),
                        WindowPlan::items);
        if (plan.isEmpty()) {
            mailbox.folders(FolderClass.CALENDAR).get(calendar);
        }
        return new WindowReads(mailbox, table, exceptions, fields, memory).read(plan);
    }

    private static Stream<EventInstance> instances(Stream<WindowEvent> events) {
        return events.mapMulti((event, next) -> {
            EventInstance instance = event.instance();
            if (instance != null) {
                next.accept(instance);
            }
        });
    }

    /**
     * Events that may remind within a half-open window, and those that begin in it: single events, occurrences and exceptions. Each is
     * there once, in no order. Which of them remind is for the caller to say.
     *
     * @throws MailboxFailure.EventRefused if there are more than a request may read
     */
    public Stream<EventInstance> reminding(
            FolderId calendar, Instant from, Instant to, Fields fields, LongConsumer memory) {
        Instant near = to.plus(FarReminders.EARLY);
        List<FarReminders.Far> far =
                mailbox.read(sql -> reminders.within(sql, calendar, from, to, WindowRows.MAX_ROWS + 1));
        WindowRows.requireBounded(far.size());
        Set<ItemId> ids = far.stream().map(FarReminders.Far::event).collect(Collectors.toSet());
        Stream<EventInstance> others = view(calendar, from, near, fields, memory)
                .filter(event -> !ids.contains(event.item().id()));
        return Stream.concat(others, far.stream().flatMap(one -> reminding(one, from, near, fields, memory)));
    }

    private Stream<EventInstance> reminding(
            FarReminders.Far far, Instant from, Instant near, Fields fields, LongConsumer memory) {
        ItemRef ref = ItemRef.of(far.event());
        EventInstance event;
        try {
            event = get(ref, null, fields);
        } catch (MailboxFailure.ItemNotFound _) {
            return Stream.empty();
        }
        if (!event.isSeries()) {
            return Stream.of(event);
        }
        Instant late = near.plus(far.early());
        Stream<EventInstance> around = instances(ref, from, late, fields, memory);
        Instant snoozed = FarReminders.snoozed(event.properties());
        return snoozed == null
                ? around
                : Stream.concat(
                        around,
                        instances(ref, snoozed, snoozed.plusMillis(1), fields, memory)
                                .filter(one -> one.start().equals(snoozed)
                                        && (!one.end().isAfter(from)
                                                || !one.start().isBefore(late))));
    }

    /**
     * As {@link #view}, of one series.
     *
     * @throws MailboxFailure.EventRefused if it is not a series
     */
    public Stream<EventInstance> instances(ItemRef ref, Instant from, Instant to, Fields fields, LongConsumer memory) {
        WindowPlan plan = mailbox.read(sql -> {
            Item item = table.items().require(sql, ref, Fields.COLUMNS);
            if (!item.event().isSeries()) {
                throw new MailboxFailure.EventRefused(
                        MailboxFailure.EventRefused.Fault.NOT_A_SERIES, "Only a series has instances.");
            }
            return new WindowRows(mailbox.id(), table, from, to).of(sql, item);
        });
        return instances(new WindowReads(mailbox, table, exceptions, fields, memory).read(plan));
    }
}
