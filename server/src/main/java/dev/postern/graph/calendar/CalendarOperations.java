package dev.postern.graph.calendar;

import dev.postern.gate.CalendarReader;
import dev.postern.gate.CalendarWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Minimal;
import dev.postern.graph.item.ShownList;
import dev.postern.http.Response;
import dev.postern.mailbox.event.CalendarGroup;
import dev.postern.mailbox.event.CalendarPatch;
import dev.postern.mailbox.event.StoredCalendar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and changes calendars, of the whole mailbox or of one group. */
final class CalendarOperations {
    private CalendarOperations() {}

    static Response list(CalendarReader mailbox, GraphRequest request) {
        CalendarGroup group = CalendarPath.group(mailbox, request);
        ShownList shown = ShownList.list(request, CalendarView.TYPE, CalendarPath.calendars(mailbox, group));
        return shown.page(CalendarView.calendars(mailbox, all(mailbox, group), shown.expands()));
    }

    static Response count(CalendarReader mailbox, GraphRequest request) {
        ShownList shown = ShownList.count(request, CalendarView.TYPE);
        CalendarGroup group = CalendarPath.group(mailbox, request);
        return shown.number(CalendarView.calendars(mailbox, all(mailbox, group), List.of()));
    }

    private static List<StoredCalendar> all(CalendarReader mailbox, @Nullable CalendarGroup group) {
        return group == null ? mailbox.calendars() : CalendarView.in(mailbox, group);
    }

    static Response get(CalendarReader mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        return single(shown, mailbox, CalendarPath.calendar(mailbox, request), 200);
    }

    private static ShownList one(CalendarReader mailbox, GraphRequest request) {
        return ShownList.one(
                request, CalendarView.TYPE, CalendarPath.calendars(mailbox, CalendarPath.group(mailbox, request)));
    }

    private static Response single(ShownList shown, CalendarReader mailbox, StoredCalendar calendar, int status) {
        return shown.single(status, CalendarView.calendar(mailbox, calendar, shown.expands()));
    }

    static Response create(CalendarWriter mailbox, GraphRequest request) {
        CalendarGroup group = CalendarPath.group(mailbox, request);
        ShownList shown = one(mailbox, request);
        CalendarPatch input = CalendarInput.calendar(request);
        StoredCalendar made =
                mailbox.createCalendar(group == null ? null : group.id(), CalendarInput.required(input.name()), input);
        String location = request.serviceRoot() + "/" + CalendarPath.calendars(mailbox, null) + "("
                + ItemAddress.quoted(CalendarPath.id(mailbox, made)) + ")";
        return Minimal.of(request, single(shown, mailbox, made, 201).with("Location", location));
    }

    static Response update(CalendarWriter mailbox, GraphRequest request) {
        ShownList shown = one(mailbox, request);
        StoredCalendar before = CalendarPath.calendar(mailbox, request);
        CalendarPatch patch = CalendarInput.calendar(request);
        StoredCalendar after = patch.isEmpty() ? before : mailbox.updateCalendar(before.id(), patch);
        return Minimal.of(request, single(shown, mailbox, after, 200));
    }

    static Response delete(CalendarWriter mailbox, GraphRequest request) {
        mailbox.deleteCalendar(CalendarPath.calendar(mailbox, request).id());
        return GraphAnswer.noContent();
    }

    static Response permanentDelete(CalendarWriter mailbox, GraphRequest request) {
        mailbox.purgeCalendar(CalendarPath.calendar(mailbox, request).id());
        return GraphAnswer.noContent();
    }
}
