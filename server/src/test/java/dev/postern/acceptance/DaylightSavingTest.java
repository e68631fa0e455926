package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Daily and weekly series over both changes of daylight saving time of a year, read in five zones. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DaylightSavingTest {
    private static final LocalDate FIRST = LocalDate.of(2027, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2027, 12, 31);
    private static final int MINUTES = 45;

    /** Zones of the series: their names on the wire and in Java. Both hemispheres, a half-hour change, and none. */
    private static final Map<String, String> ZONES = new TreeMap<>(Map.of(
            "W. Europe Standard Time", "Europe/Berlin",
            "America/New_York", "America/New_York",
            "AUS Eastern Standard Time", "Australia/Sydney",
            "Australia/Lord_Howe", "Australia/Lord_Howe",
            "India Standard Time", "Asia/Kolkata"));

    /** During a year each of them is within a gap or an overlap of one of the zones. */
    private static final List<LocalTime> TIMES = List.of(LocalTime.of(1, 30), LocalTime.of(2, 15), LocalTime.of(9, 0));

    private record Shown(String start, String end) {}

    @Parameter
    Engine engine;

    private TestPostern postern;
    private String token;

    @BeforeParameterizedClassInvocation
    void open() {
        postern = engine == Engine.POSTGRES
                ? TestPostern.start("--database", Databases.postgresUrl())
                : TestPostern.start();
        Administration admin = postern.admin();
        admin.sharedMailbox("planner");
        token = admin.token(admin.app("planner", "Calendars.ReadWrite"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        postern.close();
    }

    @Test
    void everyOccurrenceIsAtItsWallTimeInEveryZone() {
        Map<String, String> series = new TreeMap<>();
        ZONES.forEach((zone, id) -> {
            for (LocalTime time : TIMES) {
                series.put(create(zone, time, "daily", FIRST), id + " " + time + " 1 " + FIRST);
            }
            series.put(create(zone, TIMES.get(1), "weekly", sunday()), id + " " + TIMES.get(1) + " 7 " + sunday());
        });
        assertChangesAreMet();
        series.forEach((event, plan) -> {
            String[] parts = plan.split(" ", -1);
            List<Instant> starts = new ArrayList<>();
            List<Instant> ends = new ArrayList<>();
            expand(parts, starts, ends);
            ZONES.forEach((zone, id) -> {
                List<Shown> expected = new ArrayList<>();
                for (int i = 0; i < starts.size(); i++) {
                    expected.add(new Shown(wall(starts.get(i), id), wall(ends.get(i), id)));
                }
                assertEquals(expected, read(event, zone), plan + " read in " + zone);
            });
        });
    }

    private static LocalDate sunday() {
        LocalDate day = FIRST;
        while (day.getDayOfWeek() != DayOfWeek.SUNDAY) {
            day = day.plusDays(1);
        }
        return day;
    }

    /** The year contains both changes of each zone but one, and the first times of a day meet gaps and overlaps. */
    private static void assertChangesAreMet() {
        Set<String> met = new HashSet<>();
        ZONES.values().forEach(id -> {
            ZoneId zone = ZoneId.of(id);
            for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
                for (LocalTime time : TIMES) {
                    int offsets =
                            zone.getRules().getValidOffsets(day.atTime(time)).size();
                    met.add(id + " " + offsets);
                }
            }
        });
        for (String id : List.of("Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe")) {
            assertTrue(met.contains(id + " 0") && met.contains(id + " 2"), () -> id + " in " + met);
        }
        assertEquals(13, met.size(), met::toString);
    }

    /**
     * By hand: of a time that exists twice the earlier one is meant, one that does not exist is moved by the length of the gap, and an
     * occurrence that would end before it starts keeps its length.
     */
    private static void expand(String[] plan, List<Instant> starts, List<Instant> ends) {
        ZoneId zone = ZoneId.of(plan[0]);
        LocalTime time = LocalTime.parse(plan[1]);
        int days = Integer.parseInt(plan[2]);
        for (LocalDate day = LocalDate.parse(plan[3]); !day.isAfter(LAST); day = day.plusDays(days)) {
            LocalDateTime start = day.atTime(time);
            Instant from = instant(start, zone);
            Instant to = instant(start.plusMinutes(MINUTES), zone);
            starts.add(from);
            ends.add(to.isAfter(from) ? to : from.plus(Duration.ofMinutes(MINUTES)));
        }
    }

    private static Instant instant(LocalDateTime wall, ZoneId zone) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(wall);
        return offsets.isEmpty()
                ? wall.toInstant(zone.getRules().getTransition(wall).getOffsetBefore())
                : wall.toInstant(offsets.getFirst());
    }

    private static String wall(Instant instant, String zone) {
        LocalDateTime wall = LocalDateTime.ofInstant(instant, ZoneId.of(zone));
        return wall.toLocalDate() + "T" + wall.toLocalTime() + ":00.0000000";
    }

    private String create(String zone, LocalTime time, String type, LocalDate from) {
        ObjectNode event = Json.object().put("subject", zone + " " + time);
        LocalDateTime start = from.atTime(time);
        event.putObject("start").put("dateTime", start + ":00").put("timeZone", zone);
        event.putObject("end")
                .put("dateTime", start.plusMinutes(MINUTES) + ":00")
                .put("timeZone", zone);
        ObjectNode recurrence = event.putObject("recurrence");
        ObjectNode pattern = recurrence.putObject("pattern").put("type", type).put("interval", 1);
        if (type.equals("weekly")) {
            pattern.putArray("daysOfWeek").add("sunday");
        }
        recurrence
                .putObject("range")
                .put("type", "endDate")
                .put("startDate", from.toString())
                .put("endDate", LAST.toString());
        return postern.admin()
                .http()
                .post("/v1.0/users/planner@contoso.example/events", token, Json.text(event))
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    private List<Shown> read(String event, String zone) {
        Answer answer = postern.admin()
                .http()
                .send(
                        "GET",
                        "/v1.0/users/planner@contoso.example/events/" + event
                                + "/instances?startDateTime=2026-12-01T00:00:00Z&endDateTime=2028-02-01T00:00:00Z&$top=1000"
                                + "&$select=start,end",
                        token,
                        null,
                        null,
                        List.of("Prefer", "outlook.timezone=\"" + zone + "\""))
                .expect(200);
        var shown = new ArrayList<Shown>();
        for (JsonNode one : answer.json().get("value")) {
            assertEquals(zone, one.at("/start/timeZone").asString());
            shown.add(new Shown(
                    one.at("/start/dateTime").asString(),
                    one.at("/end/dateTime").asString()));
        }
        return shown;
    }

    @Test
    void anUnknownZoneIsRefused() {
        Answer answer = postern.admin()
                .http()
                .send(
                        "GET",
                        "/v1.0/users/planner@contoso.example/events",
                        token,
                        null,
                        null,
                        List.of("Prefer", "outlook.timezone=\"Central European Summer Time\""));
        assertEquals(400, answer.status());
        assertEquals("TimeZoneNotSupportedException", answer.code());
    }
}
