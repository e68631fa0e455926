package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What attendees see of unusual times, and of occurrences that were cancelled. */
@ParameterizedClass
@EnumSource(Engine.class)
class GraphMeetingStatesTest extends MeetingScenario {
    @Test
    void attendeesGetTheInstantsOfTheOrganizer() {
        String id = create(
                "olga",
                "'subject':'Night'",
                "'start':{'dateTime':'2026-10-25T02:30:00+01:00','timeZone':'Europe/Berlin'}",
                "'end':{'dateTime':'2026-10-25T03:00:00','timeZone':'Europe/Berlin'}",
                attendees("anna"));
        assertTimes("2026-10-25T01:30", "2026-10-25T02:00", only("anna"));
        JsonNode message =
                mail.get(user("anna") + "/mailFolders/inbox/messages").json().at("/value/0");
        assertEquals(
                "2026-10-25T01:30:00.0000000",
                message.at("/startDateTime/dateTime").asString());
        act("anna", id("anna"), "accept", "");
        patch("olga", id, "'subject':'Nights'");
        assertEquals("accepted", response("anna", id("anna")), "the time is the same");
        patch(
                "olga",
                id,
                "'start':{'dateTime':'2026-03-28T02:45:00','timeZone':'Europe/Berlin'},"
                        + "'end':{'dateTime':'2026-03-28T03:15:00','timeZone':'Europe/Berlin'}");
        patch(
                "olga",
                id,
                "'start':{'dateTime':'2026-03-29T02:45:00','timeZone':'Europe/Berlin'},"
                        + "'end':{'dateTime':'2026-03-29T03:15:00','timeZone':'Europe/Berlin'}");
        assertTimes("2026-03-29T01:45", "2026-03-29T02:15", only("anna"));
        act("anna", id("anna"), "accept", "");
        patch("olga", id, "'subject':'Gap'");
        assertEquals("accepted", response("anna", id("anna")), "the time is the same");
    }

    private static void assertTimes(String start, String end, JsonNode event) {
        assertEquals(start + ":00.0000000", event.at("/start/dateTime").asString());
        assertEquals(end + ":00.0000000", event.at("/end/dateTime").asString());
    }

    @Test
    void aCancelledOccurrenceIsNotAnsweredWithItsSeries() {
        create("olga", "'subject':'Weekly'", SERIES, attendees("anna"));
        String second = view("olga").get(1).path("id").asString();
        act("olga", second, "cancel", "{'comment':'off'}");
        act("anna", id("anna"), "accept", "");
        JsonNode cancelled = view("anna").get(1);
        assertEquals("true", cancelled.path("isCancelled").asString());
        assertEquals("free", cancelled.path("showAs").asString());
        assertEquals("notResponded", cancelled.at("/responseStatus/response").asString());
        assertEquals(
                "accepted", view("anna").get(2).at("/responseStatus/response").asString());
    }
}
