package dev.postern.mailbox.mime;

import dev.postern.itip.MeetingAttendee;
import dev.postern.itip.MeetingAttendee.Kind;
import dev.postern.itip.MeetingAttendee.Participation;
import dev.postern.itip.MeetingAttendee.Role;
import dev.postern.itip.MeetingPerson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The people of an event. People without an address are left out, because iCalendar identifies people by address. */
final class EventPeople {
    private EventPeople() {}

    static @Nullable MeetingPerson organizer(ObjectNode event) {
        return person(event.path("organizer"));
    }

    static List<MeetingAttendee> attendees(ObjectNode event) {
        boolean isReplyRequested = event.path("responseRequested").booleanValue(false);
        var attendees = new ArrayList<MeetingAttendee>();
        for (JsonNode one : event.path("attendees")) {
            MeetingPerson person = person(one);
            if (person != null) {
                String type = one.path("type").stringValue("");
                attendees.add(new MeetingAttendee(
                        person,
                        switch (type) {
                            case "optional" -> Role.OPTIONAL;
                            case "resource" -> Role.INFORMED;
                            default -> Role.REQUIRED;
                        },
                        type.equals("resource") ? Kind.RESOURCE : Kind.INDIVIDUAL,
                        participation(one.path("status").path("response").stringValue("")),
                        isReplyRequested,
                        ""));
            }
        }
        return attendees;
    }

    private static Participation participation(String response) {
        return switch (response) {
            case "accepted", "organizer" -> Participation.ACCEPTED;
            case "tentativelyAccepted" -> Participation.TENTATIVE;
            case "declined" -> Participation.DECLINED;
            default -> Participation.NEEDS_ACTION;
        };
    }

    /** Null if the address cannot be used in a URI. */
    private static @Nullable MeetingPerson person(JsonNode person) {
        String address = person.path("emailAddress").path("address").stringValue("");
        String name = person.path("emailAddress").path("name").stringValue("");
        return address.matches("[\\w.!#$&'*+/=?^`{|}~-]+@[\\w.-]+") && address.matches("[^`^{|}]+")
                ? new MeetingPerson(name.replaceAll("\\p{Cntrl}+", " ").strip(), address, "")
                : null;
    }
}
