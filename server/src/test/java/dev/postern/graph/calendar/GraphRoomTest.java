package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.Core;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.http.Json;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.CalendarProcessing;
import dev.postern.mailbox.event.CalendarSettings;
import dev.postern.mailbox.event.Events;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rooms answer to meeting requests by themselves. Today is 23 November 2026. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphRoomTest {
    private static final String ADA = "/v1.0/users/ada@contoso.example";
    private static final String BOB = "/v1.0/users/bob@contoso.example";

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private Client client;
    private Client mail;
    private User ada;
    private int rooms;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        client = graph.client("Calendars.ReadWrite");
        mail = graph.client("Mail.Read");
        ada = graph.user("ada", "Ada");
        graph.user("bob", "Bob");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    /** A room with settings that differ from those of a new one. */
    private User room(UnaryOperator<CalendarProcessing> settings) {
        rooms++;
        User room = graph.mailbox(RecipientType.ROOM_MAILBOX, "room" + rooms, "Room " + rooms);
        assertEquals(200, client.get(path(room) + "/calendar").status());
        new CalendarSettings(graph.mailboxes().open(Objects.requireNonNull(room.mailbox()))).process(true, settings);
        return room;
    }

    private User room() {
        return room(UnaryOperator.identity());
    }

    private static String path(User user) {
        return "/v1.0/users/" + user.userPrincipalName();
    }

    private static String meeting(User room, String start, String end, String more) {
        return ("{'subject':'Planning','body':{'contentType':'text','content':'Secret'},"
                        + "'start':{'dateTime':'%s','timeZone':'UTC'},'end':{'dateTime':'%s','timeZone':'UTC'},"
                        + "'attendees':[{'type':'resource','emailAddress':{'address':'%s'}}]%s}")
                .formatted(start, end, room.userPrincipalName(), more);
    }

    private String invite(String organizer, String body) {
        Answer answer = client.post(organizer + "/events", body);
        assertEquals(201, answer.status(), answer.text());
        graph.deliver();
        return answer.id();
    }

    private String status(String organizer, String event) {
        return client.get(organizer + "/events/" + event)
                .json()
                .at("/attendees/0/status/response")
                .asString("");
    }

    private List<String> calendar(User room) {
        return client.get(path(room)
                        + "/calendarView?startDateTime=2026-11-23T00:00:00Z&endDateTime=2027-11-23T00:00:00Z&$top=1000")
                .json()
                .path("value")
                .valueStream()
                .map(event -> event.path("subject").asString("") + " "
                        + event.at("/start/dateTime").asString("").substring(5, 16) + " "
                        + event.path("showAs").asString("") + " "
                        + event.at("/responseStatus/response").asString(""))
                .toList();
    }

    private JsonNode reply(String organizer, String prefix) {
        return mail.get(organizer + "/mailFolders/inbox/messages?$orderby=receivedDateTime desc&$top=50")
                .json()
                .path("value")
                .valueStream()
                .filter(message -> message.path("subject").asString("").startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMovedOccurrenceIsAnsweredOnItsOwn() {
        User room = room();
        String series = ",'recurrence':{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['tuesday']},"
                + "'range':{'type':'numbered','startDate':'2026-12-01','numberOfOccurrences':3}}";
        String event = invite(ADA, meeting(room, "2026-12-01T09:00:00", "2026-12-01T10:00:00", series));
        String second = client.get(ADA + "/events/" + event
                        + "/instances?startDateTime=2026-12-08T00:00:00Z&endDateTime=2026-12-09T00:00:00Z")
                .json()
                .at("/value/0/id")
                .asString("");

        move(second, "2026-12-09");

        assertEquals("accepted", status(ADA, second));
        assertEquals(
                List.of(
                        "Ada 12-01T09:00 busy accepted",
                        "Ada 12-09T09:00 busy accepted",
                        "Ada 12-15T09:00 busy accepted"),
                calendar(room));
        invite(BOB, meeting(room, "2026-12-10T09:00:00", "2026-12-10T10:00:00", ""));

        move(second, "2026-12-10");

        assertEquals("declined", status(ADA, second));
        assertEquals("accepted", status(ADA, event));
        assertEquals(
                List.of(
                        "Ada 12-01T09:00 busy accepted",
                        "Bob 12-10T09:00 busy accepted",
                        "Ada 12-15T09:00 busy accepted"),
                calendar(room));

        move(second, "2026-12-11");

        assertEquals("accepted", status(ADA, second));
        assertEquals(
                List.of(
                        "Ada 12-01T09:00 busy accepted",
                        "Bob 12-10T09:00 busy accepted",
                        "Ada 12-11T09:00 busy accepted",
                        "Ada 12-15T09:00 busy accepted"),
                calendar(room));
    }

    private void move(String occurrence, String day) {
        Answer answer = client.patch(
                ADA + "/events/" + occurrence,
                "{'start':{'dateTime':'%sT09:00:00','timeZone':'UTC'},'end':{'dateTime':'%sT10:00:00','timeZone':'UTC'}}"
                        .formatted(day, day));
        assertEquals(200, answer.status(), answer.text());
        graph.deliver();
    }

    @Test
    void aFreeRoomAccepts() {
        User room = room();

        String event = invite(
                ADA,
                meeting(room, "2026-11-24T09:00:00", "2026-11-24T10:00:00", ",'sensitivity':'private'")
                        .replace("Planning", "Tuesday"));

        assertEquals("accepted", status(ADA, event));
        assertEquals(List.of("Ada 11-24T09:00 busy accepted"), calendar(room));
        JsonNode kept = client.get(path(room) + "/events").json().at("/value/0");
        assertEquals("", kept.path("bodyPreview").asString("none"));
        assertEquals("normal", kept.path("sensitivity").asString(""));
        assertEquals(
                "Tuesday",
                client.get(ADA + "/events/" + event).json().path("subject").asString(""));
        JsonNode reply = reply(ADA, "Accepted: Tuesday");
        assertEquals("Your request was accepted.", reply.path("bodyPreview").asString(""));
        assertEquals("meetingAccepted", reply.path("meetingMessageType").asString(""));
    }

    @Test
    void aBookedRoomDeclinesAndSaysWhy() {
        User room = room();
        invite(ADA, meeting(room, "2026-11-25T09:00:00", "2026-11-25T10:00:00", ""));

        String event = invite(
                BOB,
                meeting(room, "2026-11-25T09:30:00", "2026-11-25T10:30:00", "").replace("Planning", "Wednesday"));

        assertEquals("declined", status(BOB, event));
        assertEquals(List.of("Ada 11-25T09:00 busy accepted"), calendar(room));
        assertEquals(
                "Your request was declined because there are conflicts. - 2026-11-25 09:30 to 2026-11-25 10:30 (UTC),"
                        + " Ada",
                reply(BOB, "Declined: Wednesday")
                        .path("bodyPreview")
                        .asString("")
                        .replaceAll("\\s+", " "));
        String adjacent = invite(BOB, meeting(room, "2026-11-25T10:00:00", "2026-11-25T10:30:00", ""));
        assertEquals("accepted", status(BOB, adjacent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "workingElsewhere", "tentative", "oof"})
    void aBookedRoomIsBusyWhateverTheOrganizerShows(String shown) {
        User room = room();
        String first =
                invite(ADA, meeting(room, "2026-11-25T13:00:00", "2026-11-25T14:00:00", ",'showAs':'" + shown + "'"));
        assertEquals("accepted", status(ADA, first));
        assertEquals(List.of("Ada 11-25T13:00 busy accepted"), calendar(room));
        String second = invite(BOB, meeting(room, "2026-11-25T13:30:00", "2026-11-25T14:30:00", ""));
        assertEquals("declined", status(BOB, second));
    }

    @Test
    void aMoveDoesNotConflictWithTheOldTimeButWithOthers() {
        User room = room();
        String moved = invite(ADA, meeting(room, "2026-11-26T09:00:00", "2026-11-26T10:00:00", ""));
        invite(BOB, meeting(room, "2026-11-26T11:00:00", "2026-11-26T12:00:00", ""));

        move(moved, "2026-11-26T09:30:00", "2026-11-26T10:30:00");
        assertEquals("accepted", status(ADA, moved));
        assertEquals(List.of("Ada 11-26T09:30 busy accepted", "Bob 11-26T11:00 busy accepted"), calendar(room));

        move(moved, "2026-11-26T10:30:00", "2026-11-26T11:30:00");
        assertEquals("declined", status(ADA, moved));
        assertEquals(List.of("Bob 11-26T11:00 busy accepted"), calendar(room));
    }

    private void move(String event, String start, String end) {
        graph.now.set(graph.now.get().plusSeconds(60));
        Answer answer = client.patch(
                ADA + "/events/" + event,
                "{'start':{'dateTime':'%s','timeZone':'UTC'},'end':{'dateTime':'%s','timeZone':'UTC'}}"
                        .formatted(start, end));
        assertEquals(200, answer.status(), answer.text());
        graph.deliver();
    }

    @Test
    void aCancelledMeetingFreesItsTime() {
        User room = room();
        String first = invite(ADA, meeting(room, "2026-11-27T09:00:00", "2026-11-27T10:00:00", ""));
        assertEquals(
                202, client.post(ADA + "/events/" + first + "/cancel", "{}").status());
        graph.deliver();

        assertEquals(
                "accepted", status(BOB, invite(BOB, meeting(room, "2026-11-27T09:00:00", "2026-11-27T10:00:00", ""))));
    }

    /** Free events do not block a room, but each request would have to read them while it locks the room's mailbox. */
    @Test
    void aRoomWhoseCalendarIsFloodedDeclines() {
        User room = room(settings -> settings.with("BookingWindowInDays", 1080));
        Events events = new Events(graph.mailboxes().open(Objects.requireNonNull(room.mailbox())));
        for (int i = 0; i < 20; i++) {
            events.create(
                    WellKnownFolder.CALENDAR.id(),
                    (ObjectNode) Json.parse(
                            ("{'subject':'Flood','showAs':'free','start':{'dateTime':'2026-12-01T09:00:00.0000000',"
                                + "'timeZone':'UTC'},'end':{'dateTime':'2026-12-01T10:00:00.0000000','timeZone':'UTC'},"
                                + "'recurrence':{'pattern':{'type':'daily','interval':1},"
                                + "'range':{'type':'noEnd','startDate':'2026-12-01'}}}")
                                    .replace('\'', '"')
                                    .getBytes(StandardCharsets.UTF_8)),
                    List.of());
        }
        String year = invite(
                ADA,
                meeting(room, "2026-12-01T09:00:00", "2026-12-01T10:00:00", daily(1000))
                        .replace("Planning", "Years"));
        assertEquals("declined", status(ADA, year));
        assertEquals(
                "Your request was declined. Its calendar has too many entries in this time.",
                reply(ADA, "Declined: Years").path("bodyPreview").asString(""));
        String week = invite(ADA, meeting(room, "2026-12-01T09:00:00", "2026-12-01T10:00:00", daily(7)));
        assertEquals("accepted", status(ADA, week));
    }

    private static String daily(int count) {
        return ",'recurrence':{'pattern':{'type':'daily','interval':1},'range':{'type':'numbered','startDate':'2026-12-01','numberOfOccurrences':"
                + count + "}}";
    }

    @Test
    void aSeriesIsAcceptedWithoutTheOccurrencesThatConflictIfTheSettingsAllowIt() {
        User room =
                room(settings -> settings.with("ConflictPercentageAllowed", 50).with("MaximumConflictInstances", 1));
        invite(ADA, meeting(room, "2026-12-02T09:00:00", "2026-12-02T10:00:00", ""));

        String series = invite(BOB, meeting(room, "2026-12-01T09:30:00", "2026-12-01T10:30:00", daily(3)));

        assertEquals("accepted", status(BOB, series));
        assertEquals(
                List.of(
                        "Bob 12-01T09:30 busy accepted",
                        "Ada 12-02T09:00 busy accepted",
                        "Bob 12-03T09:30 busy accepted"),
                calendar(room));
        List<String> instances = client.get(BOB + "/events/" + series
                        + "/instances?startDateTime=2026-12-01T00:00:00Z&endDateTime=2026-12-05T00:00:00Z")
                .json()
                .path("value")
                .valueStream()
                .map(one -> one.at("/attendees/0/status/response").asString(""))
                .toList();
        assertEquals(List.of("accepted", "declined", "accepted"), instances);

        User strict = room();
        invite(ADA, meeting(strict, "2026-12-02T09:00:00", "2026-12-02T10:00:00", ""));
        assertEquals(
                "declined",
                status(BOB, invite(BOB, meeting(strict, "2026-12-01T09:30:00", "2026-12-01T10:30:00", daily(3)))));
    }

    @Test
    void aSeriesBeyondTheBookingWindowIsDeclinedOrCutOff() {
        String long_ = daily(400);
        assertEquals(
                "declined",
                status(ADA, invite(ADA, meeting(room(), "2026-12-01T09:00:00", "2026-12-01T10:00:00", long_))));
        User lenient = room(
                settings -> settings.with("EnforceSchedulingHorizon", false).with("BookingWindowInDays", 10));

        String event = invite(ADA, meeting(lenient, "2026-12-01T09:00:00", "2026-12-01T10:00:00", long_));

        assertEquals("accepted", status(ADA, event));
        assertEquals(
                List.of(
                        "Ada 12-01T09:00 busy accepted",
                        "Ada 12-02T09:00 busy accepted",
                        "Ada 12-03T09:00 busy accepted"),
                calendar(lenient));
    }

    @Test
    void whoIsNotInAListIsDeclinedOrHasToWait() {
        String bookers = graph.group("bookers", ada.id()).id().toString();
        User team = room(settings -> settings.with("AllBookInPolicy", false).with("BookInPolicy", List.of(bookers)));
        assertEquals(
                "accepted", status(ADA, invite(ADA, meeting(team, "2026-12-08T09:00:00", "2026-12-08T10:00:00", ""))));
        assertEquals(
                "declined", status(BOB, invite(BOB, meeting(team, "2026-12-08T11:00:00", "2026-12-08T12:00:00", ""))));

        User asked = room(settings -> settings.with("AllBookInPolicy", false).with("AllRequestInPolicy", true));
        String waiting = invite(ADA, meeting(asked, "2026-12-08T09:00:00", "2026-12-08T10:00:00", ""));
        assertEquals("tentativelyAccepted", status(ADA, waiting));
        assertEquals(List.of("Ada 12-08T09:00 tentative tentativelyAccepted"), calendar(asked));
    }

    @Test
    void aMailboxThatDoesNotAutomateKeepsTheMailOnly() {
        User manual = room(settings -> settings.with("AutomateProcessing", "None"));
        String event = invite(ADA, meeting(manual, "2026-12-09T09:00:00", "2026-12-09T10:00:00", ""));
        assertEquals("none", status(ADA, event));
        assertEquals(List.of(), calendar(manual));

        User update = room(settings -> settings.with("AutomateProcessing", "AutoUpdate"));
        invite(ADA, meeting(update, "2026-12-09T09:00:00", "2026-12-09T10:00:00", ""));
        assertEquals(List.of("Planning 12-09T09:00 tentative notResponded"), calendar(update));
        User person = graph.user("person", "Person");
        invite(ADA, meeting(person, "2026-12-09T09:00:00", "2026-12-09T10:00:00", ""));
        assertEquals(List.of("Planning 12-09T09:00 tentative notResponded"), calendar(person));
        assertFalse(calendar(room()).contains("Planning"));
    }

    /** With PostgreSQL, two nodes deliver the requests at the same time. */
    @Test
    void ofRequestsForOneTimeExactlyOneWins() throws Exception {
        List<String> organizers = IntStream.range(0, 8)
                .mapToObj(i -> graph.user("racer" + i, "Racer " + i).userPrincipalName())
                .toList();
        // it shares the database, which the fixture closes
        Core other = graph.otherNode();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 8; round++) {
                User room = room();
                String body = meeting(room, "2026-12-10T09:00:00", "2026-12-10T10:00:00", "");
                var barrier = new CyclicBarrier(8);
                var posts = threads.invokeAll(organizers.stream()
                        .<Callable<Answer>>map(organizer -> () -> {
                            barrier.await();
                            return client.post("/v1.0/users/" + organizer + "/events", body);
                        })
                        .toList());
                for (Future<Answer> post : posts) {
                    assertEquals(201, post.get().status(), post.get().text());
                }
                var deliveries = threads.invokeAll(IntStream.range(0, 4)
                        .<Callable<Integer>>mapToObj(i -> () -> {
                            int delivered = 0;
                            for (int idle = 0; idle < 3; ) {
                                int now = i % 2 == 0
                                        ? graph.deliverOnce()
                                        : other.delivery().deliverDue();
                                delivered += now;
                                idle = now == 0 ? idle + 1 : 0;
                            }
                            return delivered;
                        })
                        .toList());
                for (Future<Integer> delivery : deliveries) {
                    delivery.get();
                }
                graph.deliver();
                List<String> results = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    results.add(status(
                            "/v1.0/users/" + organizers.get(i),
                            posts.get(i).get().id()));
                }
                Collections.sort(results);
                assertEquals("accepted", results.getFirst());
                assertEquals(Collections.nCopies(7, "declined"), results.subList(1, 8));
                assertEquals(1, calendar(room).size());
            }
        }
    }
}
