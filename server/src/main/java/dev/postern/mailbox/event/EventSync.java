package dev.postern.mailbox.event;

import dev.postern.calendar.WeekWindow;
import dev.postern.mailbox.BoundedReads;
import dev.postern.mailbox.EventTable;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderClass;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.SeriesTimes;
import dev.postern.mailbox.Tombstones;
import dev.postern.mailbox.sync.SyncKeys;
import dev.postern.mailbox.sync.SyncOptions;
import dev.postern.mailbox.sync.SyncPosition;
import dev.postern.store.Sql;
import dev.postern.store.SqlFragment;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes of the events of a calendar within a window. A series that changed in any way is read again as a whole; which of its
 * occurrences are gone is known from its exceptions and from tombstones, which contain the times that it had.
 */
public final class EventSync {
    private final Mailbox mailbox;
    private final EventTable table;
    private final EventExceptions exceptions;
    private final FolderId calendar;
    private final @Nullable ItemId only;
    private final Instant from;
    private final Instant to;
    private final SyncOptions options;

    /** @param only the only event to follow; null for all of the calendar */
    public EventSync(Mailbox mailbox, FolderId calendar, @Nullable ItemId only, SyncWindow window) {
        this.mailbox = mailbox;
        this.table = mailbox.events();
        this.exceptions = new EventExceptions(mailbox.id());
        this.calendar = calendar;
        this.only = only;
        this.from = window.from();
        this.to = window.to();
        this.options = SyncOptions.all(window.ids());
    }

    /**
     * Reads a page. It ends after an event, so everything of a series is on one page, which may then be longer.
     *
     * @param at a position in a round
     * @param memory reserves bytes
     * @throws dev.postern.mailbox.MailboxFailure.FolderNotFound if the calendar does not exist
     * @throws dev.postern.mailbox.MailboxFailure.ChangesForgotten if changes after the position are no longer known
     */
    public EventChanges page(SyncPosition at, int size, Fields fields, LongConsumer memory) {
        var source = new SyncKeys(mailbox, ItemKind.EVENT, calendar, options, condition(at));
        SyncKeys.Keys keys = mailbox.read(sql -> {
            mailbox.folders(FolderClass.CALENDAR).get(sql, calendar);
            return source.page(sql, at, size);
        });
        Map<UUID, Item> items = new HashMap<>();
        List<ItemId> wanted =
                keys.keys().stream().map(key -> new ItemId(key.id())).distinct().toList();
        Set<UUID> read = new HashSet<>();
        if (!wanted.isEmpty()) {
            BoundedReads.Prefix prefix = table.items().boundedReads().items(fields, wanted, memory);
            prefix.items().forEach(item -> items.put(item.id().value(), item));
            wanted.subList(0, prefix.ids()).forEach(id -> read.add(id.value()));
        }
        var gone = new ArrayList<EventChanges.Gone>();
        var shown = new ArrayList<EventInstance>();
        SyncPosition end = at;
        for (SyncKeys.Key key : keys.keys()) {
            if (!read.contains(key.id()) || gone.size() + shown.size() >= size) {
                return new EventChanges(gone, shown, end);
            }
            Item item = items.get(key.id());
            if (only == null || only.value().equals(key.id())) {
                if (key.removed()) {
                    removed(key, item, at, gone);
                } else if (item != null && item.core().arrived() <= at.until()) {
                    changed(item, at, gone, shown);
                }
            }
            end = key.after();
        }
        return new EventChanges(gone, shown, source.end(keys, at));
    }

    /** In the first round only what the index of weeks has for the window; later also what may have left it. */
    private @Nullable SqlFragment condition(SyncPosition at) {
        if (only != null) {
            return new SqlFragment("item_id = ?", List.of(only.value()));
        }
        if (!at.isFirst()) {
            return null;
        }
        WeekWindow weeks = WeekWindow.of(from, to).getFirst();
        return new SqlFragment(
                "exists (select 1 from event_week w where w.mailbox_id = i.mailbox_id and w.item_id = i.item_id and"
                        + " w.position between (? >> cast(w.level as integer)) and (? >> cast(w.level as integer)))",
                List.of((long) weeks.first(), (long) weeks.last()));
    }

    /** @param item where it is now; null if it no longer exists */
    private void removed(SyncKeys.Key key, @Nullable Item item, SyncPosition at, List<EventChanges.Gone> gone) {
        ItemId id = new ItemId(key.id());
        gone.add(new EventChanges.Gone(id, key.moveCount(), null));
        Set<LocalDate> dates = mailbox.read(sql -> formerDates(sql, id, at.base()));
        if (item != null && item.event().isSeries()) {
            places(item).forEachRemaining(place -> {
                if (place.originalDate() != null) {
                    dates.add(place.originalDate());
                }
            });
        }
        dates.forEach(date -> gone.add(new EventChanges.Gone(id, key.moveCount(), date)));
    }

    private void changed(Item item, SyncPosition at, List<EventChanges.Gone> gone, List<EventInstance> shown) {
        Set<LocalDate> present = new HashSet<>();
        boolean inWindow = item.event().isSeries() ? series(item, present, shown) : single(item, shown);
        if (at.isFirst()) {
            return;
        }
        if (!inWindow) {
            gone.add(new EventChanges.Gone(item.id(), item.moveCount(), null));
        }
        Set<LocalDate> dates = mailbox.read(sql -> formerDates(sql, item.id(), at.base()));
        dates.removeAll(present);
        dates.forEach(date -> gone.add(new EventChanges.Gone(item.id(), item.moveCount(), date)));
    }

    private boolean single(Item item, List<EventInstance> shown) {
        EventInstance event = Events.stored(item);
        var place = new WindowPlan.Place(item.id(), null, event.start(), event.end(), false);
        if (!place.overlaps(from, to)) {
            return false;
        }
        shown.add(event);
        return true;
    }

    /** Adds a series with what is in the window of it. Returns whether there is something. */
    private boolean series(Item item, Set<LocalDate> present, List<EventInstance> shown) {
        EventOccurrences all = EventOccurrences.of(item);
        Iterator<WindowPlan.Place> places = places(item);
        var found = new ArrayList<EventInstance>();
        while (places.hasNext()) {
            WindowPlan.Place place = places.next();
            LocalDate date = Objects.requireNonNull(place.originalDate());
            EventExceptions.ChangedOccurrence exception =
                    place.exception() ? mailbox.read(sql -> exceptions.find(sql, item.id(), date)) : null;
            // both may have been changed since the event was read; then it is read again in the next round
            boolean isKnown = exception == null ? !place.exception() : !exception.isDeleted();
            if (isKnown && all.series().recurrence().contains(date)) {
                found.add(all.instance(date, exception));
                present.add(date);
            }
        }
        if (found.isEmpty()) {
            return false;
        }
        shown.add(Events.stored(item));
        shown.addAll(found);
        return true;
    }

    private Iterator<WindowPlan.Place> places(Item series) {
        return mailbox.read(sql -> new WindowRows(mailbox.id(), table, from, to).of(sql, series))
                .places();
    }

    /** The original dates that may have been in the window under this event after a change, and need not be any more. */
    private Set<LocalDate> formerDates(Sql sql, ItemId event, long after) {
        record Former(String kind, UUID gone, @Nullable String times) {}
        Set<LocalDate> dates = new TreeSet<>(exceptions.changedAfter(sql, event, after));
        for (Former one : sql.list(
                "select kind, gone_id, doc from tombstone where mailbox_id = ? and scope_id = ? and changed > ?",
                row -> new Former(row.text(1), row.uuid(2), row.textOrNull(3)),
                mailbox.id().value(),
                event.value(),
                after)) {
            if (one.kind().equals(Tombstones.OCCURRENCE)) {
                dates.add(Tombstones.originalDate(one.gone()));
            } else if (one.times() != null) {
                SeriesTimes former = SeriesTimes.read(one.times());
                EventSeries.of(former.times(), former.recurrence())
                        .series()
                        .occurrences(from, to)
                        .forEach(occurrence -> dates.add(occurrence.originalDate()));
            }
        }
        return dates;
    }
}
