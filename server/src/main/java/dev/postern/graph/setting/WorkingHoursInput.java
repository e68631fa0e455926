package dev.postern.graph.setting;

import dev.postern.calendar.ZoneName;
import dev.postern.graph.GraphFailure;
import dev.postern.mailbox.setting.CalendarConfiguration;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The value of {@code workingHours}; what it does not name stays as it is. */
record WorkingHoursInput(ObjectNode hours, Instant now) {
    CalendarConfiguration apply(CalendarConfiguration before) {
        CalendarConfiguration after = before;
        if (hours.get("daysOfWeek") instanceof ArrayNode names) {
            var days = EnumSet.noneOf(DayOfWeek.class);
            names.forEach(
                    name -> days.add(DayOfWeek.valueOf(name.stringValue("").toUpperCase(Locale.ROOT))));
            after = after.withWorkDays(days);
        }
        LocalTime from = time("startTime", after.start());
        LocalTime to = time("endTime", after.end());
        if (!from.isBefore(to)) {
            throw new GraphFailure(400, "ErrorInvalidTimeSettings", "Start Time should occur before End Time.");
        }
        after = after.withHours(from, to);
        return hours.get("timeZone") instanceof ObjectNode zone ? zoned(after, zone) : after;
    }

    private LocalTime time(String name, LocalTime otherwise) {
        String text = hours.path(name).stringValue(null);
        return text == null ? otherwise : LocalTime.parse(text);
    }

    private CalendarConfiguration zoned(CalendarConfiguration before, ObjectNode zone) {
        if (!zone.has("bias")) {
            String name = zone.path("name").stringValue("");
            SettingInput.zone(name);
            return before.withTimeZone(name);
        }
        int year = now.atOffset(ZoneOffset.UTC).getYear();
        CustomTimeZone custom = CustomTimeZone.read(zone).orElseThrow(WorkingHoursInput::invalid);
        ZoneName named = custom.named(year).orElseThrow(WorkingHoursInput::invalid);
        return before.withTimeZone(named.name(), custom.json());
    }

    private static GraphFailure invalid() {
        return new GraphFailure(400, "InvalidTimeZone", "Time Zone settings provided are invalid.");
    }
}
