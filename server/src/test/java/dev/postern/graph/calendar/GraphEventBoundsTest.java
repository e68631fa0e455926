package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events at their limits, and beyond them. */
class GraphEventBoundsTest {
    private static final String USER = "/v1.0/users/adele@contoso.example";
    private static final String TIMES = ",'start':{'dateTime':'2026-01-01T09:00:00','timeZone':'UTC'},"
            + "'end':{'dateTime':'2026-01-01T10:00:00','timeZone':'UTC'}}";

    private static GraphFixture graph;
    private static Client client;

    @BeforeAll
    static void open() {
        graph = new GraphFixture(Engine.SQLITE);
        graph.user("adele", "Adele Vance");
        client = graph.client("Calendars.ReadWrite");
    }

    @AfterAll
    static void close() {
        graph.close();
    }

    @Test
    void textsAreLimited() {
        created("'subject':'" + "x".repeat(255) + "'");
        refused("'subject':'" + "x".repeat(256) + "'", "'subject' can have at most 255 characters.");
        created("'transactionId':'" + "x".repeat(255) + "'");
        refused("'transactionId':'" + "x".repeat(256) + "'", "'transactionId' can have at most 255 characters.");
        refused("'location':{'displayName':'" + "x".repeat(2049) + "'}", "at most 2048 characters");
    }

    @Test
    void listsAreLimited() {
        created("'attendees':" + people(500));
        refused("'attendees':" + people(501), "An event can have at most 500 attendees.");
        created("'locations':" + rooms(100));
        refused("'locations':" + rooms(101), "An event can have at most 100 locations.");
    }

    /** A page of a long view is cheap; counting it is limited. */
    @Test
    void aViewIsLimitedOnlyIfItMustBeReadCompletely() {
        for (int i = 0; i < 28; i++) {
            created("'subject':'Daily','recurrence':{'pattern':{'type':'daily','interval':1},"
                    + "'range':{'type':'noEnd','startDate':'2026-01-01'}}");
        }
        String view = USER + "/calendarView?startDateTime=2026-01-01&endDateTime=2030-12-31&$select=subject";
        Answer page = client.get(view);
        assertEquals(200, page.status(), page::toString);
        assertEquals(10, page.json().path("value").size());
        Answer counted = client.get(view + "&$count=true");
        assertEquals(400, counted.status(), counted::toString);
        assertTrue(counted.message().contains("more than 50000 items"), counted::toString);
        assertEquals(
                200,
                client.get(view.replace("2030-12-31", "2026-12-31") + "&$count=true")
                        .status());
        Answer filtered = client.get(view + "&$filter=subject eq 'Weekly'");
        assertEquals(400, filtered.status(), filtered::toString);
        assertTrue(filtered.message().contains("more than 50000 items"), filtered::toString);
        assertEquals(200, client.get(view + "&$filter=subject eq 'Daily'").status());
        assertEquals(
                0,
                client.get(view.replace("2030-12-31", "2026-12-31") + "&$filter=subject eq 'Weekly'")
                        .json()
                        .path("value")
                        .size());
    }

    /** A series without reminders is searched for them in a window that has a limit. */
    @Test
    void aReminderViewIsLimited() {
        graph.user("alex", "Alex");
        String alex = "/v1.0/users/alex@contoso.example";
        for (int i = 0; i < 28; i++) {
            Answer series = client.post(
                    alex + "/events",
                    "{'isReminderOn':false,'recurrence':{'pattern':{'type':'daily','interval':1},"
                            + "'range':{'type':'noEnd','startDate':'2026-01-01'}}" + TIMES);
            assertEquals(201, series.status(), series::toString);
        }
        String view = alex + "/reminderView(startDateTime='%s',endDateTime='%s')";
        assertEquals(
                200,
                client.get(view.formatted("2026-01-01T00:00:00", "2026-12-31T00:00:00"))
                        .status());
        Answer many = client.get(view.formatted("2026-01-01T00:00:00", "2030-12-31T00:00:00"));
        assertEquals(400, many.status(), many::toString);
        assertTrue(many.message().contains("more than 50000 items"), many::toString);
        Answer wide = client.get(view.formatted("0001-01-01T00:00:00", "9999-12-31T00:00:00"));
        assertEquals(400, wide.status(), wide::toString);
        assertTrue(wide.message().contains("Maximum number of days: 1825"), wide::toString);
    }

    private static String people(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{'emailAddress':{'address':'person" + i + "@fabrikam.example'}}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String rooms(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{'displayName':'Room " + i + "'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void created(String properties) {
        Answer answer = client.post(USER + "/events", "{" + properties + TIMES);
        assertEquals(201, answer.status(), answer::toString);
    }

    private static void refused(String properties, String reason) {
        Answer answer = client.post(USER + "/events", "{" + properties + TIMES);
        assertEquals(400, answer.status(), answer::toString);
        assertEquals("ErrorPropertyValidationFailure", answer.code());
        assertTrue(answer.message().contains(reason), answer::toString);
    }
}
