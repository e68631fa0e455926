package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every request of {@code event-bodies.jsonl}, and those of {@code event-cases.jsonl}. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphEventCorpusTest {
    private static final String EVENTS = "/v1.0/users/adele@contoso.example/events";
    private static final String INVITED = "Picnic";
    private static final String TIMES =
            "'start':{'dateTime':'%s','timeZone':'UTC'},'end':{'dateTime':'%s','timeZone':'UTC'}";

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private Client client;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        graph.user("adele", "Adele Vance");
        graph.user("megan", "Megan Bowen");
        client = graph.client("Calendars.ReadWrite");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    @Test
    void theCorpusIsComplete() {
        assertEquals(25, EventBody.read("event-bodies.jsonl").size());
    }

    @TestFactory
    Stream<DynamicTest> everyLine() {
        return Stream.concat(
                        EventBody.read("event-bodies.jsonl").stream(), EventBody.read("event-cases.jsonl").stream())
                .map(line -> DynamicTest.dynamicTest(line.id(), () -> check(line)));
    }

    private void check(EventBody line) {
        String path = filled(line);
        Answer answer = client.send(line.method(), "/v1.0" + path, line.body(), line.headers());
        line.check(answer);
        switch (line.id()) {
            case "evb-02" ->
                assertEquals("outlook.timezone=\"Pacific Standard Time\"", answer.header("Preference-Applied"));
            case "evb-17" -> repeated(line, answer);
            case "evb-21" -> {
                assertEquals(
                        "2026-05-12T09:00:00Z",
                        answer.json().at("/originalStart").asString());
                assertEquals(200, client.get("/v1.0" + path).status());
            }
            case "evb-24" -> proposed(line);
            default -> {}
        }
    }

    /** The response is in the Inbox of the organizer, and its event has the proposed time. */
    private void proposed(EventBody line) {
        graph.deliver();
        JsonNode message = graph.client("Mail.Read")
                .get("/v1.0/users/adele@contoso.example/mailFolders/inbox/messages?$filter=contains(subject,'" + INVITED
                        + "')")
                .json()
                .at("/value/0");
        line.expected("organizerInbox")
                .forEachEntry((name, value) -> assertEquals(
                        value.asString().replace("{subject}", INVITED),
                        message.path(name).asString(),
                        message::toString));
        JsonNode event = client.get(EVENTS + "?$filter=subject eq '" + INVITED + "'")
                .json()
                .at("/value/0");
        line.expected("organizerEvent")
                .forEachEntry((path, value) -> assertEquals(value, event.at("/" + path), () -> path + " of " + event));
    }

    private void repeated(EventBody line, Answer first) {
        int before = client.get(EVENTS + "?$top=1000").json().path("value").size();
        Answer again = client.send(line.method(), "/v1.0" + line.path(), line.body(), Map.of());
        assertEquals(201, again.status());
        assertEquals(first.id(), again.id());
        assertEquals(
                before, client.get(EVENTS + "?$top=1000").json().path("value").size());
    }

    /** The path with the ids of events that the line needs. */
    private String filled(EventBody line) {
        String path = line.path();
        if (path.contains("{calendarId}")) {
            return path.replace(
                    "{calendarId}",
                    client.get("/v1.0/users/adele@contoso.example/calendar").id());
        }
        if (path.contains("{eventId}")) {
            String times = String.format(TIMES, "2026-05-12T09:00:00", "2026-05-12T10:30:00");
            return path.replace(
                    "{eventId}",
                    client.post(EVENTS, "{'subject':'One'," + times + "}").id());
        }
        if (path.contains("{ownEventId}")) {
            return path.replace("{ownEventId}", meeting("Own"));
        }
        if (path.contains("{invitedEventId}")) {
            meeting(INVITED);
            graph.deliver();
            String events = path.substring(0, path.indexOf("/{"));
            String invited = client.get("/v1.0" + events + "?$filter=subject eq '" + INVITED + "'")
                    .each("id")
                    .getFirst();
            return path.replace("{invitedEventId}", invited);
        }
        if (path.contains("{occurrenceId}")) {
            String series = client.post(
                            EVENTS,
                            "{'subject':'Daily'," + String.format(TIMES, "2026-05-11T09:00:00", "2026-05-11T09:30:00")
                                    + ",'recurrence':{'pattern':{'type':'daily','interval':1},'range':"
                                    + "{'type':'numbered','startDate':'2026-05-11','numberOfOccurrences':10}}}")
                    .id();
            List<String> ids = client.get(
                            EVENTS + "/" + series + "/instances?startDateTime=2026-05-11&endDateTime=2026-05-30")
                    .each("id");
            assertEquals(10, ids.size());
            return path.replace("{occurrenceId}", ids.get(1));
        }
        return path;
    }

    private String meeting(String subject) {
        return client.post(
                        EVENTS,
                        "{'subject':'" + subject
                                + "','attendees':[{'emailAddress':{'address':'megan@contoso.example'}}],"
                                + String.format(TIMES, "2026-08-15T09:00:00", "2026-08-15T10:30:00") + "}")
                .id();
    }
}
