package dev.postern.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random patterns and ranges. Short intervals are more frequent. */
final class RandomRecurrences {
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/New_York"),
            ZoneId.of("America/St_Johns"),
            ZoneId.of("Australia/Lord_Howe"),
            ZoneId.of("Pacific/Apia"),
            ZoneId.of("Pacific/Chatham"),
            ZoneId.of("Asia/Kathmandu"),
            ZoneId.of("America/Sao_Paulo"),
            ZoneId.of("UTC"));

    private final Random random;

    RandomRecurrences(long seed) {
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    LocalDate start() {
        return LocalDate.of(1995, 1, 1).plusDays(random.nextInt(365 * 60));
    }

    ZoneId zone() {
        return ZONES.get(random.nextInt(ZONES.size()));
    }

    RecurrencePattern pattern() {
        return switch (random.nextInt(6)) {
            case 0 -> new RecurrencePattern.Daily(interval(40));
            case 1 -> new RecurrencePattern.Weekly(interval(8), days(), day());
            case 2 -> new RecurrencePattern.AbsoluteMonthly(interval(14), dayOfMonth());
            case 3 -> new RecurrencePattern.RelativeMonthly(interval(14), days(), index());
            case 4 -> new RecurrencePattern.AbsoluteYearly(interval(3), dayOfMonth(), month());
            default -> new RecurrencePattern.RelativeYearly(interval(3), days(), index(), month());
        };
    }

    RecurrenceRange range(LocalDate start) {
        return switch (random.nextInt(3)) {
            case 0 -> new RecurrenceRange.NoEnd(start);
            case 1 -> new RecurrenceRange.EndDate(start, start.plusDays(random.nextInt(1500)));
            default -> new RecurrenceRange.Numbered(start, 1 + random.nextInt(60));
        };
    }

    private int interval(int maximum) {
        return random.nextBoolean() ? 1 : 1 + random.nextInt(maximum);
    }

    private int dayOfMonth() {
        return random.nextInt(3) == 0 ? 28 + random.nextInt(4) : 1 + random.nextInt(31);
    }

    private int month() {
        return random.nextInt(4) == 0 ? 2 : 1 + random.nextInt(12);
    }

    private DayOfWeek day() {
        return DayOfWeek.of(1 + random.nextInt(7));
    }

    private WeekIndex index() {
        return List.of(WeekIndex.values()).get(random.nextInt(5));
    }

    private Set<DayOfWeek> days() {
        var days = EnumSet.of(day());
        for (int more = random.nextInt(7); more > 0; more--) {
            days.add(day());
        }
        return days;
    }
}
