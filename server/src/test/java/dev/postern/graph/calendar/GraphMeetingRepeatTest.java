package dev.postern.graph.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** A client repeats a change that got no response, or writes back everything that it has read. */
@ParameterizedClass
@EnumSource(Engine.class)
class GraphMeetingRepeatTest extends MeetingScenario {
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

    @Test
    void anEventThatIsWrittenBackSendsNothing() {
        for (String times : List.of(SINGLE, SERIES.replace("Europe/Berlin", "UTC"))) {
            String id = create(
                    "olga",
                    "'subject':'Plan'",
                    times,
                    attendees("anna"),
                    "'location':{'displayName':'Room 1'}",
                    "'body':{'contentType':'html','content':'<p>agenda</p>'}");
            int before = mail("anna", "inbox").size();
            ObjectNode read = (ObjectNode) event("olga", id);
            read.remove(read.propertyNames().stream()
                    .filter(name -> name.contains("@odata"))
                    .toList());
            String whole = read.toString();
            patch("olga", id, whole.substring(1, whole.length() - 1));
            assertEquals(before, mail("anna", "inbox").size(), times);
        }
    }
}
