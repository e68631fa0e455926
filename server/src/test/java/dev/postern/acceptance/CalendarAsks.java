package dev.postern.acceptance;

import dev.postern.graph.OperationRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Creates requests for the rows about calendars, like {@link MailAsks}, with objects that no other request uses. */
final class CalendarAsks {
    private static final String BOX = "/v1.0/users/" + MailSeeds.MEMBER;
    private static final String JSON = "application/json";
    private static final String PERMISSION =
            "{\"emailAddress\":{\"address\":\"elsewhere@contoso.example\"},\"role\":\"read\"}";

    private static final String EVENT = """
        {"subject":"~","start":{"dateTime":"2030-05-04T09:00:00","timeZone":"UTC"},
         "end":{"dateTime":"2030-05-04T10:00:00","timeZone":"UTC"},
         "recurrence":{"pattern":{"type":"daily","interval":1},
          "range":{"type":"numbered","startDate":"2030-05-04","numberOfOccurrences":3}}}\
        """;
    private static final String SCHEDULE = """
        {"schedules":["elsewhere@contoso.example"],"startTime":{"dateTime":"2030-05-04T09:00:00","timeZone":"UTC"},
         "endTime":{"dateTime":"2030-05-04T17:00:00","timeZone":"UTC"}}\
        """;
    private static final String FILE =
            "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"b.txt\",\"contentBytes\":\"YWJj\"}";
    private static final Set<String> SECTIONS = Set.of("calendar", "event", "attachment");
    /** An organizer cannot respond to the own meeting, and the default calendar is never deleted. */
    private static final Set<String> IMPOSSIBLE = Set.of("accept", "decline", "tentativelyAccept");

    /** Request bodies by method and by the last collection or object of the template. {@code ~} is replaced by a new name. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("PATCH calendar", "{\"color\":\"lightBlue\"}"),
            Map.entry("POST calendars", "{\"name\":\"~\"}"),
            Map.entry("PATCH calendars/{id}", "{\"name\":\"~\"}"),
            Map.entry("POST calendarGroups", "{\"name\":\"~\"}"),
            Map.entry("PATCH calendarGroups/{id}", "{\"name\":\"~\"}"),
            Map.entry("POST calendarPermissions", PERMISSION),
            Map.entry("PATCH calendarPermissions/{id}", "{\"role\":\"write\"}"),
            Map.entry("POST events", EVENT),
            Map.entry("PATCH events/{id}", "{\"subject\":\"~\"}"),
            Map.entry(
                    "POST snoozeReminder",
                    "{\"newReminderTime\":{\"dateTime\":\"2030-05-04T08:50:00\",\"timeZone\":\"UTC\"}}"),
            Map.entry("POST cancel", "{\"comment\":\"~\"}"),
            Map.entry(
                    "POST forward",
                    "{\"toRecipients\":[{\"emailAddress\":{\"address\":\"elsewhere@fabrikam.example\"}}]}"),
            Map.entry("POST getSchedule", SCHEDULE),
            Map.entry("POST attachments", FILE),
            Map.entry(
                    "POST createUploadSession",
                    "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"c.bin\",\"size\":4000000}}"),
            Map.entry("POST extensions", MailSeeds.extension("~")),
            Map.entry("PATCH extensions/{id}", MailSeeds.extension(MailSeeds.EXTENSION)));

    private final Http http;
    private final String token;
    private final AtomicInteger number = new AtomicInteger();

    CalendarAsks(Http http, String token) {
        this.http = http;
        this.token = token;
    }

    static boolean has(OperationRow row) {
        return SECTIONS.contains(row.section())
                && row.template().startsWith("/users/")
                && !row.template().contains("/messages/");
    }

    /** The rows that have handlers, and those that are refused by name. */
    static List<OperationRow> rows(List<OperationRow> all) {
        return all.stream().filter(CalendarAsks::has).toList();
    }

    /** The status for a caller with access. */
    static String status(OperationRow row) {
        return row.template().equals("/users/{id}/calendar/permanentDelete")
                        || IMPOSSIBLE.contains(last(row.template()))
                ? "400"
                : row.successStatus();
    }

    MailAsk fresh(OperationRow row) {
        @Nullable String body = BODIES.get(row.method() + " " + last(row.template()));
        return new MailAsk(
                row,
                row.method(),
                path(row),
                body == null ? null : JSON,
                body == null ? null : body.replace("~", name()));
    }

    private static String last(String template) {
        String collection = template.replaceAll("/\\{id}$", "");
        return template.substring(collection.lastIndexOf('/') + 1);
    }

    private String path(OperationRow row) {
        var path = new StringBuilder();
        var ids = new HashMap<String, String>();
        String before = "";
        for (String segment : row.template().substring(1).split("/")) {
            if (segment.equals("{id}")) {
                ids.put(before, before.equals("users") ? MailSeeds.MEMBER : made(before, path.toString()));
            }
            path.append('/')
                    .append(
                            segment.equals("{id}")
                                    ? Objects.requireNonNull(ids.get(before))
                                    : segment.replace("{User}", "elsewhere@contoso.example")
                                            .replace("{startDateTime}", "2030-05-04T00:00:00")
                                            .replace("{endDateTime}", "2030-05-11T00:00:00"));
            before = segment;
        }
        boolean window = List.of("calendarView", "instances", "delta").contains(before)
                || row.template().endsWith("/calendarView/$count");
        return path + (window ? "?startDateTime=2030-05-04&endDateTime=2030-05-11" : "");
    }

    /** @param path ends with the collection */
    private String made(String collection, String path) {
        String below = path.substring(("/users/" + MailSeeds.MEMBER).length());
        return switch (collection) {
            case "calendarPermissions" -> id(post(below, PERMISSION).expect(200));
            case "events" -> id(post(below, EVENT.replace("~", name())).expect(201));
            case "attachments" -> id(post(below, FILE).expect(201));
            case "extensions" -> {
                post(below, MailSeeds.extension(MailSeeds.EXTENSION)).expect(201);
                yield MailSeeds.EXTENSION;
            }
            default -> id(post(below, "{\"name\":\"" + name() + "\"}").expect(201));
        };
    }

    private String name() {
        return "calendar" + number.incrementAndGet();
    }

    private Answer post(String path, String body) {
        return http.send("POST", BOX + path, token, JSON, body);
    }

    private static String id(Answer answer) {
        return answer.json().get("id").asString();
    }
}
