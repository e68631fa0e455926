package dev.postern.mailbox.mime;

import java.util.ArrayList;
import java.util.List;
import net.fortuna.ical4j.model.Parameter;
import net.fortuna.ical4j.model.ParameterList;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.parameter.Cn;
import net.fortuna.ical4j.model.parameter.CuType;
import net.fortuna.ical4j.model.parameter.PartStat;
import net.fortuna.ical4j.model.parameter.Role;
import net.fortuna.ical4j.model.parameter.Rsvp;
import net.fortuna.ical4j.model.property.Attendee;
import net.fortuna.ical4j.model.property.Organizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The people of an event. People without an address are left out, because iCalendar identifies people by address. */
final class EventPeople {
    private EventPeople() {}

    static List<Property> of(ObjectNode event) {
        var people = new ArrayList<Property>();
        String organizer = address(event.path("organizer"));
        if (organizer != null) {
            people.add(new Organizer(new ParameterList(named(event.path("organizer"))), organizer));
        }
        boolean answers = event.path("responseRequested").booleanValue(false);
        for (JsonNode attendee : event.path("attendees")) {
            String address = address(attendee);
            if (address != null) {
                people.add(new Attendee(new ParameterList(parameters(attendee, answers)), address));
            }
        }
        return people;
    }

    private static List<Parameter> parameters(JsonNode attendee, boolean answers) {
        List<Parameter> parameters = named(attendee);
        switch (attendee.path("type").stringValue("")) {
            case "optional" -> parameters.add(Role.OPT_PARTICIPANT);
            case "resource" -> {
                parameters.add(CuType.RESOURCE);
                parameters.add(Role.NON_PARTICIPANT);
            }
            default -> parameters.add(Role.REQ_PARTICIPANT);
        }
        parameters.add(
                switch (attendee.path("status").path("response").stringValue("")) {
                    case "accepted", "organizer" -> PartStat.ACCEPTED;
                    case "tentativelyAccepted" -> PartStat.TENTATIVE;
                    case "declined" -> PartStat.DECLINED;
                    default -> PartStat.NEEDS_ACTION;
                });
        if (answers) {
            parameters.add(Rsvp.TRUE);
        }
        return parameters;
    }

    private static List<Parameter> named(JsonNode person) {
        var parameters = new ArrayList<Parameter>();
        String name = person.path("emailAddress").path("name").stringValue("");
        if (!name.isBlank()) {
            parameters.add(new Cn(name.replaceAll("\\p{Cntrl}+", " ")));
        }
        return parameters;
    }

    /** Null if the address cannot be used in a URI. */
    private static @Nullable String address(JsonNode person) {
        String address = person.path("emailAddress").path("address").stringValue("");
        return address.matches("[\\w.!#$&'*+/=?^`{|}~-]+@[\\w.-]+") && address.matches("[^`^{|}]+")
                ? "mailto:" + address
                : null;
    }
}
