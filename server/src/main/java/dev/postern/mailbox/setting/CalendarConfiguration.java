package dev.postern.mailbox.setting;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The working hours of a mailbox, and the reminders of its new events.
 *
 * @param timeZone the zone of the working hours, by a name that {@link dev.postern.calendar.ZoneNames} knows
 * @param customZone the rules of a zone without a name, a Graph {@code customTimeZone}; {@code timeZone} then has the same offsets
 * @param weekStart shown to clients only
 * @param reminders whether new events remind unless a caller says so
 * @param reminderMinutes how long before an event
 */
public record CalendarConfiguration(
        Set<DayOfWeek> workDays,
        LocalTime start,
        LocalTime end,
        String timeZone,
        @Nullable ObjectNode customZone,
        DayOfWeek weekStart,
        boolean reminders,
        int reminderMinutes) {
    public static final CalendarConfiguration DEFAULT = new CalendarConfiguration(
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            LocalTime.of(8, 0),
            LocalTime.of(17, 0),
            "UTC",
            null,
            DayOfWeek.SUNDAY,
            true,
            15);

    public CalendarConfiguration {
        workDays = Set.copyOf(workDays);
    }

    public CalendarConfiguration withWorkDays(Set<DayOfWeek> other) {
        return new CalendarConfiguration(
                other, start, end, timeZone, customZone, weekStart, reminders, reminderMinutes);
    }

    public CalendarConfiguration withHours(LocalTime from, LocalTime to) {
        return new CalendarConfiguration(
                workDays, from, to, timeZone, customZone, weekStart, reminders, reminderMinutes);
    }

    public CalendarConfiguration withTimeZone(String other) {
        return withTimeZone(other, null);
    }

    public CalendarConfiguration withTimeZone(String other, @Nullable ObjectNode custom) {
        return new CalendarConfiguration(workDays, start, end, other, custom, weekStart, reminders, reminderMinutes);
    }

    public CalendarConfiguration withWeekStart(DayOfWeek other) {
        return new CalendarConfiguration(workDays, start, end, timeZone, customZone, other, reminders, reminderMinutes);
    }

    public CalendarConfiguration withReminders(boolean on, int minutes) {
        return new CalendarConfiguration(workDays, start, end, timeZone, customZone, weekStart, on, minutes);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode days = json.putArray("workDays");
        workDays.stream().sorted().forEach(day -> days.add(day.name()));
        json.put("start", start.toString());
        json.put("end", end.toString());
        json.put("timeZone", timeZone);
        if (customZone != null) {
            json.set("customZone", customZone);
        }
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
                json.get("customZone") instanceof ObjectNode custom ? custom : null,
                DayOfWeek.valueOf(json.path("weekStart").stringValue(DEFAULT.weekStart.name())),
                json.path("reminders").booleanValue(DEFAULT.reminders),
                json.path("reminderMinutes").intValue(DEFAULT.reminderMinutes));
    }
}
