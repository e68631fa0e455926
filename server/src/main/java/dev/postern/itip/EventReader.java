package dev.postern.itip;

import dev.postern.itip.MeetingMarks.Importance;
import dev.postern.itip.MeetingMarks.Sensitivity;
import dev.postern.itip.MeetingMarks.ShowAs;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one event. */
final class EventReader {
    private static final int MAX_LINE = 8_192;
    private static final int MAX_CATEGORIES = 1_000;
    private static final int MAX_CATEGORY = 255;
    private static final int MAX_REMINDER = 2_629_800;

    private final CalendarPart event;
    private final TimesReader times;

    private EventReader(CalendarPart event, ZoneResolver zones) {
        this.event = event;
        this.times = new TimesReader(event, zones);
    }

    static MeetingEvent read(CalendarPart event, ZoneResolver zones) {
        return new EventReader(event, zones).read();
    }

    private MeetingEvent read() {
        MeetingTimes when = times.times();
        return new MeetingEvent(
                bounded(event.value("UID")),
                times.time("RECURRENCE-ID").orElse(null),
                RuleReader.numbers(event.value("SEQUENCE")).stream()
                        .findFirst()
                        .filter(number -> number >= 0)
                        .orElse(0),
                times.time("DTSTAMP").map(EventReader::instant).orElse(null),
                PeopleReader.organizer(event).orElse(null),
                PeopleReader.attendees(event),
                when,
                content(),
                marks(when));
    }

    private static Instant instant(MeetingTime time) {
        return time.instant(ZoneOffset.UTC);
    }

    private MeetingContent content() {
        String text = text("DESCRIPTION");
        String html = event.all("X-ALT-DESC")
                .filter(line ->
                        line.parameter("FMTTYPE").toLowerCase(Locale.ROOT).startsWith("text/html"))
                .findFirst()
                .map(line -> TextValues.decoded(line.value()))
                .orElse("");
        String place = line("LOCATION");
        List<String> categories = event.all("CATEGORIES")
                .flatMap(line -> TextValues.list(line.value(), MAX_CATEGORIES).stream())
                .filter(category -> category.length() <= MAX_CATEGORY)
                .distinct()
                .limit(MAX_CATEGORIES)
                .toList();
        return new MeetingContent(
                line("SUMMARY"), text, html, place.isEmpty() ? List.of() : List.of(place), categories, text("COMMENT"));
    }

    private String text(String property) {
        return event.first(property)
                .map(line -> TextValues.decoded(line.value()))
                .orElse("");
    }

    private String line(String property) {
        return bounded(text(property).replaceAll("\\s*[\\r\\n]+\\s*", " ").strip());
    }

    private static String bounded(String text) {
        if (text.length() <= MAX_LINE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_LINE - 1)) ? MAX_LINE - 1 : MAX_LINE;
        return text.substring(0, end);
    }

    private MeetingMarks marks(@Nullable MeetingTimes when) {
        ShowAs showAs = status("X-MICROSOFT-CDO-BUSYSTATUS").orElseGet(this::standardStatus);
        return new MeetingMarks(
                showAs,
                status("X-MICROSOFT-CDO-INTENDEDSTATUS").orElse(showAs),
                sensitivity(),
                importance(),
                reminder(when),
                event.value("X-MICROSOFT-DISALLOW-COUNTER").equalsIgnoreCase("TRUE"),
                event.value("STATUS").equalsIgnoreCase("CANCELLED"));
    }

    /** The values are the names of Graph in upper case. */
    private Optional<ShowAs> status(String property) {
        return ShowAs.named(event.value(property));
    }

    private ShowAs standardStatus() {
        if (event.value("TRANSP").equalsIgnoreCase("TRANSPARENT")) {
            return ShowAs.FREE;
        }
        return event.value("STATUS").equalsIgnoreCase("TENTATIVE") ? ShowAs.TENTATIVE : ShowAs.BUSY;
    }

    private Sensitivity sensitivity() {
        return switch (event.value("CLASS").toUpperCase(Locale.ROOT)) {
            case "PRIVATE" -> Sensitivity.PRIVATE;
            case "CONFIDENTIAL" -> Sensitivity.CONFIDENTIAL;
            default -> Sensitivity.NORMAL;
        };
    }

    private Importance importance() {
        return switch (event.value("X-MICROSOFT-CDO-IMPORTANCE")) {
            case "0" -> Importance.LOW;
            case "1" -> Importance.NORMAL;
            case "2" -> Importance.HIGH;
            default -> {
                int priority = RuleReader.numbers(event.value("PRIORITY")).stream()
                        .findFirst()
                        .orElse(0);
                yield priority >= 1 && priority <= 4
                        ? Importance.HIGH
                        : priority >= 6 && priority <= 9 ? Importance.LOW : Importance.NORMAL;
            }
        };
    }

    /** Of the first alarm that is displayed. */
    private @Nullable Integer reminder(@Nullable MeetingTimes when) {
        return event.parts("VALARM")
                .filter(alarm -> alarm.value("ACTION").equalsIgnoreCase("DISPLAY"))
                .flatMap(alarm -> alarm.first("TRIGGER").flatMap(line -> before(line, when)).stream())
                .map(before -> Math.clamp(before.toMinutes(), 0, MAX_REMINDER))
                .findFirst()
                .orElse(null);
    }

    private static Optional<Duration> before(ContentLine trigger, @Nullable MeetingTimes when) {
        if (trigger.parameter("RELATED").equalsIgnoreCase("END")) {
            return Optional.empty();
        }
        Optional<Duration> duration = Durations.parse(trigger.value()).map(Duration::negated);
        if (duration.isPresent() || when == null) {
            return duration;
        }
        return DateValues.parse(trigger.value())
                .filter(DateValues.Value::isUtc)
                .map(value -> Duration.between(
                        value.wall().toInstant(ZoneOffset.UTC), when.start().instant(ZoneOffset.UTC)));
    }
}
