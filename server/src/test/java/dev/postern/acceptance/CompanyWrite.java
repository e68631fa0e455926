package dev.postern.acceptance;

import dev.postern.http.Json;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller writes; what is null is not written.
 *
 * @param start and {@code end} in this zone
 * @param attendees their names and types
 */
record CompanyWrite(
        @Nullable String transactionId,
        @Nullable String subject,
        @Nullable String location,
        @Nullable String category,
        @Nullable String zone,
        @Nullable LocalDateTime start,
        @Nullable LocalDateTime end,
        CompanyTimes.@Nullable Repeat repeat,
        @Nullable Map<String, String> attendees) {
    static CompanyWrite subject(String subject) {
        return new CompanyWrite(null, subject, null, null, null, null, null, null, null);
    }

    static CompanyWrite location(String location) {
        return new CompanyWrite(null, null, location, null, null, null, null, null, null);
    }

    static CompanyWrite category(String category) {
        return new CompanyWrite(null, null, null, category, null, null, null, null, null);
    }

    static CompanyWrite attendees(Map<String, String> attendees) {
        return new CompanyWrite(null, null, null, null, null, null, null, null, attendees);
    }

    /** @param whole with the recurrence */
    static CompanyWrite times(CompanyTimes times, boolean whole) {
        return new CompanyWrite(
                null,
                null,
                null,
                null,
                times.zone(),
                times.start(),
                times.start().plusMinutes(times.minutes()),
                whole ? times.repeat() : null,
                null);
    }

    static CompanyWrite event(String transactionId, String subject, CompanyTimes times, Map<String, String> attendees) {
        CompanyWrite when = times(times, true);
        return new CompanyWrite(
                transactionId, subject, null, null, when.zone, when.start, when.end, when.repeat, attendees);
    }

    String json() {
        ObjectNode json = Json.object();
        if (transactionId != null) {
            json.put("transactionId", transactionId);
        }
        if (subject != null) {
            json.put("subject", subject);
        }
        if (location != null) {
            json.putObject("location").put("displayName", location);
        }
        if (category != null) {
            json.putArray("categories").add(category);
        }
        if (start != null && end != null) {
            json.putObject("start").put("dateTime", start.toString()).put("timeZone", zone);
            json.putObject("end").put("dateTime", end.toString()).put("timeZone", zone);
        }
        if (repeat != null && start != null) {
            json.set("recurrence", recurrence(repeat, start));
        }
        if (attendees != null) {
            var list = json.putArray("attendees");
            attendees.forEach((name, type) -> {
                ObjectNode one = list.addObject().put("type", type);
                one.putObject("emailAddress").put("address", name + "@contoso.example");
            });
        }
        return Json.text(json);
    }

    private static ObjectNode recurrence(CompanyTimes.Repeat repeat, LocalDateTime start) {
        ObjectNode recurrence = Json.object();
        ObjectNode pattern = recurrence.putObject("pattern").put("interval", repeat.interval());
        switch (repeat.kind()) {
            case DAILY -> pattern.put("type", "daily");
            case WEEKLY -> {
                pattern.put("type", "weekly");
                pattern.putArray("daysOfWeek").add(start.getDayOfWeek().name().toLowerCase(Locale.ROOT));
            }
            case MONTHLY -> pattern.put("type", "absoluteMonthly").put("dayOfMonth", start.getDayOfMonth());
        }
        recurrence
                .putObject("range")
                .put("type", "numbered")
                .put("startDate", start.toLocalDate().toString())
                .put("numberOfOccurrences", repeat.count());
        return recurrence;
    }
}
