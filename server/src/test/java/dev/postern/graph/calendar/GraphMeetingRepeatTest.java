package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Engine;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client repeats a change that got no response, or writes back everything that it has read. */
@ParameterizedClass
@EnumSource(Engine.class)
class GraphMeetingRepeatTest extends MeetingScenario {
    private static final String ALL_DAY = "'isAllDay':true,'start':{'dateTime':'2026-12-02','timeZone':'UTC'},"
            + "'end':{'dateTime':'2026-12-03','timeZone':'UTC'}";

    @Test
    void aRepeatedChangeSendsOneUpdate() {
        String id = create("olga", "'subject':'Plan'", SERIES, attendees("anna"));
        String change = "'subject':'Other','location':{'displayName':'Room 2'},'importance':'high',"
                + "'body':{'contentType':'html','content':'<p>agenda</p>'}";
        patch("olga", id, change);
        act("anna", id("anna"), "accept", "");
        patch("olga", id, change);
        assertEquals(List.of("meetingRequest Plan", "meetingRequest Other"), mail("anna", "inbox"));
        assertEquals("accepted", status("olga", id, "anna"));
        patch("olga", id, change + ",'showAs':'oof'");
        assertEquals(3, mail("anna", "inbox").size(), "one of the properties is another one");
    }

    @Test
    void aRepeatedChangeOfAnOccurrenceOrOfTheAttendeesSendsOneMessage() {
        String id = create("olga", "'subject':'Plan'", SERIES, attendees("anna"));
        String second = view("olga").get(1).path("id").asString();
        patch("olga", second, "'subject':'Special'");
        patch("olga", second, "'subject':'Special'");
        patch("olga", id, attendees("anna", "bert"));
        patch("olga", id, attendees("anna", "bert"));
        assertEquals(List.of("meetingRequest Plan", "meetingRequest Special"), mail("anna", "inbox"));
        assertEquals(List.of("meetingRequest Plan"), mail("bert", "inbox"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "W. Europe Standard Time", "America/New_York"})
    void anEventThatIsWrittenBackSendsNothing(String zone) {
        for (String times : List.of(SINGLE, SERIES, ALL_DAY)) {
            String id = create(
                    "olga",
                    "'subject':'Plan'",
                    times.replace("Europe/Berlin", zone).replace("UTC", zone),
                    attendees("anna"),
                    "'location':{'displayName':'Room 1'}",
                    "'body':{'contentType':'html','content':'<p>agenda</p>'}");
            act("anna", events("anna").getLast().path("id").asString(), "accept", "");
            writtenBack(id, times);
            if (times.equals(SERIES)) {
                String second = second(id);
                writtenBack(second, times);
                assertEquals("occurrence", event("olga", second).path("type").asString());
            }
            assertEquals("accepted", status("olga", id, "anna"), times);
        }
    }

    /** The second occurrence of a series. */
    private String second(String series) {
        return view("olga").stream()
                .filter(one -> one.path("seriesMasterId").asString("").equals(series))
                .skip(1)
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
    }

    /** The whole event, and only its times, as a read shows them. */
    private void writtenBack(String id, String context) {
        int before = mail("anna", "inbox").size();
        ObjectNode read = (ObjectNode) event("olga", id);
        String zone = read.path("originalStartTimeZone").asString();
        read.remove(read.propertyNames().stream()
                .filter(name -> name.contains("@odata"))
                .toList());
        String whole = read.toString();
        patch("olga", id, whole.substring(1, whole.length() - 1));
        patch("olga", id, "'start':" + read.path("start") + ",'end':" + read.path("end"));
        assertEquals(before, mail("anna", "inbox").size(), context);
        assertEquals(zone, event("olga", id).path("originalStartTimeZone").asString(), context);
    }

    @Test
    void anotherEndBesideARepeatedStartKeepsTheZone() {
        String id = create("olga", "'subject':'Plan'", SERIES, attendees("anna"));
        JsonNode read = event("olga", id);
        String end = Instant.parse(read.path("end").path("dateTime").asString().substring(0, 19) + "Z")
                .plusSeconds(1800)
                .toString()
                .replace("Z", "");
        patch("olga", id, "'start':" + read.path("start") + ",'end':{'dateTime':'" + end + "','timeZone':'UTC'}");
        JsonNode after = event("olga", id);
        assertEquals(read.path("start"), after.path("start"));
        assertEquals(read.path("originalEndTimeZone"), after.path("originalEndTimeZone"));
        assertEquals(end, after.path("end").path("dateTime").asString().substring(0, 19));
        assertEquals(2, mail("anna", "inbox").size(), "the duration is another one");
    }
}
