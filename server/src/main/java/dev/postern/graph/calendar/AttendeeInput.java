package dev.postern.graph.calendar;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.content.HeaderText;
import dev.postern.graph.item.EmailAddresses;
import dev.postern.http.Json;
import dev.postern.query.Folding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The attendees of an event as an organizer writes them. */
final class AttendeeInput {
    static final int MAX_ATTENDEES = 500;
    /** The time of a response that has not been given. */
    static final String NEVER = "0001-01-01T00:00:00Z";

    private static final int MAX_NAME_LENGTH = 2_048;
    /** What Outlook shows of an attendee who must answer again. */
    private static final String UNANSWERED = "4501-01-01T00:00:00Z";

    private static final Set<String> KEPT = Set.of("accepted", "tentativelyAccepted", "notResponded");

    private AttendeeInput() {}

    /** In stored form, each address once. */
    static ArrayNode read(JsonNode given, DirectorySnapshot directory) {
        Map<String, ObjectNode> byAddress = new LinkedHashMap<>();
        for (JsonNode one : given) {
            ObjectNode attendee = attendee(one, directory);
            byAddress.putIfAbsent(key(attendee), attendee);
        }
        if (byAddress.size() > MAX_ATTENDEES) {
            throw EventFaults.property("An event can have at most " + MAX_ATTENDEES + " attendees.");
        }
        ArrayNode all = Json.array();
        byAddress.values().forEach(all::add);
        return all;
    }

    /** The folded address of an attendee. */
    static String key(JsonNode attendee) {
        return Folding.fold(attendee.path("emailAddress").path("address").stringValue(""));
    }

    private static ObjectNode attendee(JsonNode given, DirectorySnapshot directory) {
        JsonNode email = given.path("emailAddress");
        String address = email.path("address").stringValue("").strip();
        String name = HeaderText.clean(email.path("name").stringValue(""));
        if (!EmailAddresses.isAddress(address) || name == null || name.length() > MAX_NAME_LENGTH) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidRecipients",
                    "At least one recipient is not valid., The attendee '"
                            + EventFaults.echo(address.isEmpty() ? String.valueOf(name) : address)
                            + "' has no valid address.");
        }
        ObjectNode attendee = Json.object();
        attendee.put("type", given.path("type").stringValue("required"));
        ObjectNode status = status(given.path("status"));
        if (status != null) {
            attendee.set("status", status);
        }
        ObjectNode shown = Json.object().put("name", name).put("address", address);
        EmailAddresses.complete(shown, directory);
        attendee.set("emailAddress", shown);
        return attendee;
    }

    /** Null if none is given. An organizer may record responses, except that an attendee declined. */
    private static @Nullable ObjectNode status(JsonNode given) {
        String response = given.path("response").stringValue("");
        if (response.isEmpty()) {
            return null;
        }
        if (response.equals("declined")) {
            return status("notResponded", UNANSWERED);
        }
        return KEPT.contains(response)
                ? status(response, given.path("time").stringValue(NEVER))
                : status("none", NEVER);
    }

    static ObjectNode status(String response, String time) {
        return Json.object().put("response", response).put("time", time);
    }

    /** Completes the statuses of a new list: attendees who remain keep theirs, and their proposals. */
    static void keepStatus(ArrayNode attendees, JsonNode before) {
        Map<String, JsonNode> known = new LinkedHashMap<>();
        before.forEach(one -> known.put(key(one), one));
        for (JsonNode one : attendees) {
            ObjectNode attendee = (ObjectNode) one;
            JsonNode earlier = known.get(key(attendee));
            if (earlier != null && earlier.get("proposedNewTime") instanceof ObjectNode proposed) {
                attendee.set("proposedNewTime", proposed);
            }
            if (!attendee.has("status")) {
                attendee.set(
                        "status",
                        earlier != null && earlier.get("status") instanceof ObjectNode status
                                ? status
                                : status("none", NEVER));
            }
        }
    }
}
