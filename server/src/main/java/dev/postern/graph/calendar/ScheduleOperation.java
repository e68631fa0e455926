package dev.postern.graph.calendar;

import dev.postern.calendar.AvailabilityView;
import dev.postern.gate.CalendarReader;
import dev.postern.gate.FreeBusyReader;
import dev.postern.gate.Schedule;
import dev.postern.gate.ScheduleReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.ShownList;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.event.CalendarRights.FreeBusy;
import dev.postern.mailbox.event.ScheduledItem;
import dev.postern.mailbox.setting.CalendarConfiguration;
import dev.postern.query.Folding;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code getSchedule}: the times of several mailboxes, each as far as the caller and the asking mailbox may see them. */
final class ScheduleOperation {
    private static final int MAX_ITEMS = 1000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS", Locale.ROOT);

    private final ScheduleInput input;
    private final ShownZone zone;
    private final ScheduleReader schedules;

    private ScheduleOperation(ScheduleInput input, ShownZone zone, ScheduleReader schedules) {
        this.input = input;
        this.zone = zone;
        this.schedules = schedules;
    }

    static Response get(CalendarReader mailbox, GraphRequest request) {
        CalendarPath.calendar(mailbox, request);
        ScheduleInput input = ScheduleInput.read(
                request.parameters("getSchedule", ShownList.typed(request, CalendarView.TYPE), false));
        ScheduleOperation operation = new ScheduleOperation(input, ShownZone.of(request), mailbox.schedules());
        ObjectNode content = Json.object();
        content.put("@odata.context", request.context("Collection(microsoft.graph.scheduleInformation)"));
        ArrayNode value = content.putArray("value");
        input.schedules().forEach(name -> value.add(operation.entry(name)));
        return GraphAnswer.ok(content, request.metadata());
    }

    private ObjectNode entry(String name) {
        return switch (schedules.find(name)) {
            case Schedule.Unresolved _ -> fault(name, ScheduleFault.unresolved(name));
            case Schedule.NoMailbox _ -> fault(name, ScheduleFault.noMailbox()).putNull("scheduleItems");
            case Schedule.TooManyMembers(int allowed) -> fault(name, ScheduleFault.tooManyMembers(allowed));
            case Schedule.Found(var calendars) -> found(name, calendars);
        };
    }

    private static ObjectNode fault(String name, ScheduleFault fault) {
        ObjectNode entry = Json.object().put("scheduleId", name).put("availabilityView", "");
        entry.set("error", fault.json());
        return entry;
    }

    /** An item, and what may be shown of it. */
    private record Visible(ScheduledItem item, FreeBusy right) {}

    private ObjectNode found(String name, List<FreeBusyReader> calendars) {
        var items = new ArrayList<Visible>();
        boolean readable = false;
        for (FreeBusyReader calendar : calendars) {
            FreeBusy right = calendar.right();
            if (right != FreeBusy.NONE) {
                readable = true;
                calendar.within(input.from(), input.to(), zone.zone().id(), right != FreeBusy.TIMES, MAX_ITEMS)
                        .forEach(item -> items.add(new Visible(item, right)));
            }
            if (items.size() > MAX_ITEMS) {
                return fault(name, ScheduleFault.tooManyItems(MAX_ITEMS, items.size()));
            }
        }
        if (!readable) {
            return fault(name, ScheduleFault.noAccess());
        }
        ObjectNode entry = shown(name, items);
        if (calendars.size() == 1) {
            entry.set("workingHours", workingHours(calendars.getFirst().configuration()));
        }
        return entry;
    }

    private ObjectNode shown(String name, List<Visible> items) {
        items.sort(Comparator.comparing((Visible one) -> one.item().time().start())
                .thenComparing(one -> one.item().time().end()));
        ObjectNode entry = Json.object().put("scheduleId", name);
        entry.put(
                "availabilityView",
                new AvailabilityView(input.from(), input.to(), input.interval())
                        .of(items.stream().map(one -> one.item().time()).toList()));
        ArrayNode shown = entry.putArray("scheduleItems");
        items.forEach(one -> shown.add(item(one)));
        return entry;
    }

    private static ObjectNode workingHours(CalendarConfiguration configuration) {
        ObjectNode hours = Json.object();
        ArrayNode days = hours.putArray("daysOfWeek");
        configuration.workDays().stream().sorted().forEach(day -> days.add(Folding.lower(day.name())));
        hours.put("startTime", TIME.format(configuration.start()));
        hours.put("endTime", TIME.format(configuration.end()));
        ObjectNode custom = configuration.customZone();
        ObjectNode zone = hours.putObject("timeZone");
        if (custom == null) {
            zone.put("name", configuration.timeZone());
        } else {
            zone.put("@odata.type", "#microsoft.graph.customTimeZone").setAll(custom);
        }
        return hours;
    }

    private ObjectNode item(Visible one) {
        ScheduledItem item = one.item();
        ObjectNode json = Json.object();
        if (one.right() != FreeBusy.TIMES) {
            json.put("isPrivate", item.isPrivate());
        }
        json.put("status", item.time().status().wireName());
        if (one.right() == FreeBusy.EVERYTHING || (one.right() == FreeBusy.DETAILS && !item.isPrivate())) {
            json.put("subject", item.subject()).put("location", item.location());
        }
        json.set("start", zone.time(item.time().start()));
        json.set("end", zone.time(item.time().end()));
        return json;
    }
}
