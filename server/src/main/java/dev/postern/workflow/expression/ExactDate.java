package dev.postern.workflow.expression;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads a date that is written exactly as a .NET pattern says. */
final class ExactDate {
    private final String text;
    private final DateCulture culture;
    private int at;
    private int year = 1;
    private int month = 1;
    private int day = 1;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private @Nullable Boolean afternoon;
    private @Nullable ZoneOffset offset;
    private @Nullable DayOfWeek weekday;

    private ExactDate(String text, DateCulture culture) {
        this.text = text;
        this.culture = culture;
    }

    /** Returns the date, or null if the text is not written so. */
    static @Nullable Timestamp parse(String text, String given, DateCulture culture) {
        String pattern = given;
        if (given.length() == 1) {
            String invariant = DateCulture.invariant(given);
            String standard = invariant == null ? culture.standard(given) : invariant;
            if (standard == null) {
                return null;
            }
            pattern = standard;
        }
        ExactDate date = new ExactDate(text, culture);
        try {
            return date.matches(pattern) && date.at == text.length() ? date.made() : null;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private Timestamp made() {
        int hours = hour;
        if (afternoon != null) {
            hours = hour % 12 + (afternoon ? 12 : 0);
        }
        LocalDate date = LocalDate.of(year, month, day);
        if (weekday != null && date.getDayOfWeek() != weekday) {
            throw new DateTimeException("weekday");
        }
        LocalDateTime local = date.atTime(LocalTime.of(hours, minute, second, nanos));
        return offset == null
                ? new Timestamp(local, false)
                : new Timestamp(
                        local.atOffset(offset)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDateTime(),
                        true);
    }

    private boolean matches(String pattern) {
        int next = 0;
        while (next < pattern.length()) {
            char c = pattern.charAt(next);
            int end = next + 1;
            boolean fits;
            if (c == '\'' || c == '"') {
                end = pattern.indexOf(c, next + 1);
                if (end < 0) {
                    return false;
                }
                fits = literal(pattern.substring(next + 1, end));
                end++;
            } else if (c == '\\') {
                end = next + 2;
                fits = end <= pattern.length() && literal(pattern.substring(next + 1, end));
            } else if (c == '%') {
                fits = true;
            } else {
                while (end < pattern.length() && pattern.charAt(end) == c) {
                    end++;
                }
                fits = letters(c, end - next);
            }
            if (!fits) {
                return false;
            }
            next = end;
        }
        return true;
    }

    private boolean letters(char letter, int count) {
        return switch (letter) {
            case 'y' -> {
                int digits = count <= 2 ? 2 : Math.max(count, 4);
                int number = number(count == 1 ? 1 : Math.min(digits, count), digits);
                year = count > 2 ? number : number + (number <= 49 ? 2000 : 1900);
                yield number >= 0;
            }
            case 'M' -> {
                month = count <= 2 ? number(count, 2) : name(count > 3, true);
                yield month > 0;
            }
            case 'd' -> {
                if (count <= 2) {
                    day = number(count, 2);
                    yield day > 0;
                }
                int found = name(count > 3, false);
                weekday = found > 0 ? DayOfWeek.of(found) : null;
                yield found > 0;
            }
            case 'H', 'h' -> {
                hour = number(Math.min(count, 2), 2);
                yield hour >= (letter == 'h' ? 1 : 0) && (letter == 'H' || hour <= 12);
            }
            case 'm' -> {
                minute = number(Math.min(count, 2), 2);
                yield minute >= 0;
            }
            case 's' -> {
                second = number(Math.min(count, 2), 2);
                yield second >= 0;
            }
            case 'f', 'F' -> count <= 7 && fraction(count, letter == 'f');
            case 't' -> half(count == 1);
            case 'K', 'z' -> zone(letter == 'K');
            case '/' -> literal(culture.dateSeparator().repeat(count));
            case ':' -> literal(culture.timeSeparator().repeat(count));
            default -> literal(String.valueOf(letter).repeat(count));
        };
    }

    private boolean literal(String wanted) {
        boolean fits = text.startsWith(wanted, at);
        at += fits ? wanted.length() : 0;
        return fits;
    }

    /** Reads digits: one letter allows fewer than two of them. Returns -1 if there are not enough. */
    private int number(int min, int max) {
        int end = at;
        while (end < text.length() && end - at < max && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end - at < min) {
            return -1;
        }
        int number = Integer.parseInt(text.substring(at, end));
        at = end;
        return number;
    }

    private boolean fraction(int count, boolean all) {
        int start = at;
        int end = at;
        while (end < text.length() && end - at < count && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        at = end;
        nanos = Integer.parseInt((text.substring(start, end) + "000000000").substring(0, 9));
        return !all || end - start == count;
    }

    /** Reads the name of a month or of a day; the longest that fits. Returns its number, 0 if there is none. */
    private int name(boolean full, boolean months) {
        int found = 0;
        int length = 0;
        for (int i = 1; i <= (months ? 12 : 7); i++) {
            String[] names = months
                    ? new String[] {culture.month(i, full, true), culture.month(i, full, false)}
                    : new String[] {culture.day(DayOfWeek.of(i), full)};
            for (String name : names) {
                if (name.length() > length && text.regionMatches(true, at, name, 0, name.length())) {
                    found = i;
                    length = name.length();
                }
            }
        }
        at += length;
        return found;
    }

    private boolean half(boolean letter) {
        for (boolean morning : new boolean[] {true, false}) {
            String name = culture.half(morning);
            String wanted = letter ? name.substring(0, Math.min(1, name.length())) : name;
            if (!wanted.isEmpty() && text.regionMatches(true, at, wanted, 0, wanted.length())) {
                at += wanted.length();
                afternoon = !morning;
                return true;
            }
        }
        return false;
    }

    private boolean zone(boolean mayBeAbsent) {
        String rest = text.substring(at);
        if (mayBeAbsent && rest.startsWith("Z")) {
            offset = ZoneOffset.UTC;
            at++;
            return true;
        }
        int end = 0;
        while (end < rest.length() && end < 6 && "+-:0123456789".indexOf(rest.charAt(end)) >= 0) {
            end++;
        }
        if (end == 0) {
            return mayBeAbsent;
        }
        String written = rest.substring(0, end);
        offset = ZoneOffset.of(written.length() == 2 ? written.charAt(0) + "0" + written.charAt(1) : written);
        at += end;
        return true;
    }
}
