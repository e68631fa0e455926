package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import tools.jackson.databind.JsonNode;

/** Mailboxes that meet: Olga, Anna and Bert, an application for calendars and one for mail. */
@SuppressWarnings("NullAway.Init")
abstract class MeetingScenario {
    static final String SERIES = "'start':{'dateTime':'2026-12-07T09:00:00','timeZone':'Europe/Berlin'},"
            + "'end':{'dateTime':'2026-12-07T10:00:00','timeZone':'Europe/Berlin'},"
            + "'recurrence':{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['monday']},"
            + "'range':{'type':'numbered','startDate':'2026-12-07','numberOfOccurrences':4}}";

    static final String SINGLE = "'start':{'dateTime':'2026-12-01T09:00:00','timeZone':'UTC'},"
            + "'end':{'dateTime':'2026-12-01T10:00:00','timeZone':'UTC'}";

    static final String WINDOW =
            "/calendarView?startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-31T00:00:00Z&$top=50";

    @Parameter
    Engine engine;

    GraphFixture graph;
    Client calendar;
    Client mail;

    @BeforeEach
    void open() {
        graph = new GraphFixture(engine);
        calendar = graph.client("Calendars.ReadWrite");
        mail = graph.client("Mail.ReadWrite", "Mail.Send");
        for (String name : List.of("olga", "anna", "bert")) {
            graph.user(name, Character.toUpperCase(name.charAt(0)) + name.substring(1));
        }
    }

    @AfterEach
    void close() {
        graph.close();
    }

    static String user(String name) {
        return "/v1.0/users/" + name + "@contoso.example";
    }

    static String attendees(String... names) {
        return List.of(names).stream()
                .map(name -> "{'type':'" + (name.endsWith("?") ? "optional" : "required")
                        + "','emailAddress':{'address':'" + name.replace("?", "") + "@contoso.example'}}")
                .collect(Collectors.joining(",", "'attendees':[", "]"));
    }

    static Answer expect(int status, Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        return answer;
    }

    String create(String name, String... properties) {
        String id = expect(201, calendar.post(user(name) + "/events", "{" + String.join(",", properties) + "}"))
                .id();
        deliver();
        return id;
    }

    void deliver() {
        deliver(Duration.ofSeconds(10));
    }

    /** Delivers what is due; then the clock moves. */
    void deliver(Duration then) {
        graph.deliverDue();
        graph.now.updateAndGet(now -> now.plus(then));
    }

    void patch(String name, String id, String change) {
        expect(200, calendar.patch(user(name) + "/events/" + id, "{" + change + "}"));
        deliver();
    }

    void act(String name, String id, String action, String body) {
        expect(202, calendar.post(user(name) + "/events/" + id + "/" + action, body));
        deliver();
    }

    JsonNode event(String name, String id) {
        return expect(200, calendar.get(user(name) + "/events/" + id)).json();
    }

    List<JsonNode> events(String name) {
        return expect(200, calendar.get(user(name) + "/events?$orderby=createdDateTime"))
                .json()
                .path("value")
                .valueStream()
                .toList();
    }

    JsonNode only(String name) {
        List<JsonNode> all = events(name);
        assertEquals(1, all.size(), name + " " + all);
        return all.getFirst();
    }

    List<JsonNode> view(String name) {
        return expect(200, calendar.get(user(name) + WINDOW))
                .json()
                .path("value")
                .valueStream()
                .toList();
    }

    String id(String name) {
        return only(name).path("id").asString();
    }

    /** The meeting messages in a folder, oldest first: {@code meetingRequest Plan}. */
    List<String> mail(String name, String folder) {
        return expect(200, mail.get(user(name) + "/mailFolders/" + folder + "/messages?$orderby=receivedDateTime"))
                .json()
                .path("value")
                .valueStream()
                .map(one -> one.path("meetingMessageType").asString("-") + " "
                        + one.path("subject").asString())
                .toList();
    }

    String status(String name, String id, String attendee) {
        return event(name, id)
                .path("attendees")
                .valueStream()
                .filter(one -> one.at("/emailAddress/address").asString().startsWith(attendee + "@"))
                .map(one -> one.at("/status/response").asString())
                .collect(Collectors.joining(","));
    }

    String response(String name, String id) {
        return event(name, id).at("/responseStatus/response").asString();
    }
}
