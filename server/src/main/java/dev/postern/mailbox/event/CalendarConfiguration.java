package dev.postern.mailbox.event;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The working hours of a mailbox, and the reminders of its new events.
 *
 * @param timeZone the zone of the working hours, by a name that {@link dev.postern.calendar.ZoneNames} knows
 * @param weekStart shown to clients only
 * @param reminders whether new events remind unless a caller says so
 * @param reminderMinutes how long before an event
 */
public record CalendarConfiguration(
        Set<DayOfWeek> workDays,
        LocalTime start,
        LocalTime end,
        String timeZone,
        DayOfWeek weekStart,
        boolean reminders,
        int reminderMinutes) {
    static final CalendarConfiguration DEFAULT = new CalendarConfiguration(
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            LocalTime.of(8, 0),
            LocalTime.of(17, 0),
            "UTC",
            DayOfWeek.SUNDAY,
            true,
            15);

    public CalendarConfiguration {
        workDays = Set.copyOf(workDays);
    }

    public CalendarConfiguration withWorkDays(Set<DayOfWeek> other) {
        return new CalendarConfiguration(other, start, end, timeZone, weekStart, reminders, reminderMinutes);
    }

    public CalendarConfiguration withHours(LocalTime from, LocalTime to) {
        return new CalendarConfiguration(workDays, from, to, timeZone, weekStart, reminders, reminderMinutes);
    }

    public CalendarConfiguration withTimeZone(String other) {
        return new CalendarConfiguration(workDays, start, end, other, weekStart, reminders, reminderMinutes);
    }

    public CalendarConfiguration withWeekStart(DayOfWeek other) {
        return new CalendarConfiguration(workDays, start, end, timeZone, other, reminders, reminderMinutes);
    }

    public CalendarConfiguration withReminders(boolean on, int minutes) {
        return new CalendarConfiguration(workDays, start, end, timeZone, weekStart, on, minutes);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode days = json.putArray("workDays");
        workDays.stream().sorted().forEach(day -> days.add(day.name()));
        json.put("start", start.toString());
        json.put("end", end.toString());
        json.put("timeZone", timeZone);
        json.put("weekStart", weekStart.name());
        json.put("reminders", reminders);
        json.put("reminderMinutes", reminderMinutes);
        return json;
    }

    static CalendarConfiguration of(ObjectNode json) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        json.path("workDays").forEach(day -> days.add(DayOfWeek.valueOf(day.stringValue(""))));
        return new CalendarConfiguration(
                days,
                LocalTime.parse(json.path("start").stringValue("")),
                LocalTime.parse(json.path("end").stringValue("")),
                json.path("timeZone").stringValue(DEFAULT.timeZone),
                DayOfWeek.valueOf(json.path("weekStart").stringValue(DEFAULT.weekStart.name())),
                json.path("reminders").booleanValue(DEFAULT.reminders),
                json.path("reminderMinutes").intValue(DEFAULT.reminderMinutes));
    }
}
