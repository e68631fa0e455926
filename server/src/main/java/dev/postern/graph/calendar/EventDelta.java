package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.sync.DeltaSource;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.event.EventChanges;
import dev.postern.mailbox.event.EventInstance;
import dev.postern.mailbox.event.Events;
import dev.postern.mailbox.event.SyncWindow;
import dev.postern.mailbox.sync.SyncPosition;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What has changed within a window of a calendar, or of one series. Occurrences are shown with their times only; the rest is in their
 * series.
 */
final class EventDelta implements DeltaSource<CalendarReader> {
    private static final List<String> OF_OCCURRENCES =
            List.of("@odata.etag", "id", "type", "seriesMasterId", "start", "end");

    private final boolean ofSeries;

    /** @param ofSeries whether the path names a series whose instances are followed */
    EventDelta(boolean ofSeries) {
        this.ofSeries = ofSeries;
    }

    @Override
    public Opened open(CalendarReader mailbox, GraphRequest request, QueryOptions query, IdStyle ids) {
        ViewWindow days = ofSeries ? ViewWindow.ofYears(query) : ViewWindow.ofDays(query);
        SyncWindow window = new SyncWindow(days.from(), days.to(), ids);
        EventView view = new EventView(mailbox, request, query);
        if (!ofSeries) {
            FolderId calendar = CalendarPath.calendar(mailbox, request).id();
            return new Following(mailbox, view, calendar, null, window);
        }
        EventInstance series = EventReads.find(mailbox, request, Events.fields(false));
        if (!series.isSeries()) {
            throw EventFaults.request("Only a series has instances.");
        }
        return new Following(
                mailbox, view, series.item().folder(), series.item().id(), window);
    }

    /** @param series null for the whole calendar */
    private record Following(
            CalendarReader mailbox,
            EventView view,
            FolderId calendar,
            @Nullable ItemId series,
            SyncWindow window) implements Opened {
        @Override
        public UUID scope() {
            return series == null ? calendar.value() : series.value();
        }

        @Override
        public Read read(SyncPosition from, int size) {
            EventChanges changes = mailbox.changes(calendar, series, window, from, size, view.fields());
            return new Read(
                    changes.gone().stream()
                            .filter(gone -> series == null || gone.originalDate() != null)
                            .map(this::id)
                            .toList(),
                    changes.shown().stream()
                            .filter(event -> series == null || event.occurrence() != null)
                            .map(this::entry)
                            .toList(),
                    changes.end());
        }

        private String id(EventChanges.Gone gone) {
            String event = WireIds.item(mailbox.id(), gone.event(), gone.moveCount(), window.ids());
            LocalDate date = gone.originalDate();
            return date == null ? event : WireIds.occurrence(event, date);
        }

        private ObjectNode entry(EventInstance event) {
            EventInstance.Occurring occurrence = event.occurrence();
            if (occurrence == null || occurrence.exception()) {
                return view.show(event);
            }
            ObjectNode all = view.json().of(event);
            ObjectNode entry = Json.object();
            for (String name : OF_OCCURRENCES) {
                if (name.charAt(0) != '@' || view.keeps(name)) {
                    entry.set(name, all.get(name));
                }
            }
            return entry;
        }

        @Override
        public Response answer(ObjectNode content) {
            return view.answer(200, content);
        }
    }
}
