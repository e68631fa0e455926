package dev.postern.mailbox.mime;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Converts a Graph recurrence to an iCalendar rule. */
final class EventRecurrence {
    private static final Map<String, String> PLACES =
            Map.of("first", "1", "second", "2", "third", "3", "fourth", "4", "last", "-1");

    private EventRecurrence() {}

    /**
     * @param start of the first event; null for all-day events
     *
     * @param zone the time zone; null if its name is unknown
     * @return null if there is no recurrence, or a rule cannot express it
     */
    static @Nullable String rule(JsonNode recurrence, @Nullable LocalDateTime start, @Nullable ZoneId zone) {
        JsonNode pattern = recurrence.path("pattern");
        String days = pattern.path("daysOfWeek")
                .valueStream()
                .map(day -> day.stringValue("").toUpperCase(Locale.ROOT))
                .filter(day -> day.length() > 2)
                .map(day -> day.substring(0, 2))
                .distinct()
                .collect(Collectors.joining(","));
        String place = "BYDAY=" + days + ";BYSETPOS="
                + PLACES.getOrDefault(pattern.path("index").stringValue("first"), "1");
        String month = "BYMONTH=" + pattern.path("month").asInt(1);
        String day = "BYMONTHDAY=" + pattern.path("dayOfMonth").asInt(1);
        String rule = switch (pattern.path("type").stringValue("")) {
            case "daily" -> "FREQ=DAILY";
            case "weekly" -> "FREQ=WEEKLY" + (days.isEmpty() ? "" : ";BYDAY=" + days) + weekStart(pattern);
            case "absoluteMonthly" -> "FREQ=MONTHLY;" + day;
            case "relativeMonthly" -> "FREQ=MONTHLY;" + place;
            case "absoluteYearly" -> "FREQ=YEARLY;" + month + ";" + day;
            case "relativeYearly" -> "FREQ=YEARLY;" + month + ";" + place;
            default -> null;
        };
        if (rule == null || (rule.contains("BYSETPOS") && days.isEmpty())) {
            return null;
        }
        int interval = pattern.path("interval").asInt(1);
        return rule + (interval > 1 ? ";INTERVAL=" + interval : "") + end(recurrence.path("range"), start, zone);
    }

    private static String weekStart(JsonNode pattern) {
        String first = pattern.path("firstDayOfWeek").stringValue("");
        return first.length() < 2 ? "" : ";WKST=" + first.substring(0, 2).toUpperCase(Locale.ROOT);
    }

    /**
     * The rule ends with the start of the event on the last day, in UTC as the format requires, if the zone is known.
     */
    private static String end(JsonNode range, @Nullable LocalDateTime start, @Nullable ZoneId zone) {
        return switch (range.path("type").stringValue("")) {
            case "numbered" -> ";COUNT=" + range.path("numberOfOccurrences").asInt(1);
            case "endDate" -> {
                try {
                    LocalDate last = LocalDate.parse(range.path("endDate").stringValue(""));
                    yield ";UNTIL=" + until(last, start, zone);
                } catch (DateTimeParseException e) {
                    yield "";
                }
            }
            default -> "";
        };
    }

    private static String until(LocalDate last, @Nullable LocalDateTime start, @Nullable ZoneId zone) {
        if (start == null) {
            return DateTimeFormatter.BASIC_ISO_DATE.format(last);
        }
        LocalDateTime end = last.atTime(start.toLocalTime());
        return zone == null
                ? EventTimes.LOCAL.format(end)
                : EventTimes.LOCAL.format(end.atZone(zone).withZoneSameInstant(ZoneOffset.UTC)) + "Z";
    }
}
