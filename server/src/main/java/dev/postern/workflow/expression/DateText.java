package dev.postern.workflow.expression;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates that are not written in ISO 8601 the way .NET guesses them: numbers in the order of the culture, names of months and days,
 * a time, an offset. A date without year, month or day is not read, because its meaning would depend on the current day.
 */
final class DateText {
    private static final int MAX_LENGTH = 200;
    private static final Pattern TIME = Pattern.compile(
            "([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:[.,]([0-9]{1,9}))?)?(?: *([AaPp])\\.?[Mm]?\\.?(?![A-Za-z]))?");
    private static final Pattern OFFSET =
            Pattern.compile("(?:(?<=[0-9Mm ])(?:Z|GMT|UTC)|(?<=[0-9Mm] ?)[+-][0-9]{2}:?[0-9]{2})$");
    private static final Pattern WORD = Pattern.compile("[0-9]+|[^\\s0-9,./-]+\\.?|[/.-]");
    private static final int MAX_DAY = 31;
    private static final int LAST_YEAR_OF_THIS_CENTURY = 49;

    private DateText() {}

    static @Nullable Timestamp parse(String text, DateCulture culture) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            return guess(text.strip(), culture);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Timestamp guess(String given, DateCulture culture) {
        String text = given;
        @Nullable ZoneOffset offset = null;
        Matcher zone = OFFSET.matcher(text);
        if (zone.find() && text.indexOf(':') >= 0) {
            String name = zone.group();
            offset = Character.isLetter(name.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(name);
            text = text.substring(0, zone.start()).strip();
        }
        LocalTime time = LocalTime.MIDNIGHT;
        Matcher clock = TIME.matcher(text);
        if (clock.find()) {
            time = time(clock);
            text = text.substring(0, clock.start()) + " " + text.substring(clock.end());
        }
        @Nullable LocalDate date = date(text, culture);
        if (date == null) {
            return null;
        }
        LocalDateTime local = date.atTime(time);
        return offset == null
                ? new Timestamp(local, false)
                : new Timestamp(
                        local.atOffset(offset)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDateTime(),
                        true);
    }

    private static LocalTime time(Matcher m) {
        int hour = Integer.parseInt(m.group(1));
        if (m.group(5) != null) {
            if (hour < 1 || hour > 12) {
                throw new DateTimeException("hour");
            }
            hour = hour % 12 + (m.group(5).equalsIgnoreCase("p") ? 12 : 0);
        }
        String fraction = m.group(4) == null ? "" : m.group(4);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9)) / 100 * 100;
        return LocalTime.of(
                hour, Integer.parseInt(m.group(2)), m.group(3) == null ? 0 : Integer.parseInt(m.group(3)), nanos);
    }

    private static @Nullable LocalDate date(String text, DateCulture culture) {
        List<String> numbers = new ArrayList<>();
        int month = 0;
        int weekday = 0;
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            String word = words.group();
            if (Character.isDigit(word.charAt(0))) {
                numbers.add(word);
                continue;
            }
            int found = month(word, culture);
            int day = weekday(word, culture);
            if (found > 0 && month == 0) {
                month = found;
            } else if (day > 0 && weekday == 0) {
                weekday = day;
            } else if (!isFiller(word)) {
                return null;
            }
        }
        @Nullable LocalDate date = month == 0 ? numeric(numbers, culture) : named(numbers, month);
        boolean contradicts = date != null && weekday > 0 && date.getDayOfWeek().getValue() != weekday;
        return contradicts ? null : date;
    }

    private static boolean isFiller(String word) {
        return (word.length() == 1 && !Character.isLetter(word.charAt(0))) || word.equals("de") || word.equals("T");
    }

    private static @Nullable LocalDate named(List<String> numbers, int month) {
        if (numbers.size() == 1) {
            String only = numbers.getFirst();
            return only.length() > 2 ? LocalDate.of(Integer.parseInt(only), month, 1) : null;
        }
        if (numbers.size() != 2) {
            return null;
        }
        boolean yearFirst = numbers.getFirst().length() > 2 || Integer.parseInt(numbers.getFirst()) > MAX_DAY;
        return LocalDate.of(
                year(numbers.get(yearFirst ? 0 : 1)), month, Integer.parseInt(numbers.get(yearFirst ? 1 : 0)));
    }

    private static @Nullable LocalDate numeric(List<String> numbers, DateCulture culture) {
        if (numbers.size() == 2) {
            boolean yearFirst = numbers.getFirst().length() == 4;
            boolean yearLast = numbers.getLast().length() == 4;
            return yearFirst == yearLast
                    ? null
                    : LocalDate.of(
                            Integer.parseInt(numbers.get(yearFirst ? 0 : 1)),
                            Integer.parseInt(numbers.get(yearFirst ? 1 : 0)),
                            1);
        }
        if (numbers.size() != 3) {
            return null;
        }
        String pattern = culture.shortDate();
        boolean yearFirst = numbers.getFirst().length() > 2 || pattern.startsWith("y");
        boolean dayFirst = !yearFirst && pattern.indexOf('d') < pattern.indexOf('M');
        int first = yearFirst ? 1 : 0;
        return LocalDate.of(
                year(numbers.get(yearFirst ? 0 : 2)),
                Integer.parseInt(numbers.get(dayFirst ? first + 1 : first)),
                Integer.parseInt(numbers.get(dayFirst ? first : first + 1)));
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() > 2) {
            return year;
        }
        return year + (year <= LAST_YEAR_OF_THIS_CENTURY ? 2000 : 1900);
    }

    static int month(String word, DateCulture culture) {
        for (int month = 1; month <= 12; month++) {
            for (DateCulture names : List.of(culture, DateCulture.US)) {
                if (same(word, names.month(month, true, true))
                        || same(word, names.month(month, true, false))
                        || same(word, names.month(month, false, true))
                        || same(word, names.month(month, false, false))) {
                    return month;
                }
            }
        }
        return 0;
    }

    static int weekday(String word, DateCulture culture) {
        for (var day : java.time.DayOfWeek.values()) {
            for (DateCulture names : List.of(culture, DateCulture.US)) {
                if (same(word, names.day(day, true)) || same(word, names.day(day, false))) {
                    return day.getValue();
                }
            }
        }
        return 0;
    }

    private static boolean same(String word, String name) {
        return Casing.same(bare(word), bare(name));
    }

    private static String bare(String word) {
        return word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
    }
}
