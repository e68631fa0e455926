package dev.postern.itip;

import dev.postern.calendar.RecurrenceRange;
import dev.postern.calendar.ZoneName;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes the rules of a zone, from a year on, for readers that do not know its name. */
final class ZoneWriter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    /** Zones that have no rule but a list of changes, such as Morocco, get those of so many years. */
    private static final int YEARS = 25;

    /** After so many years, the days of the week have been on all days of the month. */
    private static final int CALENDARS = 28;

    private final LineWriter out;

    ZoneWriter(LineWriter out) {
        this.out = out;
    }

    /** @param year of the first time that is written in this zone */
    void write(ZoneName zone, int year) {
        ZoneRules rules = zone.id().getRules();
        int first = Math.max(year - 1, RecurrenceRange.FIRST.getYear());
        LocalDateTime begin = LocalDateTime.of(first, 1, 1, 0, 0);
        out.line("BEGIN", "VTIMEZONE");
        out.property("TZID").text(zone.name());
        ZoneOffset offset = rules.getOffset(begin.toInstant(ZoneOffset.UTC));
        boolean daylight = rules.isDaylightSavings(begin.toInstant(ZoneOffset.UTC));
        observance(daylight, begin, offset, offset, "");
        changes(rules, begin).ifPresent(from -> rules(rules, from));
        out.line("END", "VTIMEZONE");
    }

    /** The changes before the rules apply. Returns the first year of the rules, if there are rules and they apply soon. */
    private OptionalInt changes(ZoneRules rules, LocalDateTime begin) {
        int last = begin.getYear() + YEARS;
        int following = begin.getYear();
        ZoneOffsetTransition next = rules.nextTransition(begin.toInstant(ZoneOffset.UTC));
        while (next != null
                && !isByRule(rules, next)
                && next.getDateTimeBefore().getYear() <= last) {
            observance(
                    rules.isDaylightSavings(next.getInstant()),
                    next.getDateTimeBefore(),
                    next.getOffsetBefore(),
                    next.getOffsetAfter(),
                    "");
            following = next.getDateTimeBefore().getYear() + 1;
            next = rules.nextTransition(next.getInstant());
        }
        return next != null && isByRule(rules, next) ? OptionalInt.of(following) : OptionalInt.empty();
    }

    private static boolean isByRule(ZoneRules rules, ZoneOffsetTransition change) {
        List<ZoneOffsetTransition> listed = rules.getTransitions();
        return listed.isEmpty() || change.getInstant().isAfter(listed.getLast().getInstant());
    }

    private void rules(ZoneRules rules, int from) {
        for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
            List<LocalDateTime> onsets = IntStream.range(0, CALENDARS)
                    .mapToObj(year -> onset(rule, from + year))
                    .toList();
            ZoneOffsetTransition change = rule.createTransition(from);
            boolean daylight = rules.isDaylightSavings(change.getInstant());
            boolean isInOneMonth =
                    onsets.stream().map(LocalDateTime::getMonth).distinct().count() == 1;
            for (LocalDateTime onset : isInOneMonth ? onsets.subList(0, 1) : onsets) {
                observance(
                        daylight,
                        onset,
                        change.getOffsetBefore(),
                        change.getOffsetAfter(),
                        isInOneMonth ? yearly(rule, onsets) : "");
            }
        }
    }

    /** The end of a day is a second earlier, because midnight may be in the next month. */
    private static LocalDateTime onset(ZoneOffsetTransitionRule rule, int year) {
        LocalDateTime onset = rule.createTransition(year).getDateTimeBefore();
        return rule.isMidnightEndOfDay() ? onset.minusSeconds(1) : onset;
    }

    /**
     * The rule for the local dates of the changes. A day of the week on or after a day of the month is the n-th such day of the week if it can be,
     * because old readers know only this form.
     */
    private static String yearly(ZoneOffsetTransitionRule rule, List<LocalDateTime> onsets) {
        LocalDateTime first = onsets.getFirst();
        String month = "FREQ=YEARLY;BYMONTH=" + first.getMonthValue();
        if (rule.getDayOfWeek() == null) {
            return month + ";BYMONTHDAY=" + first.getDayOfMonth();
        }
        int earliest =
                onsets.stream().mapToInt(LocalDateTime::getDayOfMonth).min().orElseThrow();
        String weekday = RuleReader.name(first.getDayOfWeek());
        boolean isLast = earliest == first.getMonth().maxLength() - 6 && first.getMonth() != Month.FEBRUARY;
        if (isLast) {
            return month + ";BYDAY=-1" + weekday;
        }
        return earliest % 7 == 1
                ? month + ";BYDAY=" + (earliest / 7 + 1) + weekday
                : month + ";BYDAY=" + weekday + ";BYMONTHDAY="
                        + IntStream.range(earliest, earliest + 7)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(","));
    }

    private void observance(boolean daylight, LocalDateTime onset, ZoneOffset before, ZoneOffset after, String rule) {
        String name = daylight ? "DAYLIGHT" : "STANDARD";
        out.line("BEGIN", name);
        out.line("DTSTART", TIME.format(onset));
        if (!rule.isEmpty()) {
            out.line("RRULE", rule);
        }
        out.line("TZOFFSETFROM", offset(before));
        out.line("TZOFFSETTO", offset(after));
        out.line("END", name);
    }

    private static String offset(ZoneOffset offset) {
        int seconds = Math.abs(offset.getTotalSeconds());
        String text = String.format(
                Locale.ROOT, "%s%02d%02d", offset.getTotalSeconds() < 0 ? "-" : "+", seconds / 3600, seconds / 60 % 60);
        return seconds % 60 == 0 ? text : text + String.format(Locale.ROOT, "%02d", seconds % 60);
    }
}
