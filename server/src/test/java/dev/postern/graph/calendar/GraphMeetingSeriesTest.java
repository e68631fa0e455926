package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Answers to series of which some occurrences have a list of attendees of their own. */
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
}
