package dev.postern.acceptance;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a caller sees of an event.
 *
 * @param originalStart of an occurrence
 * @param statuses the responses of the attendees by the first part of their addresses
 */
record CompanyEvent(
        String id,
        String uid,
        String type,
        String subject,
        String location,
        Instant start,
        Instant end,
        @Nullable Instant originalStart,
        boolean isCancelled,
        boolean isOrganizer,
        String organizer,
        String response,
        String showAs,
        Map<String, String> statuses,
        List<String> categories) {
    /** What is read, so that responses are small. */
    static final List<String> SELECT = List.of(
            "id",
            "iCalUId",
            "type",
            "subject",
            "location",
            "start",
            "end",
            "originalStart",
            "isCancelled",
            "isOrganizer",
            "organizer",
            "responseStatus",
            "showAs",
            "attendees",
            "categories");

    CompanyEvent {
        statuses = Map.copyOf(statuses);
        categories = List.copyOf(categories);
    }

    static CompanyEvent of(JsonNode json) {
        var statuses = new TreeMap<String, String>();
        for (JsonNode one : json.path("attendees")) {
            statuses.put(
                    name(one.at("/emailAddress/address").asString()),
                    one.at("/status/response").asString());
        }
        JsonNode original = json.path("originalStart");
        return new CompanyEvent(
                json.get("id").asString(),
                json.get("iCalUId").asString(),
                json.get("type").asString(),
                json.get("subject").asString(),
                json.at("/location/displayName").asString(),
                utc(json.at("/start/dateTime").asString()),
                utc(json.at("/end/dateTime").asString()),
                original.isString() ? Instant.parse(original.asString()) : null,
                json.get("isCancelled").asBoolean(),
                json.get("isOrganizer").asBoolean(),
                name(json.at("/organizer/emailAddress/address").asString()),
                json.at("/responseStatus/response").asString(),
                json.get("showAs").asString(),
                statuses,
                json.path("categories").valueStream().map(JsonNode::asString).toList());
    }

    static Instant utc(String dateTime) {
        return LocalDateTime.parse(dateTime).toInstant(ZoneOffset.UTC);
    }

    static String name(String address) {
        return address.replace("@contoso.example", "");
    }

    boolean isSeries() {
        return type.equals("seriesMaster");
    }
}
