package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** As a new user would try it with curl: a weekly team meeting in a room, of which one occurrence is moved and another cancelled. */
class TeamMeetingTest {
    private static final String TEAM = """
        {
          "subject": "Team",
          "body": {"contentType": "text", "content": "What is new?"},
          "start": {"dateTime": "2027-03-08T10:00:00", "timeZone": "Europe/Berlin"},
          "end": {"dateTime": "2027-03-08T11:00:00", "timeZone": "Europe/Berlin"},
          "recurrence": {
            "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]},
            "range": {"type": "numbered", "startDate": "2027-03-08", "numberOfOccurrences": 5}
          },
          "location": {"displayName": "Blue room"},
          "attendees": [
            {"type": "required", "emailAddress": {"address": "anna@contoso.example"}},
            {"type": "optional", "emailAddress": {"address": "bert@contoso.example"}},
            {"type": "resource", "emailAddress": {"address": "blue@contoso.example"}}
          ]
        }
        """;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aWeeklyMeetingIsTheSameInEveryCalendar(Engine engine) {
        try (TestPostern postern = engine == Engine.POSTGRES
                ? TestPostern.start("--database", Databases.postgresUrl())
                : TestPostern.start()) {
            Administration admin = postern.admin();
            List.of("olga", "anna", "bert").forEach(admin::sharedMailbox);
            admin.cmdlet("New-Mailbox", "Room", true, "Name", "blue", "PrimarySmtpAddress", "blue@contoso.example");
            admin.cmdlet("Set-CalendarProcessing", "Identity", "blue", "BookingWindowInDays", 1080);
            new Day(admin.http(), admin.token(admin.app("curl", "Calendars.ReadWrite")), admin).pass();
        }
    }

    private record Day(Http http, String token, Administration admin) {
        void pass() {
            http.post(events("olga"), token, TEAM).expect(201);
            arrived(
                    "blue",
                    List.of(
                            "2027-03-08T10:00 olga accepted",
                            "2027-03-15T10:00 olga accepted",
                            "2027-03-22T10:00 olga accepted",
                            "2027-03-29T10:00 olga accepted",
                            "2027-04-05T10:00 olga accepted"));
            arrived(
                    "anna",
                    List.of(
                            "2027-03-08T10:00 Team notResponded",
                            "2027-03-15T10:00 Team notResponded",
                            "2027-03-22T10:00 Team notResponded",
                            "2027-03-29T10:00 Team notResponded",
                            "2027-04-05T10:00 Team notResponded"));
            arrived("bert", shown("anna"));
            String series = http.get(events("anna"), token)
                    .expect(200)
                    .json()
                    .at("/value/0/id")
                    .asString();
            http.post(events("anna") + "/" + series + "/accept", token, "{\"comment\":\"Fine.\"}")
                    .expect(202);
            String moved = occurrence("olga", 1);
            http.send("PATCH", events("olga") + "/" + moved, token, "application/json", """
                {"start": {"dateTime": "2027-03-16T14:00:00", "timeZone": "Europe/Berlin"},
                 "end": {"dateTime": "2027-03-16T15:00:00", "timeZone": "Europe/Berlin"}}
                """)
                    .expect(200);
            String cancelled = occurrence("olga", 2);
            http.post(events("olga") + "/" + cancelled + "/cancel", token, "{\"comment\":\"A holiday.\"}")
                    .expect(202);
            arrived(
                    "olga",
                    List.of(
                            "2027-03-08T10:00 Team organizer",
                            "2027-03-16T14:00 Team organizer",
                            "2027-03-29T10:00 Team organizer",
                            "2027-04-05T10:00 Team organizer"));
            arrived(
                    "anna",
                    List.of(
                            "2027-03-08T10:00 Team accepted",
                            "2027-03-16T14:00 Team notResponded",
                            "2027-03-22T10:00 Canceled: Team cancelled",
                            "2027-03-29T10:00 Team accepted",
                            "2027-04-05T10:00 Team accepted"));
            arrived(
                    "bert",
                    List.of(
                            "2027-03-08T10:00 Team notResponded",
                            "2027-03-16T14:00 Team notResponded",
                            "2027-03-22T10:00 Canceled: Team cancelled",
                            "2027-03-29T10:00 Team notResponded",
                            "2027-04-05T10:00 Team notResponded"));
            arrived(
                    "blue",
                    List.of(
                            "2027-03-08T10:00 olga accepted",
                            "2027-03-16T14:00 olga accepted",
                            "2027-03-22T10:00 Canceled: olga cancelled",
                            "2027-03-29T10:00 olga accepted",
                            "2027-04-05T10:00 olga accepted"));
            assertEquals(404, http.get(events("olga") + "/" + cancelled, token).status());
            // an application that may only read cannot answer
            String reader = admin.token(admin.app("reader", "Calendars.Read"));
            assertEquals(
                    403,
                    http.post(events("bert") + "/" + occurrence("bert", 0) + "/accept", reader, "{}")
                            .status());
        }

        private static String events(String user) {
            return "/v1.0/users/" + user + "@contoso.example/events";
        }

        private JsonNode view(String user) {
            return http.send(
                            "GET",
                            "/v1.0/users/" + user + "@contoso.example/calendarView"
                                                  + "?startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-05-01T00:00:00Z&$orderby=start/dateTime",
                            token,
                            null,
                            null,
                            List.of("Prefer", "outlook.timezone=\"Europe/Berlin\""))
                    .expect(200)
                    .json()
                    .get("value");
        }

        private String occurrence(String user, int number) {
            return view(user).get(number).get("id").asString();
        }

        private List<String> shown(String user) {
            return view(user)
                    .valueStream()
                    .map(one -> one.at("/start/dateTime").asString().substring(0, 16) + " "
                            + one.get("subject").asString() + " "
                            + (one.get("isCancelled").asBoolean()
                                    ? "cancelled"
                                    : one.at("/responseStatus/response").asString()))
                    .toList();
        }

        private void arrived(String user, List<String> expected) {
            try {
                Waiting.until(() -> shown(user).equals(expected) ? Optional.of(true) : Optional.empty());
            } catch (AssertionError _) {
                assertEquals(expected, shown(user), user);
            }
        }
    }
}
