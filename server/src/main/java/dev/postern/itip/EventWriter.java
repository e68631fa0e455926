package dev.postern.itip;

import dev.postern.itip.MeetingMarks.Importance;
import dev.postern.itip.MeetingMarks.Sensitivity;
import dev.postern.itip.MeetingMarks.ShowAs;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes one event. */
final class EventWriter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    private final LineWriter out;
    private final MeetingEvent event;

    EventWriter(LineWriter out, MeetingEvent event) {
        this.out = out;
        this.event = event;
    }

    /** @param others further properties */
    void write(List<ItipWriter.Property> others) {
        out.line("BEGIN", "VEVENT");
        if (!event.uid().isEmpty()) {
            // as it was read: a UID is compared byte by byte
            out.property("UID").value(event.uid());
        }
        if (event.recurrenceId() != null) {
            time("RECURRENCE-ID", event.recurrenceId());
        }
        out.line("SEQUENCE", String.valueOf(event.sequence()));
        if (event.stamp() != null) {
            out.line("DTSTAMP", TIME.format(event.stamp().atOffset(ZoneOffset.UTC)) + "Z");
        }
        people();
        if (event.times() != null) {
            times(event.times());
        }
        content(event.content());
        marks(event.marks());
        others.forEach(other -> out.line(other.name(), other.value()));
        alarm(event.marks().reminderMinutes());
        out.line("END", "VEVENT");
    }

    private void people() {
        MeetingPerson organizer = event.organizer();
        if (organizer != null) {
            out.property("ORGANIZER")
                    .parameter("CN", organizer.name())
                    .parameter("SENT-BY", uri(organizer.sentBy()))
                    .value(uri(organizer.address()));
        }
        for (MeetingAttendee attendee : event.attendees()) {
            out.property("ATTENDEE")
                    .parameter("CN", attendee.person().name())
                    .parameter("CUTYPE", attendee.kind().name())
                    .parameter("ROLE", attendee.role().value())
                    .parameter("PARTSTAT", attendee.participation().value())
                    .parameter("RSVP", attendee.isReplyRequested() ? "TRUE" : "FALSE")
                    .parameter("DELEGATED-TO", uri(attendee.delegatedTo()))
                    .parameter("SENT-BY", uri(attendee.person().sentBy()))
                    .value(uri(attendee.person().address()));
        }
    }

    private static String uri(String address) {
        return address.isEmpty() ? "" : "mailto:" + address;
    }

    private void times(MeetingTimes times) {
        time("DTSTART", times.start());
        time("DTEND", times.end());
        if (!times.rule().isEmpty()) {
            times.rule().lines().forEach(this::originalRule);
        } else if (times.recurrence() != null) {
            ZoneId zone =
                    times.start().zone() == null ? null : times.start().zone().id();
            out.line(
                    "RRULE",
                    RuleWriter.write(
                            times.recurrence(),
                            times.isAllDay() ? null : times.start().wall().toLocalTime(),
                            zone));
        }
        list("EXDATE", times.excluded());
        list("RDATE", times.additional());
        if (times.isAllDay()) {
            out.line("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE");
        }
    }

    private void originalRule(String line) {
        for (String name : List.of("RRULE", "EXRULE")) {
            if (line.startsWith(name + ":")) {
                out.line(name, line.substring(name.length() + 1));
            }
        }
    }

    /** One property for each zone, as the format requires. */
    private void list(String name, List<MeetingTime> times) {
        int begin = 0;
        while (begin < times.size()) {
            int end = begin + 1;
            while (end < times.size() && isSameForm(times.get(begin), times.get(end))) {
                end++;
            }
            begun(name, times.get(begin))
                    .value(times.subList(begin, end).stream()
                            .map(EventWriter::form)
                            .collect(Collectors.joining(",")));
            begin = end;
        }
    }

    private static boolean isSameForm(MeetingTime one, MeetingTime other) {
        return one.isDate() == other.isDate() && zone(one).equals(zone(other)) && isUtc(one) == isUtc(other);
    }

    private void time(String name, MeetingTime time) {
        begun(name, time).value(form(time));
    }

    private LineWriter begun(String name, MeetingTime time) {
        return out.property(name)
                .parameter("VALUE", time.isDate() ? "DATE" : "")
                .parameter("TZID", zone(time));
    }

    private static String zone(MeetingTime time) {
        return time.zone() == null || isUtc(time) ? "" : time.zone().name();
    }

    private static boolean isUtc(MeetingTime time) {
        return time.zone() != null && time.zone().isUtc();
    }

    private static String form(MeetingTime time) {
        return time.isDate() ? DATE.format(time.wall()) : TIME.format(time.wall()) + (isUtc(time) ? "Z" : "");
    }

    private void content(MeetingContent content) {
        text("SUMMARY", content.subject());
        text("DESCRIPTION", content.text());
        if (!content.html().isEmpty()) {
            out.property("X-ALT-DESC").parameter("FMTTYPE", "text/html").text(content.html());
        }
        text("LOCATION", String.join("; ", content.locations()));
        if (!content.categories().isEmpty()) {
            out.line(
                    "CATEGORIES",
                    content.categories().stream().map(TextValues::encoded).collect(Collectors.joining(",")));
        }
        text("COMMENT", content.comment());
    }

    private void text(String name, String text) {
        if (!text.isEmpty()) {
            out.property(name).text(text);
        }
    }

    private void marks(MeetingMarks marks) {
        boolean free = marks.showAs() == ShowAs.FREE || marks.showAs() == ShowAs.WORKING_ELSEWHERE;
        boolean isTentative = marks.intended() == ShowAs.TENTATIVE;
        out.line("STATUS", marks.isCancelled() ? "CANCELLED" : isTentative ? "TENTATIVE" : "CONFIRMED");
        out.line("TRANSP", free ? "TRANSPARENT" : "OPAQUE");
        out.line("CLASS", sensitivity(marks.sensitivity()));
        out.line("PRIORITY", priority(marks.importance(), "1", "5", "9"));
        out.line("X-MICROSOFT-CDO-IMPORTANCE", priority(marks.importance(), "2", "1", "0"));
        out.line("X-MICROSOFT-CDO-BUSYSTATUS", marks.showAs().value());
        out.line("X-MICROSOFT-CDO-INTENDEDSTATUS", marks.intended().value());
        out.line("X-MICROSOFT-DISALLOW-COUNTER", marks.isCounterDisallowed() ? "TRUE" : "FALSE");
    }

    private static String sensitivity(Sensitivity sensitivity) {
        return switch (sensitivity) {
            case NORMAL -> "PUBLIC";
            case PERSONAL, PRIVATE -> "PRIVATE";
            case CONFIDENTIAL -> "CONFIDENTIAL";
        };
    }

    private static String priority(Importance importance, String high, String normal, String low) {
        return switch (importance) {
            case HIGH -> high;
            case NORMAL -> normal;
            case LOW -> low;
        };
    }

    private void alarm(@Nullable Integer minutes) {
        if (minutes != null) {
            out.line("BEGIN", "VALARM");
            out.line("ACTION", "DISPLAY");
            out.line("DESCRIPTION", "Reminder");
            out.line("TRIGGER", "-PT" + minutes + "M");
            out.line("END", "VALARM");
        }
    }
}
