package dev.postern.graph.mail;

import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import dev.postern.gate.MailReader;
import dev.postern.graph.GraphFailure;
import dev.postern.http.Json;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.ItemJson;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.ItemRef;
import dev.postern.query.Moments;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The flag in a message that a caller writes. */
final class FlagInput {
    private static final Fields FLAG = Fields.of("flag");
    private static final String STATUS = "flagStatus";
    private static final String NONE = "notFlagged";
    private static final String COMPLETE = "complete";
    private static final int MAX_ECHO = 100;
    private static final List<String> DATES = List.of("startDateTime", "dueDateTime", "completedDateTime");

    private FlagInput() {}

    /** Completes a change of a flag with the members that it does not name, as with other complex properties. */
    static void merge(ObjectNode patch, MailReader mailbox, ItemRef ref) {
        if (!(patch.get("flag") instanceof ObjectNode given)) {
            return;
        }
        JsonNode before = ItemJson.of(mailbox.item(ref, FLAG), IdStyle.DEFAULT, FLAG).path("flag");
        ObjectNode merged = Json.object();
        if (before instanceof ObjectNode old) {
            merged.setAll(old);
        }
        if (given.has(STATUS) && !given.path(STATUS).stringValue("").equals(COMPLETE)) {
            merged.remove("completedDateTime");
        }
        given.properties().forEach(member -> merged.set(member.getKey(), member.getValue()));
        patch.set("flag", merged);
    }

    /**
     * Converts the flag of a message to its stored form.
     *
     * @throws GraphFailure if its dates are not valid, or it does not have those that it needs
     */
    static void check(ObjectNode message) {
        if (!message.has("flag")) {
            return;
        }
        ObjectNode flag = Json.object();
        if (message.get("flag") instanceof ObjectNode given) {
            given.properties().stream()
                    .filter(member -> !member.getValue().isNull())
                    .forEach(member -> flag.set(member.getKey(), member.getValue()));
        }
        @Nullable Instant start = date(flag, "startDateTime");
        @Nullable Instant due = date(flag, "dueDateTime");
        @Nullable Instant completed = date(flag, "completedDateTime");
        if (!flag.has(STATUS)) {
            flag.put(STATUS, start == null ? NONE : "flagged");
        }
        if (due != null && start == null) {
            throw invalid("The flag has a 'dueDateTime' and no 'startDateTime'. A due date requires a start date.");
        }
        if (due != null && due.isBefore(start)) {
            throw invalid("The 'dueDateTime' of the flag is before its 'startDateTime'.");
        }
        String status = flag.path(STATUS).stringValue("");
        if (status.equals(COMPLETE) && completed == null) {
            throw invalid("The flag is 'complete' and has no 'completedDateTime'.");
        }
        if (status.equals(NONE)) {
            flag.remove(DATES);
        }
        message.set("flag", flag);
    }

    private static @Nullable Instant date(ObjectNode flag, String name) {
        if (!flag.has(name)) {
            return null;
        }
        JsonNode given = flag.path(name);
        String text = given.path("dateTime").stringValue("");
        String zone = given.path("timeZone").stringValue("UTC");
        ZoneName known = ZoneNames.find(zone)
                .orElseThrow(() -> invalid("The time zone '" + shortened(zone) + "' of the flag's '" + name + "' is not known."));
        Instant local = Moments.parse(text)
                .orElseThrow(() ->
                        invalid("The 'dateTime' '" + shortened(text) + "' of the flag's '" + name + "' is not a date and time."));
        return local.atZone(ZoneOffset.UTC).toLocalDateTime().atZone(known.id()).toInstant();
    }

    private static String shortened(String text) {
        return text.length() > MAX_ECHO ? text.substring(0, MAX_ECHO) + "..." : text;
    }

    private static GraphFailure invalid(String message) {
        return new GraphFailure(400, "ErrorInvalidRequest", message);
    }
}
