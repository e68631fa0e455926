package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The series of {@code recurrence.jsonl}, posted and read by calendar views. Each is in a calendar of its own. */
class GraphRecurrenceTest {
    private static final String USER = "/v1.0/users/adele@contoso.example";

    @ParameterizedTest
    @EnumSource
    void everySeriesOccursAsExpected(Engine engine) throws IOException {
        try (GraphFixture graph = new GraphFixture(engine)) {
            graph.user("adele", "Adele Vance");
            Client client = graph.client("Calendars.ReadWrite");
            var wrong = new ArrayList<String>();
            for (JsonNode one : cases()) {
                List<String> found = occurrences(client, one);
                List<String> expected = one.path("occurrences")
                        .valueStream()
                        .map(text -> text.stringValue().replace("Z", ".0000000"))
                        .toList();
                if (!found.equals(expected)) {
                    wrong.add(one.path("id") + " " + one.path("note") + "\n  expected " + expected + "\n  found "
                            + found);
                }
            }
            assertEquals("", String.join("\n", wrong));
        }
    }

    private static List<String> occurrences(Client client, JsonNode one) {
        String calendar = client.post(USER + "/calendars", "{'name':" + one.path("id") + "}")
                .id();
        ObjectNode event = Json.object()
                .put("subject", "x")
                .put("isAllDay", one.path("isAllDay").booleanValue());
        for (String name : List.of("start", "end", "recurrence")) {
            event.set(name, one.get(name));
        }
        String events = USER + "/calendars/" + calendar;
        Answer created = client.send("POST", events + "/events", event.toString(), Map.of());
        assertEquals(201, created.status(), () -> one + "\n" + created);
        var starts = new ArrayList<String>();
        String next = events + "/calendarView?$top=1000&$select=start&startDateTime=" + parameter(one, "windowStart")
                + "&endDateTime=" + parameter(one, "windowEnd");
        while (!next.isEmpty()) {
            Answer page = client.get(next);
            assertEquals(200, page.status(), () -> one + "\n" + page);
            page.json()
                    .path("value")
                    .forEach(item -> starts.add(item.at("/start/dateTime").stringValue()));
            String link = page.json().path("@odata.nextLink").stringValue("");
            next = link.isEmpty() ? "" : link.substring(link.indexOf("/v1.0/"));
        }
        return starts;
    }

    private static String parameter(JsonNode one, String name) {
        return one.path(name).stringValue().replace("+", "%2B");
    }

    private static List<JsonNode> cases() throws IOException {
        try (InputStream in = GraphRecurrenceTest.class.getResourceAsStream("/dev/postern/calendar/recurrence.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json::parse)
                    .toList();
        }
    }
}
