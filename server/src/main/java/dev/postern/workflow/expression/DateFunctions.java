package dev.postern.workflow.expression;

import dev.postern.query.Folding;
import dev.postern.workflow.recurrence.TimeZones;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Dates and times, which are texts in the expression language. */
final class DateFunctions {
    private DateFunctions() {}

    static List<Function> all() {
        return List.of(
                f("utcNow", 0, 1, a -> text(a, now(a), 0, Locale.US)),
                added("addSeconds", ChronoUnit.SECONDS),
                added("addMinutes", ChronoUnit.MINUTES),
                added("addHours", ChronoUnit.HOURS),
                added("addDays", ChronoUnit.DAYS),
                f("addToTime", 3, 4, a -> text(a, shifted(a, time(a, 0), 1, 1), 3, Locale.US)),
                f("subtractFromTime", 3, 4, a -> text(a, shifted(a, time(a, 0), 1, -1), 3, Locale.US)),
                f("getFutureTime", 2, 3, a -> text(a, shifted(a, now(a), 0, 1), 2, Locale.US)),
                f("getPastTime", 2, 3, a -> text(a, shifted(a, now(a), 0, -1), 2, Locale.US)),
                start("startOfHour", t -> t.truncatedTo(ChronoUnit.HOURS)),
                start("startOfDay", t -> t.truncatedTo(ChronoUnit.DAYS)),
                start("startOfMonth", t -> t.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1)),
                f(
                        "dayOfWeek",
                        1,
                        1,
                        a -> JsonValues.number(time(a, 0).local().getDayOfWeek().getValue() % 7)),
                f("dayOfMonth", 1, 1, a -> JsonValues.number(time(a, 0).local().getDayOfMonth())),
                f("dayOfYear", 1, 1, a -> JsonValues.number(time(a, 0).local().getDayOfYear())),
                f("ticks", 1, 1, a -> JsonValues.number(time(a, 0).ticks())),
                f("dateDifference", 2, 2, DateFunctions::difference),
                f("formatDateTime", 1, 3, a -> text(a, time(a, 0), 1, Locales.of(a, 2))),
                f("parseDateTime", 1, 3, ParsedDates::parse),
                f("convertFromUtc", 2, 3, a -> text(a, fromUtc(a, time(a, 0).local(), zone(a, 1)), 2, Locale.US)),
                f("convertToUtc", 2, 3, a -> text(a, toUtc(a, time(a, 0), zone(a, 1)), 2, Locale.US)),
                f("convertTimeZone", 3, 4, DateFunctions::convertTimeZone));
    }

    private static Function f(String name, int min, int max, Function.Eager body) {
        return new Function(name, min, max, body);
    }

    private static Function added(String name, ChronoUnit unit) {
        return f(name, 2, 3, a -> text(a, changed(a, time(a, 0), t -> t.plus(a.integer(1), unit)), 2, Locale.US));
    }

    private static Function start(String name, UnaryOperator<LocalDateTime> truncation) {
        return f(name, 1, 2, a -> text(a, time(a, 0).with(truncation), 1, Locale.US));
    }

    private static Timestamp now(FunctionArguments arguments) {
        LocalDateTime now = LocalDateTime.ofInstant(arguments.scope().clock().instant(), ZoneOffset.UTC);
        return new Timestamp(now.truncatedTo(ChronoUnit.MICROS), true);
    }

    private static Timestamp time(FunctionArguments arguments, int index) {
        @Nullable Timestamp time = Timestamp.parse(arguments.text(index));
        if (time == null) {
            throw new EvaluationFailed("In function '" + arguments.function()
                    + "', the value provided for date time string '" + arguments.text(index)
                    + "' was not valid. The datetime string must match ISO 8601 format.");
        }
        return time;
    }

    static JsonNode text(FunctionArguments arguments, Timestamp time, int pattern, Locale locale) {
        String wanted = pattern < arguments.count() && !arguments.at(pattern).isNull() ? arguments.text(pattern) : "o";
        @Nullable String text = DatePatterns.format(time, wanted, locale);
        if (text == null) {
            throw new EvaluationFailed("In function '" + arguments.function()
                    + "', the value provided for date time format '" + wanted + "' was not valid. The format must be a "
                    + "standard format letter or a custom pattern.");
        }
        return arguments.result(text);
    }

    private static Timestamp changed(FunctionArguments arguments, Timestamp time, UnaryOperator<LocalDateTime> change) {
        try {
            Timestamp result = time.with(change);
            int year = result.local().getYear();
            if (year >= 1 && year <= 9999) {
                return result;
            }
        } catch (java.time.DateTimeException | ArithmeticException e) {
            // handled below: java.time supports more years than the text form
        }
        throw arguments.invalid("The result is not a date between the years 1 and 9999.");
    }

    private static Timestamp shifted(FunctionArguments arguments, Timestamp time, int index, int sign) {
        long count = arguments.integer(index);
        ChronoUnit unit = switch (Folding.lower(arguments.text(index + 1))) {
            case "second" -> ChronoUnit.SECONDS;
            case "minute" -> ChronoUnit.MINUTES;
            case "hour" -> ChronoUnit.HOURS;
            case "day" -> ChronoUnit.DAYS;
            case "week" -> ChronoUnit.WEEKS;
            case "month" -> ChronoUnit.MONTHS;
            case "year" -> ChronoUnit.YEARS;
            default ->
                throw arguments.invalid("The time unit '" + arguments.text(index + 1)
                        + "' must be one of 'Second, Minute, Hour, Day, Week, Month, Year'.");
        };
        return changed(arguments, time, t -> t.plus(Math.multiplyExact(count, sign), unit));
    }

    private static JsonNode difference(FunctionArguments arguments) {
        Duration duration =
                Duration.between(time(arguments, 0).local(), time(arguments, 1).local());
        Duration size = duration.abs();
        long ticks = size.toNanosPart() / 100;
        return JsonValues.text((duration.isNegative() ? "-" : "")
                + (size.toDays() > 0 ? size.toDays() + "." : "")
                + String.format(
                        Locale.ROOT, "%02d:%02d:%02d", size.toHoursPart(), size.toMinutesPart(), size.toSecondsPart())
                + (ticks == 0 ? "" : String.format(Locale.ROOT, ".%07d", ticks)));
    }

    private static ZoneId zone(FunctionArguments arguments, int index) {
        Optional<ZoneId> zone = TimeZones.named(arguments.text(index));
        return zone.orElseThrow(() -> new EvaluationFailed("In function '" + arguments.function()
                + "', the value provided for the time zone id '" + arguments.text(index) + "' was not valid."));
    }

    private static Timestamp fromUtc(FunctionArguments arguments, LocalDateTime utc, ZoneId zone) {
        return changed(
                arguments,
                new Timestamp(utc, false),
                t -> t.atOffset(ZoneOffset.UTC).atZoneSameInstant(zone).toLocalDateTime());
    }

    /** A time in a gap moves forward by the gap; for a time in an overlap the earlier instant is used. */
    private static Timestamp toUtc(FunctionArguments arguments, Timestamp time, ZoneId zone) {
        return changed(
                arguments,
                new Timestamp(time.local(), true),
                t -> ZonedDateTime.of(t, zone)
                        .withZoneSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime());
    }

    private static JsonNode convertTimeZone(FunctionArguments arguments) {
        Timestamp utc = toUtc(arguments, time(arguments, 0), zone(arguments, 1));
        Timestamp there = fromUtc(arguments, utc.local(), zone(arguments, 2));
        return text(arguments, there, 3, Locale.US);
    }
}
