package dev.postern.itip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the calendars of a {@code text/calendar} part. */
public final class ItipReader {
    /** The most bytes of a calendar. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int MAX_LINES = 50_000;
    private static final int MAX_EVENTS = 1_000;

    private ItipReader() {}

    /** One message for each UID of each calendar, in their order. There is at least one. */
    public static List<MeetingMessage> read(byte[] calendar) throws UnreadableCalendar {
        List<CalendarPart> calendars = parts(calendar);
        var messages = new ArrayList<MeetingMessage>();
        int events = 0;
        for (CalendarPart part : calendars) {
            MeetingMethod method = MeetingMethod.of(part.value("METHOD"));
            ZoneResolver zones = new ZoneResolver(part);
            Map<String, List<MeetingEvent>> byUid = new LinkedHashMap<>();
            for (CalendarPart event : part.parts("VEVENT").toList()) {
                if (++events > MAX_EVENTS) {
                    throw new UnreadableCalendar("The calendar has more than " + MAX_EVENTS + " events.");
                }
                MeetingEvent read = EventReader.read(event, zones);
                // events without a UID have nothing to do with each other
                String key = read.uid().isEmpty() ? "\n" + events : read.uid();
                byUid.computeIfAbsent(key, _ -> new ArrayList<>()).add(read);
            }
            byUid.values().forEach(same -> messages.add(message(method, same)));
        }
        if (messages.isEmpty()) {
            throw new UnreadableCalendar(
                    calendars.isEmpty() ? "This is not a calendar." : "The calendar contains no event.");
        }
        return messages;
    }

    static List<CalendarPart> parts(byte[] calendar) throws UnreadableCalendar {
        if (calendar.length > MAX_BYTES) {
            throw new UnreadableCalendar("The calendar is larger than " + (MAX_BYTES >> 20) + " MB.");
        }
        return CalendarPart.calendars(ContentLines.of(calendar, MAX_LINES));
    }

    private static MeetingMessage message(MeetingMethod method, List<MeetingEvent> events) {
        int master = 0;
        while (master < events.size() && events.get(master).recurrenceId() != null) {
            master++;
        }
        var overrides = new ArrayList<>(events);
        return new MeetingMessage(method, overrides.remove(master % events.size()), overrides);
    }
}
