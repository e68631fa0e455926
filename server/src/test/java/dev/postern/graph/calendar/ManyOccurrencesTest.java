package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Messages about series with many changed occurrences: what they cost in each calendar, and that one transaction does not do it all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ManyOccurrencesTest {
    private static final int CHANGED = 150;
    private static final int ATTENDEES = 20;
    private static final String OLGA = "/v1.0/users/olga@contoso.example";

    private final AtomicInteger statements = new AtomicInteger();
    private GraphFixture graph;
    private Client client;

    @BeforeAll
    void open() {
        graph = new GraphFixture(Engine.SQLITE, _ -> statements.incrementAndGet());
        client = graph.client("Calendars.ReadWrite");
        graph.user("olga", "Olga");
        for (int i = 0; i < ATTENDEES; i++) {
            graph.user("guest" + i, "Guest " + i);
        }
        assertEquals(200, client.get(OLGA + "/calendar").status());
    }

    @AfterAll
    void close() {
        graph.close();
    }

    /** A series of the organizer with changed occurrences; returns its id. */
    private String series(String subject, int changed) {
        Answer series = client.post(
                OLGA + "/events",
                "{'subject':'" + subject
                        + "','start':{'dateTime':'2026-12-01T09:00:00','timeZone':'UTC'},"
                        + "'end':{'dateTime':'2026-12-01T10:00:00','timeZone':'UTC'},"
                        + "'recurrence':{'pattern':{'type':'daily','interval':1},"
                        + "'range':{'type':'noEnd','startDate':'2026-12-01'}}}");
        assertEquals(201, series.status(), series::toString);
        List<String> ids = client.get(OLGA + "/events/" + series.id()
                        + "/instances?startDateTime=2026-12-01&endDateTime=2027-12-01&$select=id&$top=" + changed)
                .json()
                .path("value")
                .valueStream()
                .map(one -> one.path("id").asString(""))
                .toList();
        for (int i = 0; i < changed; i++) {
            change(ids.get(i), "'subject':'Special " + i + "'");
        }
        return series.id();
    }

    private static String guests(int number) {
        return "'attendees':"
                + IntStream.range(0, number)
                        .mapToObj(i -> "{'emailAddress':{'address':'guest" + i + "@contoso.example'}}")
                        .collect(Collectors.joining(",", "[", "]"));
    }

    private void change(String event, String change) {
        Answer answer = client.patch(OLGA + "/events/" + event, "{" + change + "}");
        assertEquals(200, answer.status(), answer::toString);
    }

    private List<String> week(String guest, String subject) {
        return client.get("/v1.0/users/" + guest
                        + "@contoso.example/calendarView?startDateTime=2026-12-01&endDateTime=2026-12-04&$filter=location/displayName"
                        + " eq '"
                        + subject + "'")
                .json()
                .path("value")
                .valueStream()
                .map(one -> one.path("subject").asString(""))
                .toList();
    }

    @Test
    void occurrencesThatStayAsTheyAreCostOneStatementEach() {
        String event = series("Cheap", CHANGED);
        change(event, "'location':{'displayName':'A'}," + guests(2));
        graph.deliver();
        assertEquals(List.of("Special 0", "Special 1", "Special 2"), week("guest0", "A"));
        statements.set(0);

        change(event, "'location':{'displayName':'B'}");
        graph.deliver();

        assertEquals(List.of("Special 0", "Special 1", "Special 2"), week("guest1", "B"));
        int perOccurrence = (statements.get() - 200) / (2 * CHANGED);
        assertTrue(perOccurrence <= 1, statements + " statements");
    }

    /** A small meeting is delivered by the transaction that accepts it; a large one by several others. */
    @Test
    void aMessageAboutManyOccurrencesIsDeliveredInParts() {
        change(series("Small", 1), "'location':{'displayName':'Small'}," + guests(ATTENDEES));
        assertEquals(3, week("guest19", "Small").size());
        change(series("Large", CHANGED), "'location':{'displayName':'Large'}," + guests(ATTENDEES));
        assertEquals(0, week("guest19", "Large").size());
        graph.deliver();
        for (int i = 0; i < ATTENDEES; i++) {
            assertEquals(3, week("guest" + i, "Large").size());
        }
    }
}
