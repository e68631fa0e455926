package dev.postern.itip;

import dev.postern.calendar.RecurrencePattern;
import dev.postern.calendar.RecurrencePattern.AbsoluteMonthly;
import dev.postern.calendar.RecurrencePattern.AbsoluteYearly;
import dev.postern.calendar.RecurrencePattern.Daily;
import dev.postern.calendar.RecurrencePattern.RelativeMonthly;
import dev.postern.calendar.RecurrencePattern.RelativeYearly;
import dev.postern.calendar.RecurrencePattern.Weekly;
import dev.postern.calendar.WeekIndex;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The pattern of a recurrence rule. */
final class RulePattern {
    /** Parts that no pattern has. */
    private static final List<String> OTHERS =
            List.of("BYYEARDAY", "BYWEEKNO", "BYHOUR", "BYMINUTE", "BYSECOND", "RSCALE", "SKIP");

    private static final Map<Integer, WeekIndex> POSITIONS = Map.of(
            1, WeekIndex.FIRST, 2, WeekIndex.SECOND, 3, WeekIndex.THIRD, 4, WeekIndex.FOURTH, -1, WeekIndex.LAST);

    private final Map<String, String> parts;
    private final LocalDate start;
    private final int interval;
    private final List<RuleReader.Day> days;
    private final List<Integer> monthDays;
    private final List<Integer> months;
    private final List<Integer> positions;

    /**
     * The result.
     *
     * @param pattern null if nothing is near
     */
    record Found(@Nullable RecurrencePattern pattern, boolean isExact) {}

    /** The day of a month, either by its number or by the days of the week. */
    private record Place(int dayOfMonth, Set<DayOfWeek> days, WeekIndex index, boolean isExact) {}

    private RulePattern(Map<String, String> parts, LocalDate start) {
        this.parts = parts;
        this.start = start;
        this.interval = parts.containsKey("INTERVAL")
                ? RuleReader.numbers(parts.get("INTERVAL")).stream().findFirst().orElse(0)
                : 1;
        this.days = RuleReader.days(parts.getOrDefault("BYDAY", ""));
        this.monthDays = numbers("BYMONTHDAY");
        this.months = numbers("BYMONTH");
        this.positions = numbers("BYSETPOS");
    }

    private List<Integer> numbers(String part) {
        return RuleReader.numbers(parts.getOrDefault(part, "")).stream()
                .distinct()
                .toList();
    }

    static Found of(Map<String, String> parts, LocalDate start) {
        Found found = new RulePattern(parts, start).found();
        return OTHERS.stream().anyMatch(parts::containsKey) ? new Found(found.pattern(), false) : found;
    }

    private Found found() {
        return switch (parts.getOrDefault("FREQ", "")) {
            case "DAILY" -> daily();
            case "WEEKLY" -> weekly(interval, monthDays.isEmpty() && months.isEmpty() && positions.isEmpty());
            case "MONTHLY" -> monthly();
            case "YEARLY" -> yearly(interval);
            default -> new Found(null, false);
        };
    }

    private Found daily() {
        boolean plain = monthDays.isEmpty() && months.isEmpty() && positions.isEmpty();
        return days.isEmpty() || interval > 1
                ? new Found(new Daily(interval), plain && days.isEmpty())
                : weekly(1, plain);
    }

    private Found weekly(int weeks, boolean isExact) {
        Set<DayOfWeek> of = days.isEmpty() ? Set.of(start.getDayOfWeek()) : weekdays();
        List<RuleReader.Day> first = RuleReader.days(parts.getOrDefault("WKST", "MO"));
        return new Found(
                new Weekly(
                        weeks,
                        of,
                        first.isEmpty() ? DayOfWeek.MONDAY : first.getFirst().day()),
                isExact);
    }

    private Found monthly() {
        if (months.size() == 1 && (interval == 1 || interval == 12)) {
            return yearly(1);
        }
        boolean everyWeek = !days.isEmpty()
                && days.stream().allMatch(day -> day.position() == 0)
                && positions.isEmpty()
                && monthDays.isEmpty();
        if (everyWeek) {
            return weekly(1, interval == 1 && months.isEmpty());
        }
        Place place = place();
        boolean isExact = place.isExact() && months.isEmpty();
        if (interval > RecurrencePattern.MAX_MONTHS && interval % 12 == 0) {
            return new Found(yearly(place, start.getMonthValue(), interval / 12), isExact);
        }
        return new Found(
                place.days().isEmpty()
                        ? new AbsoluteMonthly(interval, place.dayOfMonth())
                        : new RelativeMonthly(interval, place.days(), place.index()),
                isExact);
    }

    private Found yearly(int years) {
        Place place = place();
        int month =
                months.contains(start.getMonthValue()) || months.isEmpty() ? start.getMonthValue() : months.getFirst();
        boolean isExact = place.isExact() && (months.size() == 1 || (months.isEmpty() && days.isEmpty()));
        return new Found(yearly(place, month, years), isExact);
    }

    private static RecurrencePattern yearly(Place place, int month, int years) {
        return place.days().isEmpty()
                ? new AbsoluteYearly(years, place.dayOfMonth(), month)
                : new RelativeYearly(years, place.days(), place.index(), month);
    }

    private Place place() {
        return days.isEmpty() ? numbered() : relative();
    }

    private Place numbered() {
        if (monthDays.isEmpty()) {
            return new Place(
                    start.getDayOfMonth(),
                    Set.of(),
                    WeekIndex.FIRST,
                    positions.isEmpty() && start.getDayOfMonth() < 29);
        }
        List<Integer> sorted = monthDays.stream().sorted().toList();
        int last = sorted.getLast();
        // "28,29,30" with position -1 is the 30th, or the last day of a shorter month
        boolean clamped = positions.equals(List.of(-1))
                && last >= 29
                && last <= 31
                && sorted.equals(IntStream.rangeClosed(28, last).boxed().toList());
        if (clamped) {
            return new Place(last, Set.of(), WeekIndex.FIRST, true);
        }
        int day = monthDays.contains(start.getDayOfMonth()) ? start.getDayOfMonth() : monthDays.getFirst();
        boolean single = monthDays.size() == 1 && (positions.isEmpty() || POSITIONS.containsKey(positions.getFirst()));
        if (day < 0) {
            return new Place(Math.max(1, 32 + day), Set.of(), WeekIndex.FIRST, single && day == -1);
        }
        return new Place(day, Set.of(), WeekIndex.FIRST, single && day < 29);
    }

    private Place relative() {
        boolean same = days.stream().map(RuleReader.Day::position).distinct().count() == 1;
        int written = days.getFirst().position();
        if (written != 0) {
            boolean single = days.size() == 1 && positions.isEmpty() && monthDays.isEmpty();
            Set<DayOfWeek> of = same && days.size() == 1
                    ? weekdays()
                    : EnumSet.of(days.getFirst().day());
            return new Place(0, of, index(written), single && POSITIONS.containsKey(written));
        }
        int position = positions.isEmpty() ? 1 : positions.getFirst();
        boolean single = same && positions.size() == 1 && POSITIONS.containsKey(position) && monthDays.isEmpty();
        return new Place(0, weekdays(), index(position), single);
    }

    private static WeekIndex index(int position) {
        return POSITIONS.getOrDefault(position, WeekIndex.LAST);
    }

    private Set<DayOfWeek> weekdays() {
        return days.stream()
                .map(RuleReader.Day::day)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(DayOfWeek.class)));
    }
}
