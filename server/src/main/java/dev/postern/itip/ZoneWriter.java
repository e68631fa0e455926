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
import java.util.Locale;

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
        rules(rules, changes(rules, begin));
        out.line("END", "VTIMEZONE");
    }

    /** The changes before the rules apply. Returns the first year of the rules. */
    private int changes(ZoneRules rules, LocalDateTime begin) {
        int following = begin.getYear();
        ZoneOffsetTransition next = rules.nextTransition(begin.toInstant(ZoneOffset.UTC));
        boolean byRules = !rules.getTransitionRules().isEmpty();
        int lastListed = rules.getTransitions().isEmpty()
                ? Integer.MIN_VALUE
                : rules.getTransitions().getLast().getDateTimeBefore().getYear();
        int last = byRules ? lastListed : begin.getYear() + YEARS;
        while (next != null && next.getDateTimeBefore().getYear() <= last) {
            observance(
                    rules.isDaylightSavings(next.getInstant()),
                    next.getDateTimeBefore(),
                    next.getOffsetBefore(),
                    next.getOffsetAfter(),
                    "");
            following = next.getDateTimeBefore().getYear() + 1;
            next = rules.nextTransition(next.getInstant());
        }
        return following;
    }

    private void rules(ZoneRules rules, int from) {
        for (ZoneOffsetTransitionRule rule : rules.getTransitionRules()) {
            ZoneOffsetTransition onset = rule.createTransition(from);
            observance(
                    rules.isDaylightSavings(onset.getInstant()),
                    onset.getDateTimeBefore(),
                    onset.getOffsetBefore(),
                    onset.getOffsetAfter(),
                    yearly(rule, onset));
        }
    }

    /**
     * The rule for the local date of the change. A rule on or after a day of the month is the n-th such day of the week if it can be, because old
     * readers know only this form.
     */
    private static String yearly(ZoneOffsetTransitionRule rule, ZoneOffsetTransition onset) {
        LocalDateTime at = onset.getDateTimeBefore();
        int day = rule.getDayOfMonthIndicator();
        String month = "FREQ=YEARLY;BYMONTH=" + at.getMonthValue();
        if (rule.getDayOfWeek() == null) {
            return month + ";BYMONTHDAY=" + at.getDayOfMonth();
        }
        String weekday = RuleReader.name(at.getDayOfWeek());
        // a change in another zone's time may be on the day before or after
        int shift = at.getDayOfWeek().getValue() - rule.getDayOfWeek().getValue();
        int length = rule.getMonth().length(false);
        boolean last = day == -1 || (day == length - 6 && rule.getMonth() != Month.FEBRUARY);
        if (shift == 0 && last) {
            return month + ";BYDAY=-1" + weekday;
        }
        if (shift == 0 && day > 0 && day % 7 == 1) {
            return month + ";BYDAY=" + (day / 7 + 1) + weekday;
        }
        return month + ";BYDAY=" + weekday + ";BYMONTHDAY=" + week(at, rule);
    }

    /** The seven days of the month on which the change can be. */
    private static String week(LocalDateTime at, ZoneOffsetTransitionRule rule) {
        int earliest = 31;
        for (int i = 0; i < CALENDARS; i++) {
            LocalDateTime other = rule.createTransition(at.getYear() + i).getDateTimeBefore();
            if (other.getMonth() == at.getMonth()) {
                earliest = Math.min(earliest, other.getDayOfMonth());
            }
        }
        StringBuilder days = new StringBuilder().append(earliest);
        for (int day = earliest + 1; day < earliest + 7 && day <= at.getMonth().maxLength(); day++) {
            days.append(',').append(day);
        }
        return days.toString();
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
