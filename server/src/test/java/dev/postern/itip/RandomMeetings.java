package dev.postern.itip;

import dev.postern.calendar.InvalidRecurrence;
import dev.postern.calendar.Recurrence;
import dev.postern.calendar.RecurrencePattern;
import dev.postern.calendar.RecurrenceRange;
import dev.postern.calendar.WeekIndex;
import dev.postern.calendar.ZoneName;
import dev.postern.calendar.ZoneNames;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Random meeting messages that iCalendar can express as a whole. */
final class RandomMeetings {
    private static final List<String> TEXTS = List.of(
            "Budget",
            "Größe, Länge; \\ und \"mehr\"",
            "日本語の会議の件名はとても長いので折り返されるはずです。もう少し長くします。",
            "🎉🎊🥳 party 🎉🎊🥳 party 🎉🎊🥳 party 🎉🎊🥳",
            "a:b^c'd",
            "\\n is no line break",
            "x".repeat(300));
    private static final List<String> ZONES = List.of(
            "UTC",
            "W. Europe Standard Time",
            "Europe/Berlin",
            "America/New_York",
            "Pacific Standard Time (Mexico)",
            "Asia/Kathmandu",
            "Morocco Standard Time",
            "Etc/GMT+5",
            "Lord Howe Standard Time",
            "America/Santiago",
            "Egypt Standard Time");

    private final Random random;
    private int count;

    RandomMeetings(long seed) {
        this.random = new Random(seed);
    }

    MeetingMessage message() {
        String uid = "uid-" + count++ + "@contoso.example";
        MeetingTimes times = times(true);
        var overrides = new ArrayList<MeetingEvent>();
        if (times.recurrence() != null && random.nextInt(3) == 0) {
            MeetingTimes moved = times(false);
            overrides.add(event(uid, id(times), moved));
        }
        MeetingMethod method = one(List.of(MeetingMethod.values()));
        return new MeetingMessage(method, event(uid, null, times), overrides);
    }

    private static MeetingTime id(MeetingTimes times) {
        return times.start();
    }

    private MeetingEvent event(String uid, @Nullable MeetingTime recurrenceId, MeetingTimes times) {
        return new MeetingEvent(
                uid,
                recurrenceId,
                random.nextInt(4),
                Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000)),
                random.nextInt(5) == 0 ? null : person(),
                random.ints(random.nextInt(4), 0, 9).mapToObj(_ -> attendee()).toList(),
                times,
                content(),
                marks());
    }

    private MeetingPerson person() {
        String name =
                random.nextInt(3) == 0 ? "" : one(List.of("Adele Vance", "Doe, John", "J^rg \"X\"; Y: Z", "Zoë 🎉"));
        return new MeetingPerson(name, "user" + random.nextInt(50) + "@contoso.example", sometimesAddress());
    }

    private String sometimesAddress() {
        return random.nextInt(6) == 0 ? "deputy@fabrikam.example" : "";
    }

    private MeetingAttendee attendee() {
        return new MeetingAttendee(
                person(),
                one(List.of(MeetingAttendee.Role.values())),
                one(List.of(MeetingAttendee.Kind.values())),
                one(List.of(MeetingAttendee.Participation.values())),
                random.nextBoolean(),
                sometimesAddress());
    }

    private MeetingContent content() {
        return new MeetingContent(
                text(),
                random.nextBoolean() ? "" : text() + "\n\n" + text() + "\n",
                random.nextBoolean() ? "" : "<p>" + text() + "</p>\n<b>x, y; z</b>",
                random.nextBoolean() ? List.of() : List.of(text()),
                random.nextBoolean() ? List.of() : List.of("Red category", "a,b;c\\d"),
                random.nextInt(3) > 0 ? "" : text());
    }

    private String text() {
        return one(TEXTS);
    }

    private MeetingMarks marks() {
        return new MeetingMarks(
                one(List.of(MeetingMarks.ShowAs.values())),
                one(List.of(MeetingMarks.ShowAs.values())),
                one(List.of(
                        MeetingMarks.Sensitivity.NORMAL,
                        MeetingMarks.Sensitivity.PRIVATE,
                        MeetingMarks.Sensitivity.CONFIDENTIAL)),
                one(List.of(MeetingMarks.Importance.values())),
                random.nextBoolean() ? null : random.nextInt(20_000),
                random.nextBoolean(),
                random.nextInt(4) == 0);
    }

    private MeetingTimes times(boolean series) {
        LocalDate date = LocalDate.of(2000, 1, 1).plusDays(random.nextInt(365 * 60));
        Recurrence recurrence = series && random.nextBoolean() ? recurrence(date) : null;
        if (recurrence != null) {
            date = recurrence.first();
        }
        boolean isAllDay = random.nextInt(4) == 0;
        ZoneName zone = zone();
        MeetingTime start = isAllDay
                ? MeetingTime.of(date)
                : MeetingTime.of(date.atTime(random.nextInt(24), random.nextInt(60)), zone);
        MeetingTime end = isAllDay
                ? MeetingTime.of(date.plusDays(1 + random.nextInt(3)))
                : MeetingTime.of(start.wall().plusMinutes(random.nextInt(300)), zone);
        return new MeetingTimes(
                start,
                end,
                isAllDay,
                recurrence,
                "",
                recurrence == null ? List.of() : later(recurrence, start),
                List.of());
    }

    /** Some occurrences after the first one. */
    private List<MeetingTime> later(Recurrence recurrence, MeetingTime start) {
        var times = new ArrayList<MeetingTime>();
        LocalDate date = recurrence.first();
        for (int i = random.nextInt(4); i > 0; i--) {
            date = recurrence.after(date).orElse(date);
            LocalDateTime wall = date.atTime(start.wall().toLocalTime());
            times.add(new MeetingTime(wall, start.isDate(), start.zone()));
        }
        return times.stream().distinct().toList();
    }

    private ZoneName zone() {
        ZoneName zone = ZoneNames.find(one(ZONES)).orElseThrow();
        return zone.isUtc() ? ZoneName.UTC : zone;
    }

    /** Its range starts with its first date. */
    private Recurrence recurrence(LocalDate date) {
        RecurrencePattern pattern = pattern();
        try {
            LocalDate first = new Recurrence(pattern, new RecurrenceRange.NoEnd(date)).first();
            return new Recurrence(pattern, range(first));
        } catch (InvalidRecurrence e) {
            throw new AssertionError(pattern.toString(), e);
        }
    }

    private RecurrenceRange range(LocalDate first) {
        return switch (random.nextInt(3)) {
            case 0 -> new RecurrenceRange.NoEnd(first);
            case 1 -> new RecurrenceRange.EndDate(first, first.plusDays(random.nextInt(1000)));
            default -> new RecurrenceRange.Numbered(first, 1 + random.nextInt(50));
        };
    }

    private RecurrencePattern pattern() {
        int interval = 1 + random.nextInt(3);
        int day = 1 + random.nextInt(31);
        int month = 1 + random.nextInt(12);
        WeekIndex index = one(List.of(WeekIndex.values()));
        return switch (random.nextInt(6)) {
            case 0 -> new RecurrencePattern.Daily(interval);
            case 1 -> new RecurrencePattern.Weekly(interval, days(), one(List.of(DayOfWeek.values())));
            case 2 -> new RecurrencePattern.AbsoluteMonthly(interval, day);
            case 3 -> new RecurrencePattern.RelativeMonthly(interval, days(), index);
            case 4 -> new RecurrencePattern.AbsoluteYearly(interval, day, month);
            default -> new RecurrencePattern.RelativeYearly(interval, days(), index, month);
        };
    }

    private Set<DayOfWeek> days() {
        Set<DayOfWeek> days = EnumSet.of(one(List.of(DayOfWeek.values())));
        for (int i = random.nextInt(4); i > 0; i--) {
            days.add(one(List.of(DayOfWeek.values())));
        }
        return days;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
