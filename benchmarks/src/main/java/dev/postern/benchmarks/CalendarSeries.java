package dev.postern.benchmarks;

import dev.postern.http.Json;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * The series of a measured calendar, each of ten years: 25 weekly ones, which have one occurrence in the measured week, and yearly ones, which
 * have none in the weeks around it. So a view of this week shows the same in a small and a large calendar.
 *
 * @param yearly whether it is yearly; otherwise weekly
 */
record CalendarSeries(int number, LocalDateTime start, boolean yearly) {
    static final int WEEKLY = 25;
    /** A Monday. */
    static final LocalDate WEEK = LocalDate.of(2027, 6, 7);

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
    private static final LocalDate LAST = LocalDate.of(2035, 12, 31);
    private static final int HOURS = 9;
    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    static List<CalendarSeries> of(int count) {
        var all = new ArrayList<CalendarSeries>();
        for (int i = 0; i < count; i++) {
            LocalTime time = LocalTime.of(8 + i % HOURS, i % 4 * 15);
            LocalDate date = i < WEEKLY
                    ? FIRST.plusDays(i % DayOfWeek.FRIDAY.getValue())
                    // from four weeks after the measured week to four weeks before that of the next year
                    : WEEK.withYear(2026).plusDays(28 + i % 300);
            all.add(new CalendarSeries(i, date.atTime(time), i >= WEEKLY));
        }
        return all;
    }

    /** The body of a request that creates it. */
    String json() {
        ObjectNode event = event("Series " + number, start);
        ObjectNode recurrence = event.putObject("recurrence");
        ObjectNode pattern = recurrence.putObject("pattern").put("interval", 1);
        if (yearly) {
            pattern.put("type", "absoluteYearly")
                    .put("dayOfMonth", start.getDayOfMonth())
                    .put("month", start.getMonthValue());
        } else {
            pattern.put("type", "weekly")
                    .putArray("daysOfWeek")
                    .add(start.getDayOfWeek().name().toLowerCase(Locale.ROOT));
        }
        recurrence
                .putObject("range")
                .put("type", "endDate")
                .put("startDate", start.toLocalDate().toString())
                .put("endDate", LAST.toString());
        return Json.text(event);
    }

    /** The body of a request that creates a daily series without end. */
    static String daily() {
        ObjectNode event = event("Daily", FIRST.atTime(9, 0));
        ObjectNode recurrence = event.putObject("recurrence");
        recurrence.putObject("pattern").put("type", "daily").put("interval", 1);
        recurrence.putObject("range").put("type", "noEnd").put("startDate", FIRST.toString());
        return Json.text(event);
    }

    /** A single event of half an hour. */
    static ObjectNode event(String subject, LocalDateTime start) {
        ObjectNode event = Json.object().put("subject", subject);
        event.putObject("body").put("contentType", "text").put("content", "About " + subject);
        event.putObject("start").put("dateTime", start.toString()).put("timeZone", "Europe/Berlin");
        event.putObject("end").put("dateTime", start.plusMinutes(30).toString()).put("timeZone", "Europe/Berlin");
        event.putObject("location").put("displayName", "Building " + start.getDayOfMonth());
        return event;
    }

    /** The same as iCalendar. */
    String component() {
        String rule = yearly
                ? "FREQ=YEARLY;COUNT=" + (ChronoUnit.YEARS.between(start.toLocalDate(), LAST) + 1)
                : "FREQ=WEEKLY;COUNT=" + (ChronoUnit.WEEKS.between(start.toLocalDate(), LAST) + 1);
        return component("series-" + number, "Series " + number, start, "RRULE:" + rule + "\r\n");
    }

    static String component(String uid, String subject, LocalDateTime start, String rule) {
        return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:" + subject
                + "\r\nDESCRIPTION:About "
                + subject + "\r\nLOCATION:Building " + start.getDayOfMonth() + "\r\nDTSTART:" + BASIC.format(start)
                + "Z\r\nDTEND:" + BASIC.format(start.plusMinutes(30)) + "Z\r\n" + rule + "END:VEVENT\r\n";
    }

    static String calendar(String components) {
        return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Postern//Benchmarks//EN\r\n" + components
                + "END:VCALENDAR\r\n";
    }
}
