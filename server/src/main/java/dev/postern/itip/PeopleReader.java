package dev.postern.itip;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the organizer and the attendees of an event. A person without an address is left out. */
final class PeopleReader {
    private static final int MAX_ATTENDEES = 5_000;
    private static final int MAX_LENGTH = 2_048;

    private PeopleReader() {}

    static Optional<MeetingPerson> organizer(CalendarPart event) {
        return event.first("ORGANIZER").flatMap(PeopleReader::person);
    }

    static List<MeetingAttendee> attendees(CalendarPart event) {
        return event.all("ATTENDEE")
                .limit(MAX_ATTENDEES)
                .flatMap(line -> person(line).map(person -> attendee(line, person)).stream())
                .toList();
    }

    private static MeetingAttendee attendee(ContentLine line, MeetingPerson person) {
        return new MeetingAttendee(
                person,
                MeetingAttendee.Role.of(line.parameter("ROLE")),
                MeetingAttendee.Kind.of(line.parameter("CUTYPE")),
                MeetingAttendee.Participation.of(line.parameter("PARTSTAT")),
                line.parameter("RSVP").strip().equalsIgnoreCase("TRUE"),
                address(line.parameter("DELEGATED-TO")));
    }

    private static Optional<MeetingPerson> person(ContentLine line) {
        String address = address(line.value());
        if (address.isEmpty()) {
            address = address(line.parameter("EMAIL"));
        }
        String name = line.parameter("CN").replaceAll("\\p{Cntrl}+", " ").strip();
        return address.isEmpty()
                ? Optional.empty()
                : Optional.of(new MeetingPerson(
                        name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name,
                        address,
                        address(line.parameter("SENT-BY"))));
    }

    /** The SMTP address of a URI or of plain text; empty for other URIs. */
    private static String address(String uri) {
        String text = uri.replaceAll("\\p{Cntrl}+", "").strip();
        if (text.toLowerCase(Locale.ROOT).startsWith("mailto:")) {
            text = text.substring("mailto:".length()).strip();
        } else if (text.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return "";
        }
        int at = text.indexOf('@');
        return at < 1 || at == text.length() - 1 || text.length() > MAX_LENGTH ? "" : text;
    }
}
