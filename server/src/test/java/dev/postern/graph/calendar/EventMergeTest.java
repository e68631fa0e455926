package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.graph.GraphFailure;
import dev.postern.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class EventMergeTest {
    private static final String WEEKLY = """
        'recurrence':{'pattern':{'type':'weekly','interval':1,'daysOfWeek':['monday']},
         'range':{'type':'numbered','startDate':'2026-05-04','numberOfOccurrences':4}}\
        """;

    private final ObjectNode single = created(times("2026-05-04T09:00:00", "Europe/Berlin"));
    private final ObjectNode series = created(times("2026-05-04T09:00:00", "Europe/Berlin") + "," + WEEKLY);

    @Test
    void onlyWhatIsGivenChanges() {
        assertEquals(json("'subject':'x'"), change("'subject':'x'", series));
    }

    @Test
    void anEventSentBackChangesNothingThatDropsExceptions() {
        ObjectNode change = change(
                "'isAllDay':false,'start':" + series.get("start") + ",'end':" + series.get("end") + ",'recurrence':"
                        + series.get("recurrence"),
                series);
        assertEquals(json(""), change);
        assertEquals(json(""), change("'isAllDay':false,'recurrence':null", single));
    }

    @Test
    void aStartOnAnotherDateMovesTheRange() {
        ObjectNode change = change(times("2026-05-12T09:00:00", "Europe/Berlin"), series);
        assertEquals("2026-05-18", change.at("/recurrence/range/startDate").stringValue());
        assertEquals("2026-05-18T09:00:00.0000000", change.at("/start/dateTime").stringValue());
    }

    @Test
    void aStartInAnotherZoneNeedsARecurrence() {
        String tokyo = times("2026-05-04T09:00:00", "Asia/Tokyo");
        assertRefused("ErrorPropertyValidationFailure", tokyo, series);
        ObjectNode change = change(tokyo + "," + WEEKLY, series);
        assertEquals(
                "Asia/Tokyo", change.at("/recurrence/range/recurrenceTimeZone").stringValue());
    }

    @Test
    void aRecurrenceIsAddedAndRemoved() {
        assertEquals(
                "weekly", change(WEEKLY, single).at("/recurrence/pattern/type").stringValue());
        ObjectNode removed = change("'recurrence':null", series);
        assertEquals(List.of("recurrence"), List.copyOf(removed.propertyNames()));
        assertEquals(true, removed.get("recurrence").isNull());
        assertRefused("ErrorPropertyValidationFailure", WEEKLY.replace("05-04", "05-05"), single);
    }

    @Test
    void oneTimeAloneKeepsTheOther() {
        ObjectNode change = change("'end':" + time("2026-05-04T10:30:00", "Europe/Berlin"), single);
        assertEquals(List.of("end"), List.copyOf(change.propertyNames()));
        assertRefused(
                "ErrorPropertyValidationFailure", "'end':" + time("2026-05-04T08:30:00", "Europe/Berlin"), single);
    }

    @Test
    void allDayNeedsBothTimes() {
        GraphFailure missing = assertRefused("ErrorInvalidRequest", "'isAllDay':true", single);
        assertEquals("Your request can't be completed. Missing parameters: Event.Start, Event.End", missing.text());
        ObjectNode day = change(
                "'isAllDay':true,'start':" + time("2026-05-04T00:00:00", "UTC") + ",'end':"
                        + time("2026-05-05T00:00:00", "UTC"),
                single);
        assertEquals(true, day.get("isAllDay").booleanValue());
        ObjectNode before = single.deepCopy().setAll(day);
        assertEquals(json("'isAllDay':false"), change("'isAllDay':false", before));
        assertEquals(json(""), change("'isAllDay':true", before));
    }

    @Test
    void anOccurrenceHasNoRecurrence() {
        ObjectNode occurrence = series.deepCopy().without(List.of("recurrence"));
        GraphFailure refused =
                assertThrows(GraphFailure.class, () -> EventMerge.changeOccurrence(input(WEEKLY), occurrence));
        assertEquals("ErrorPropertyValidationFailure", refused.code());
        assertEquals(json(""), EventMerge.changeOccurrence(input("'recurrence':null,'showAs':'busy'"), occurrence));
        assertEquals(
                json("'showAs':'free'"),
                EventMerge.changeOccurrence(input("'showAs':'free','start':" + occurrence.get("start")), occurrence));
    }

    @Test
    void attendeesWhoRemainKeepTheirStatus() {
        ObjectNode meeting = created(
                times("2026-05-04T09:00:00", "UTC")
                        + ",'attendees':[{'emailAddress':{'address':'a@contoso.example'},'status':{'response':'accepted','time':'2026-05-01T00:00:00Z'}}]");
        ObjectNode change = change(
                "'attendees':[{'emailAddress':{'address':'A@contoso.example'}},{'emailAddress':{'address':'b@contoso.example'}}]",
                meeting);
        assertEquals("accepted", change.at("/attendees/0/status/response").stringValue());
        assertEquals("none", change.at("/attendees/1/status/response").stringValue());
    }

    private static GraphFailure assertRefused(String code, String given, ObjectNode before) {
        GraphFailure refused = assertThrows(GraphFailure.class, () -> change(given, before));
        assertEquals(code, refused.code());
        return refused;
    }

    private static ObjectNode change(String given, ObjectNode before) {
        return EventMerge.change(input(given), before);
    }

    private static ObjectNode created(String given) {
        return EventMerge.create(input(given), EventTarget.DEFAULTS);
    }

    private static EventInput input(String given) {
        return new EventInput(json(given), List.of());
    }

    private static ObjectNode json(String members) {
        return (ObjectNode) Json.parse(("{" + members + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String times(String start, String zone) {
        return "'start':" + time(start, zone) + ",'end':" + time(start.replace("T09", "T10"), zone);
    }

    private static String time(String time, String zone) {
        return "{'dateTime':'" + time + ".0000000','timeZone':'" + zone + "'}";
    }
}
