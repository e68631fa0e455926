package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.graph.models.DateTimeTimeZone;
import com.microsoft.graph.models.DayOfWeek;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventType;
import com.microsoft.graph.models.Location;
import com.microsoft.graph.models.PatternedRecurrence;
import com.microsoft.graph.models.RecurrencePattern;
import com.microsoft.graph.models.RecurrencePatternType;
import com.microsoft.graph.models.RecurrenceRange;
import com.microsoft.graph.models.RecurrenceRangeType;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A calendar with the official Graph SDK. */
class JavaCalendarTest {
    private static TestPostern postern;
    private static OfficialClients clients;
    private static Administration admin;

    @BeforeAll
    static void prepare() {
        postern = TestPostern.start();
        clients = new OfficialClients(postern);
        admin = postern.admin();
        admin.sharedMailbox("planner");
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    @Test
    void aSeriesIsCreatedReadChangedAndDeleted() {
        UserItemRequestBuilder user = user(admin.app("planner", "Calendars.ReadWrite"));
        Event series = Objects.requireNonNull(user.events().post(weekly("Team")));
        String id = Objects.requireNonNull(series.getId());
        assertEquals(EventType.SeriesMaster, series.getType());
        assertEquals("2026-05-04T07:00:00.0000000", series.getStart().getDateTime());
        assertEquals(
                List.of("Team"),
                user.events().get().getValue().stream().map(Event::getSubject).toList());

        List<Event> seen = view(user, "2026-05-04T00:00:00Z", "2026-06-01T00:00:00Z");
        assertEquals(4, seen.size());
        assertEquals("Europe/Berlin", seen.getFirst().getStart().getTimeZone());
        assertEquals("2026-05-04T09:00:00.0000000", seen.getFirst().getStart().getDateTime());

        String second = Objects.requireNonNull(seen.get(1).getId());
        Event change = new Event();
        change.setSubject("Team, elsewhere");
        Location room = new Location();
        room.setDisplayName("Room 2");
        change.setLocation(room);
        Event exception = Objects.requireNonNull(user.events().byEventId(second).patch(change));
        assertEquals(EventType.Exception, exception.getType());
        assertEquals(id, exception.getSeriesMasterId());
        assertEquals(second, exception.getId());
        assertEquals(
                "2026-05-11T07:00:00Z",
                Objects.requireNonNull(exception.getOriginalStart()).toInstant().toString());

        user.events().byEventId(Objects.requireNonNull(seen.get(2).getId())).delete();
        assertEquals(
                List.of("Team", "Team, elsewhere", "Team"),
                view(user, "2026-05-04T00:00:00Z", "2026-06-01T00:00:00Z").stream()
                        .map(Event::getSubject)
                        .toList());
        user.events().byEventId(id).delete();
        assertEquals(List.of(), view(user, "2026-05-04T00:00:00Z", "2026-06-01T00:00:00Z"));
        ODataError gone = assertThrows(
                ODataError.class, () -> user.events().byEventId(second).get());
        assertEquals("ErrorItemNotFound", gone.getError().getCode());
    }

    @Test
    void aLargeFileIsUploaded() throws Exception {
        Administration.App app = admin.app("uploader", "Calendars.ReadWrite");
        UserItemRequestBuilder user = user(app);
        String id = Objects.requireNonNull(Objects.requireNonNull(user.events().post(weekly("With a file")))
                .getId());
        String event = "/v1.0/users/planner@contoso.example/events/" + id;
        String session = event + "/attachments/createUploadSession";
        String url = admin.http()
                .post(
                        session,
                        admin.token(app),
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"big.bin\",\"size\":3500000}}")
                .expect(201)
                .json()
                .get("uploadUrl")
                .asString();
        assertEquals(404, put(url + "A").statusCode());
        HttpResponse<String> done = put(url);
        assertEquals(201, done.statusCode(), done::body);
        assertTrue(done.headers().firstValue("Location").orElse("").contains("/Events('"), done.headers()::toString);
        assertEquals(404, put(url).statusCode());
        assertEquals(
                3_500_000,
                Objects.requireNonNull(user.events().byEventId(id).attachments().get())
                        .getValue()
                        .getFirst()
                        .getSize());
        assertTrue(Objects.requireNonNull(user.events().byEventId(id).get()).getHasAttachments());
        user.events().byEventId(id).delete();
    }

    private static HttpResponse<String> put(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Content-Range", "bytes 0-3499999/3500000")
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[3_500_000]))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aReaderCannotCreate() {
        UserItemRequestBuilder user = user(admin.app("reader", "Calendars.Read"));
        ODataError refused = assertThrows(ODataError.class, () -> user.events().post(weekly("Never")));
        assertEquals(403, refused.getResponseStatusCode());
    }

    private static UserItemRequestBuilder user(Administration.App app) {
        GraphServiceClient graph = clients.graph(clients.secret(app));
        return graph.users().byUserId("planner@contoso.example");
    }

    private static List<Event> view(UserItemRequestBuilder user, String from, String to) {
        return Objects.requireNonNull(user.calendarView()
                .get(request -> {
                    request.queryParameters.startDateTime = from;
                    request.queryParameters.endDateTime = to;
                    request.queryParameters.orderby = new String[] {"start/dateTime"};
                    request.headers.add("Prefer", "outlook.timezone=\"Europe/Berlin\"");
                })
                .getValue());
    }

    private static Event weekly(String subject) {
        RecurrencePattern pattern = new RecurrencePattern();
        pattern.setType(RecurrencePatternType.Weekly);
        pattern.setInterval(1);
        pattern.setDaysOfWeek(List.of(DayOfWeek.Monday));
        RecurrenceRange range = new RecurrenceRange();
        range.setType(RecurrenceRangeType.Numbered);
        range.setStartDate(LocalDate.of(2026, 5, 4));
        range.setNumberOfOccurrences(4);
        PatternedRecurrence recurrence = new PatternedRecurrence();
        recurrence.setPattern(pattern);
        recurrence.setRange(range);
        Event event = new Event();
        event.setSubject(subject);
        event.setStart(time("2026-05-04T09:00:00"));
        event.setEnd(time("2026-05-04T09:30:00"));
        event.setRecurrence(recurrence);
        return event;
    }

    private static DateTimeTimeZone time(String wall) {
        DateTimeTimeZone time = new DateTimeTimeZone();
        time.setDateTime(wall);
        time.setTimeZone("Europe/Berlin");
        return time;
    }
}
