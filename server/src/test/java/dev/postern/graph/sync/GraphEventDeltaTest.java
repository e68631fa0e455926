package dev.postern.graph.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
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

/** The delta functions of events: a window of a calendar, and the instances of a series. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphEventDeltaTest {
    private static final String MARCH = "?startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-04-01T00:00:00Z";

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private Client client;
    private final AtomicInteger users = new AtomicInteger();

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        client = graph.client("Calendars.ReadWrite");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    private String box() {
        String name = "events" + users.incrementAndGet();
        graph.user(name, name);
        return "/v1.0/users/" + name + "@contoso.example";
    }

    private String event(String calendar, String subject, String start, String more) {
        Answer answer = client.post(
                calendar + "/events",
                "{'subject':'" + subject + "'," + times(start) + (more.isEmpty() ? "" : "," + more) + "}");
        assertEquals(201, answer.status(), answer::toString);
        return answer.id();
    }

    private static String times(String start) {
        return "'start':{'dateTime':'" + start + ":00','timeZone':'UTC'},'end':{'dateTime':'" + start
                + ":30','timeZone':'UTC'}";
    }

    private static String recurrence(String type, String more, int count, String first) {
        return "'recurrence':{'pattern':{'type':'" + type + "','interval':1" + more
                + "},'range':{'type':'numbered','startDate':'" + first + "','numberOfOccurrences':" + count + "}}";
    }

    private static String day(String id, DeltaReader reader) {
        JsonNode entry = reader.copy().get(id);
        return entry == null
                ? "?"
                : entry.path("start").path("dateTime").asString().substring(5, 10);
    }

    /** The days in the copy, by type. */
    private static List<String> days(DeltaReader reader) {
        return reader.copy().values().stream()
                .filter(entry -> !entry.path("type").asString().equals("seriesMaster"))
                .map(entry -> entry.path("start").path("dateTime").asString().substring(5, 10))
                .sorted()
                .toList();
    }

    private static Set<String> removed(List<JsonNode> entries) {
        return entries.stream()
                .filter(entry -> entry.has("@removed"))
                .map(entry -> entry.path("id").asString())
                .collect(Collectors.toSet());
    }

    private static String occurrence(DeltaReader reader, String day) {
        return reader.copy().values().stream()
                .filter(entry -> !entry.path("type").asString().equals("seriesMaster"))
                .filter(entry -> entry.path("start").path("dateTime").asString().contains("-" + day + "T"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
    }

    /** The copy has what the view has, in the same state, and the series of it. */
    private void same(DeltaReader reader, String view) {
        List<JsonNode> shown = client.get(view + "&$top=1000")
                .json()
                .path("value")
                .valueStream()
                .toList();
        Map<String, String> wanted =
                shown.stream().collect(Collectors.toMap(one -> one.path("id").asString(), GraphEventDeltaTest::state));
        Map<String, String> copied = reader.copy().values().stream()
                .filter(entry -> !entry.path("type").asString().equals("seriesMaster"))
                .collect(Collectors.toMap(one -> one.path("id").asString(), GraphEventDeltaTest::state));
        assertEquals(wanted, copied);
        Set<String> series = shown.stream()
                .map(one -> one.path("seriesMasterId").asString(""))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        Set<String> masters = new HashSet<>(reader.copy().keySet());
        masters.removeAll(copied.keySet());
        assertEquals(series, masters);
    }

    private static String state(JsonNode one) {
        return one.path("@odata.etag").asString() + one.path("type").asString() + one.path("start") + one.path("end");
    }

    @Test
    void aWindowHasEventsSeriesAndTheirOccurrences() {
        String box = box();
        event(box, "inside", "2027-03-10T09", "");
        event(box, "outside", "2027-04-10T09", "");
        event(box, "daily", "2027-02-26T09", recurrence("daily", "", 5, "2027-02-26"));
        event(box, "never", "2027-05-26T09", recurrence("daily", "", 5, "2027-05-26"));
        DeltaReader reader = new DeltaReader(client, box + "/calendarView/delta" + MARCH);
        List<JsonNode> entries = reader.round();
        assertEquals(4, entries.size());
        assertEquals(
                List.of("singleInstance", "seriesMaster", "occurrence", "occurrence"),
                entries.stream().map(one -> one.path("type").asString()).toList());
        JsonNode stub = entries.getLast();
        assertEquals(
                List.of("@odata.type", "@odata.etag", "id", "type", "seriesMasterId", "start", "end"),
                List.copyOf(stub.propertyNames()));
        assertEquals("inside", entries.getFirst().path("subject").asString());
        assertTrue(entries.get(1).path("recurrence").isObject());
        same(reader, box + "/calendarView" + MARCH);
        String link = reader.link();
        assertEquals(List.of(), reader.round());
        assertEquals(link, reader.link());
        for (String path : List.of("/calendar/calendarView/delta", "/events/delta", "/calendar/events/delta")) {
            assertEquals(4, new DeltaReader(client, box + path + MARCH).round().size(), path);
        }
    }

    @Test
    void singleEventsEnterAndLeaveTheWindow() {
        String box = box();
        String id = event(box, "moving", "2027-03-10T09", "");
        String outside = event(box, "outside", "2027-04-10T09", "");
        DeltaReader reader = new DeltaReader(client, box + "/calendarView/delta" + MARCH);
        reader.round();
        client.patch(box + "/events/" + id, "{" + times("2027-05-10T09") + "}");
        String unseen = event(box, "unseen", "2027-04-11T09", "");
        client.patch(box + "/events/" + outside, "{" + times("2027-03-31T23") + "}");
        List<JsonNode> entries = reader.round();
        assertEquals(Set.of(id, unseen), removed(entries));
        assertEquals(Set.of(outside), reader.copy().keySet());
        client.delete(box + "/events/" + outside);
        client.delete(box + "/events/" + unseen);
        String back = event(box, "new", "2027-03-01T00", "");
        entries = reader.round();
        assertEquals(Set.of(outside, unseen), removed(entries));
        assertEquals(Set.of(back), reader.copy().keySet());
    }

    @Test
    void aChangedSeriesIsReadAgainAsAWhole() {
        String box = box();
        String id = event(
                box, "weekly", "2027-03-02T09", recurrence("weekly", ",'daysOfWeek':['tuesday']", 8, "2027-03-02"));
        String view = box + "/calendarView" + MARCH;
        DeltaReader reader =
                new DeltaReader(client, box + "/calendarView/delta" + MARCH, Map.of("Prefer", "odata.maxpagesize=2"));
        assertEquals(6, reader.page(Map.of()).size(), "A series is not split");
        assertEquals(List.of("03-02", "03-09", "03-16", "03-23", "03-30"), days(reader));
        String ninth = occurrence(reader, "09");
        client.delete(box + "/events/" + ninth);
        List<JsonNode> entries = reader.round();
        assertEquals(Set.of(ninth), removed(entries));
        assertEquals(6, entries.size());
        same(reader, view);

        // an occurrence out of the window, and one into it
        String thirtieth = occurrence(reader, "30");
        client.patch(box + "/events/" + thirtieth, "{" + times("2027-04-05T09") + "}");
        assertEquals(
                Set.of(thirtieth),
                removed(reader.round()).stream()
                        .filter(one -> !one.equals(ninth))
                        .collect(Collectors.toSet()));
        same(reader, view);
        String april = client.get(box + "/events/" + id + "/instances?startDateTime=2027-04-06T00:00:00Z"
                        + "&endDateTime=2027-04-07T00:00:00Z")
                .json()
                .path("value")
                .path(0)
                .path("id")
                .asString();
        client.patch(box + "/events/" + thirtieth, "{" + times("2027-03-29T09") + "}");
        client.patch(box + "/events/" + april, "{" + times("2027-03-31T09") + ",'subject':'early'}");
        reader.round();
        same(reader, view);
        assertEquals("exception", reader.get(april).path("type").asString());
        assertEquals("early", reader.get(april).path("subject").asString());
        assertEquals("03-31", day(april, reader));

        // back to where its series has it
        client.patch(box + "/events/" + april, "{" + times("2027-04-06T09") + ",'subject':'weekly'}");
        assertTrue(removed(reader.round()).contains(april));
        same(reader, view);
        client.patch(box + "/events/" + april, "{" + times("2027-03-31T09") + "}");
        reader.round();
        same(reader, view);

        // another pattern
        client.patch(
                box + "/events/" + id,
                "{" + recurrence("weekly", ",'daysOfWeek':['friday']", 3, "2027-03-05") + "," + times("2027-03-05T09")
                        + "}");
        assertTrue(removed(reader.round()).contains(april));
        assertEquals(List.of("03-05", "03-12", "03-19"), days(reader));
        same(reader, view);
        client.patch(
                box + "/events/" + id,
                "{" + recurrence("daily", "", 2, "2027-06-05") + "," + times("2027-06-05T09") + "}");
        reader.round();
        assertEquals(Set.of(), reader.copy().keySet());
        client.patch(box + "/events/" + id, "{'recurrence':null," + times("2027-03-08T09") + "}");
        reader.round();
        assertEquals(List.of("03-08"), days(reader));
        same(reader, view);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "IdType=\"ImmutableId\""})
    void aDeletedSeriesIsRemovedWithItsOccurrences(String prefer) {
        String box = box();
        String id = event(box, "daily", "2027-03-02T09", recurrence("daily", "", 4, "2027-03-02"));
        DeltaReader reader = new DeltaReader(
                client, box + "/calendarView/delta" + MARCH, prefer.isEmpty() ? Map.of() : Map.of("Prefer", prefer));
        reader.round();
        Set<String> all = Set.copyOf(reader.copy().keySet());
        assertEquals(5, all.size());
        client.patch(
                box + "/events/" + id,
                "{" + recurrence("daily", "", 1, "2027-03-20") + "," + times("2027-03-20T09") + "}");
        assertEquals(204, client.delete(box + "/events/" + id).status());
        assertTrue(removed(reader.round()).containsAll(all));
        assertEquals(Map.of(), reader.copy());
    }

    @Test
    void otherCalendarsHaveTheirOwn() {
        String box = box();
        String calendar = client.post(box + "/calendars", "{'name':'Team'}").id();
        event(box + "/calendars/" + calendar, "team", "2027-03-02T09", "");
        DeltaReader team = new DeltaReader(client, box + "/calendars/" + calendar + "/calendarView/delta" + MARCH);
        DeltaReader own = new DeltaReader(client, box + "/calendarView/delta" + MARCH);
        assertEquals(1, team.round().size());
        assertEquals(0, own.round().size());
        String group = client.get(box + "/calendarGroups")
                .json()
                .path("value")
                .path(0)
                .path("id")
                .asString();
        String grouped = box + "/calendarGroups/" + group + "/calendars/" + calendar;
        assertEquals(
                1,
                new DeltaReader(client, grouped + "/calendarView/delta" + MARCH)
                        .round()
                        .size());
        assertEquals(
                1,
                new DeltaReader(client, grouped + "/events/delta" + MARCH)
                        .round()
                        .size());
        String token = team.link().substring(team.link().indexOf('?'));
        assertEquals(400, client.get(box + "/calendarView/delta" + token).status());
        assertEquals(200, client.get(grouped + "/calendarView/delta" + token).status());
        assertEquals(403, graph.client("Mail.Read").get(team.link()).status());
        client.delete(box + "/calendars/" + calendar);
        Answer gone = client.get(team.link());
        assertEquals(404, gone.status(), gone::toString);
        assertEquals("ErrorSyncFolderNotFound", gone.code());
    }

    @Test
    void theInstancesOfASeriesAreFollowed() {
        String box = box();
        String id = event(box, "daily", "2027-03-02T09", recurrence("daily", "", 4, "2027-03-02"));
        event(box, "other", "2027-03-02T09", "");
        String path = box + "/events/" + id + "/instances/delta" + MARCH;
        DeltaReader reader = new DeltaReader(client, path);
        assertEquals(4, reader.round().size());
        String third = occurrence(reader, "03");
        client.delete(box + "/events/" + third);
        List<JsonNode> entries = reader.round();
        assertEquals(Set.of(third), removed(entries));
        assertEquals(4, entries.size());
        assertEquals(
                4,
                new DeltaReader(client, box + "/calendar/events/" + id + "/instances/delta" + MARCH)
                                .round()
                                .size()
                        + 1);
        String single = event(box, "single", "2027-03-02T09", "");
        assertEquals(
                400,
                client.get(box + "/events/" + single + "/instances/delta" + MARCH)
                        .status());
        client.delete(box + "/events/" + id);
        assertEquals(404, client.get(reader.link()).status());
    }

    @Test
    void timesAreShownInTheZoneOfEachRequest() {
        String box = box();
        event(box, "one", "2027-03-02T09", "");
        DeltaReader reader = new DeltaReader(client, box + "/calendarView/delta" + MARCH);
        JsonNode entry = reader.page(Map.of("Prefer", "outlook.timezone=\"Pacific Standard Time\""))
                .getFirst();
        assertEquals(
                "2027-03-02T01:00:00.0000000",
                entry.path("start").path("dateTime").asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$select=subject",
                "$filter=isAllDay%20eq%20true",
                "$orderby=subject",
                "expand=attachments",
                "$search=%22a%22"
            })
    void optionsAreRefused(String option) {
        Answer answer = client.get(box() + "/calendarView/delta" + MARCH + "&" + option);
        assertEquals(400, answer.status());
        assertEquals("ErrorInvalidUrlQuery", answer.code());
        assertEquals(
                "The following parameters are not supported with change tracking over the 'CalendarView' resource:"
                        + " '$orderby, $filter, $select, $expand, $search'.",
                answer.message());
    }

    @Test
    void theWindowIsRequired() {
        String box = box();
        for (String path :
                List.of("/calendarView/delta", "/events/delta", "/calendarView/delta?startDateTime=2027-03-01")) {
            Answer answer = client.get(box + path);
            assertEquals(400, answer.status(), path);
            assertTrue(answer.message().startsWith("This request requires a time window"), answer::toString);
        }
        assertEquals(
                200, client.get(box + "/calendarView/delta" + MARCH + "&$top=5").status());
        assertEquals(
                400,
                client.get(box + "/calendarView/delta" + MARCH + "&$skip=5").status());
        assertFalse(client.get(box + "/calendarView/delta" + MARCH).json().has("@odata.count"));
    }
}
