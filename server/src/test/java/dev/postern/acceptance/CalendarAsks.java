package dev.postern.acceptance;

import dev.postern.graph.OperationRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Creates requests for the rows about calendars, like {@link MailAsks}, with objects that no other request uses. */
final class CalendarAsks {
    private static final String BOX = "/v1.0/users/" + MailSeeds.MEMBER;
    private static final String JSON = "application/json";
    private static final String PERMISSION =
            "{\"emailAddress\":{\"address\":\"elsewhere@contoso.example\"},\"role\":\"read\"}";

    /** Request bodies by method and by the last collection or object of the template. {@code ~} is replaced by a new name. */
    private static final Map<String, String> BODIES = Map.of(
            "PATCH calendar", "{\"color\":\"lightBlue\"}",
            "POST calendars", "{\"name\":\"~\"}",
            "PATCH calendars/{id}", "{\"name\":\"~\"}",
            "POST calendarGroups", "{\"name\":\"~\"}",
            "PATCH calendarGroups/{id}", "{\"name\":\"~\"}",
            "POST calendarPermissions", PERMISSION,
            "PATCH calendarPermissions/{id}", "{\"role\":\"write\"}");

    private final Http http;
    private final String token;
    private final AtomicInteger number = new AtomicInteger();

    CalendarAsks(Http http, String token) {
        this.http = http;
        this.token = token;
    }

    static boolean has(OperationRow row) {
        return row.section().equals("calendar") && row.template().startsWith("/users/");
    }

    /** The rows that have handlers. */
    static List<OperationRow> rows(List<OperationRow> all) {
        return all.stream()
                .filter(CalendarAsks::has)
                .filter(row -> !row.template().endsWith("/getSchedule")
                        && !row.template().contains("/events/"))
                .toList();
    }

    /** The status for a caller with access. The default calendar is never deleted. */
    static String status(OperationRow row) {
        return row.template().equals("/users/{id}/calendar/permanentDelete") ? "400" : row.successStatus();
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
                                    : segment.replace("{User}", "elsewhere@contoso.example"));
            before = segment;
        }
        return path.toString();
    }

    /** @param path ends with the collection */
    private String made(String collection, String path) {
        String below = path.substring(("/users/" + MailSeeds.MEMBER).length());
        return collection.equals("calendarPermissions")
                ? id(post(below, PERMISSION).expect(200))
                : id(post(below, "{\"name\":\"" + name() + "\"}").expect(201));
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
