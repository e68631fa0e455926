package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Series of which some occurrences have other times or attendees. */
@ParameterizedClass
@EnumSource(Engine.class)
class GraphMeetingSeriesTest extends MeetingScenario {
    /** What an attendee sees of the own answer to an occurrence: the response, and the own entry in the list. */
    private String own(String name, int occurrence) {
        JsonNode shown = view(name).get(occurrence);
        return shown.at("/responseStatus/response").asString() + " "
                + status(name, shown.path("id").asString(), name);
    }

    private void answer(String name, int occurrence, String action) {
        act(name, view(name).get(occurrence).path("id").asString(), action, "");
    }

    @Test
    void anAnswerToTheSeriesIsShownInOccurrencesThatTheOrganizerChanged() {
        String id = create("olga", "'subject':'Weekly'", SERIES, attendees("anna", "bert"));
        patch("olga", view("olga").get(2).path("id").asString(), "'subject':'Special'");
        answer("bert", 1, "decline");
        patch("olga", id, "'subject':'Often'");
        assertEquals("notResponded none", own("anna", 1));
        act("anna", id("anna"), "accept", "");
        for (int i = 0; i < 4; i++) {
            assertEquals("accepted accepted", own("anna", i), "occurrence " + i);
        }
        assertEquals("busy", view("anna").get(1).path("showAs").asString());
        answer("anna", 3, "tentativelyAccept");
        act("anna", id("anna"), "tentativelyAccept", "");
        act("anna", id("anna"), "accept", "");
        assertEquals("accepted accepted", own("anna", 1));
        assertEquals("tentativelyAccepted tentativelyAccepted", own("anna", 3), "this one was answered alone");
    }

    @Test
    void anUpdateOfTheSeriesKeepsTheAnswersToItsOccurrences() {
        String id = create("olga", "'subject':'Weekly'", SERIES, attendees("anna", "bert"));
        act("anna", id("anna"), "accept", "");
        answer("bert", 1, "tentativelyAccept");
        patch("olga", id, "'subject':'Often'");
        assertEquals("accepted accepted", own("anna", 1));
        assertEquals("tentativelyAccepted tentativelyAccepted", own("bert", 1));
        assertEquals("notResponded none", own("bert", 2));
    }

    @Test
    void aForwardedSeriesHasTheOccurrencesWithTheirOwnAttendees() {
        graph.user("carl", "Carl");
        String id = create("olga", "'subject':'Weekly'", SERIES, attendees("anna"));
        answer("anna", 1, "tentativelyAccept");
        act("anna", id("anna"), "forward", to("bert"));
        act("olga", id, "forward", to("carl"));
        for (String name : List.of("bert", "carl")) {
            assertEquals(4, view(name).size());
            assertEquals("notResponded none", own(name, 1));
            assertEquals("Weekly", view(name).get(1).path("subject").asString());
            assertEquals("none", status("olga", view("olga").get(1).path("id").asString(), name));
        }
        assertEquals("tentativelyAccepted tentativelyAccepted", own("anna", 1));
    }

    private void move(int occurrence, int hour) {
        String day =
                view("olga").get(occurrence).at("/start/dateTime").asString().substring(0, 10);
        patch(
                "olga",
                view("olga").get(occurrence).path("id").asString(),
                "'start':{'dateTime':'" + day + "T" + hour + ":00:00','timeZone':'UTC'},'end':{'dateTime':'" + day + "T"
                        + hour + ":30:00','timeZone':'UTC'}");
    }

    @Test
    void whoJoinsASeriesAnswersAnOccurrenceThatWasMovedBefore() {
        String id = create("olga", "'subject':'Weekly'", SERIES, attendees("anna"));
        move(1, 12);
        patch("olga", id, attendees("anna", "bert"));
        answer("bert", 1, "accept");
        assertEquals("accepted", status("olga", view("olga").get(1).path("id").asString(), "bert"));
        assertEquals("none", status("olga", view("olga").get(2).path("id").asString(), "bert"));
    }

    @Test
    void aMessageAboutTheSeriesReachesWhoHasOnlyAMovedOccurrence() {
        String id = create("olga", "'subject':'Weekly'", SERIES, attendees("anna", "bert"));
        act("anna", id("anna"), "decline", "");
        act("bert", id("bert"), "decline", "");
        move(1, 12);
        assertEquals("singleInstance", only("anna").path("type").asString());
        assertEquals("singleInstance", only("bert").path("type").asString());
        patch("olga", id, attendees("anna"));
        assertTrue(only("bert").path("isCancelled").booleanValue(false));
        assertFalse(only("anna").path("isCancelled").booleanValue(true));
        patch("olga", id, "'subject':'Often'");
        assertEquals("seriesMaster", only("anna").path("type").asString());
        assertEquals(4, view("anna").size());
        assertEquals(1, view("bert").size());
    }

    private static String to(String name) {
        return "{'toRecipients':[{'emailAddress':{'address':'" + name + "@contoso.example'}}]}";
    }
}
