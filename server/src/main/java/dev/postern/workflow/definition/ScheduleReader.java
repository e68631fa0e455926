package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import dev.postern.workflow.definition.RecurrenceReader.NotValid;
import dev.postern.workflow.recurrence.Frequency;
import dev.postern.workflow.recurrence.Schedule;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the schedule of a recurrence. Each member is a value or an array of values; numbers may be in quotes. */
final class ScheduleReader {
    private static final Set<String> MEMBERS =
            Set.of("minutes", "hours", "weekDays", "monthDays", "monthlyOccurrences");

    private ScheduleReader() {}

    static @Nullable Schedule read(JsonNode source, Frequency frequency) {
        if (!source.isObject() || source.isEmpty()) {
            return null;
        }
        for (String member : source.propertyNames()) {
            if (!MEMBERS.contains(member)) {
                throw new NotValid("the schedule member '" + member + "' is not supported by Postern");
            }
            boolean fits = switch (member) {
                case "weekDays" -> frequency == Frequency.WEEK;
                case "monthDays", "monthlyOccurrences" -> frequency == Frequency.MONTH;
                default -> frequency.compareTo(Frequency.DAY) >= 0;
            };
            if (!fits) {
                throw new NotValid("the schedule member '" + member + "' cannot be used with the frequency '"
                        + frequency.text() + "'");
            }
        }
        return new Schedule(
                numbers(source, "minutes", 0, 59),
                numbers(source, "hours", 0, 23),
                each(source, "weekDays").stream().map(ScheduleReader::day).toList(),
                monthDays(source),
                occurrences(source));
    }

    private static List<JsonNode> each(JsonNode source, String member) {
        JsonNode value = source.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        return value.isArray() ? List.copyOf(value.values()) : List.of(value);
    }

    private static List<Integer> numbers(JsonNode source, String member, int min, int max) {
        var numbers = new ArrayList<Integer>();
        for (JsonNode value : each(source, member)) {
            int number = number(value, member);
            if (number < min || number > max) {
                throw new NotValid("the schedule " + member + " value '" + number + "' must be between '" + min
                        + "' and '" + max + "'");
            }
            numbers.add(number);
        }
        return numbers;
    }

    static int number(JsonNode value, String member) {
        try {
            return value.isInt()
                    ? value.intValue()
                    : Integer.parseInt(value.asString("").strip());
        } catch (NumberFormatException e) {
            throw new NotValid("the recurrence " + member + " value '" + value.asString("") + "' is not a number");
        }
    }

    private static List<Integer> monthDays(JsonNode source) {
        List<Integer> days = numbers(source, "monthDays", -31, 31);
        if (days.contains(0)) {
            throw new NotValid("the schedule monthDays value '0' is not a day");
        }
        return days;
    }

    private static DayOfWeek day(JsonNode value) {
        String name = value.asString("");
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().equals(Folding.upper(name))) {
                return day;
            }
        }
        throw new NotValid("the day '" + name + "' is not a day of the week");
    }

    private static List<Schedule.MonthlyOccurrence> occurrences(JsonNode source) {
        var occurrences = new ArrayList<Schedule.MonthlyOccurrence>();
        for (JsonNode value : each(source, "monthlyOccurrences")) {
            // Azure's own description spells the member "dayOfWeek" in places.
            DayOfWeek day = day(value.has("day") ? value.path("day") : value.path("dayOfWeek"));
            int occurrence = number(value.path("occurrence"), "monthlyOccurrences");
            if (occurrence == 0 || occurrence < -5 || occurrence > 5) {
                throw new NotValid("the monthly occurrence '" + occurrence + "' must be between '-5' and '5'");
            }
            occurrences.add(new Schedule.MonthlyOccurrence(day, occurrence));
        }
        return occurrences;
    }
}
