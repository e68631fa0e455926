package dev.postern.workflow.action;

import dev.postern.workflow.expression.Template;
import dev.postern.workflow.expression.ValueText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Waits for an interval or until a time. */
public record Wait(Template inputs) implements ActionType {
    private static final Pattern WITH_OFFSET = Pattern.compile("([zZ]|[+-][0-9]{2}:[0-9]{2})$");

    static Wait read(ActionSource source) {
        source.members();
        JsonNode inputs = source.inputs();
        source.known(inputs, "inputs", Set.of("interval", "until"));
        if (inputs.has("interval") == inputs.has("until")) {
            throw source.invalid("the inputs must have exactly one of 'interval' and 'until'");
        }
        if (inputs.has("interval")) {
            source.known(inputs.path("interval"), "interval", Set.of("count", "unit"));
            source.required(inputs.path("interval"), "interval", "count");
            source.required(inputs.path("interval"), "interval", "unit");
            JsonNode count = inputs.path("interval").path("count");
            if (source.template(count).constant() && count(count).isEmpty()) {
                throw source.invalid("the value '" + ValueText.of(count)
                        + "' of 'interval.count' must be an integer from '0' to '999999999' or an expression");
            }
            JsonNode unit = inputs.path("interval").path("unit");
            if (source.template(unit).constant() && unit(unit).isEmpty()) {
                throw source.invalid("the value '" + ValueText.of(unit)
                        + "' of 'interval.unit' must be one of 'Second, Minute, Hour, Day, Week, Month' or an"
                        + " expression");
            }
        } else {
            source.known(inputs.path("until"), "until", Set.of("timestamp"));
            source.required(inputs.path("until"), "until", "timestamp");
            JsonNode timestamp = inputs.path("until").path("timestamp");
            if (source.template(timestamp).constant() && time(timestamp).isEmpty()) {
                throw source.invalid("the value '" + ValueText.of(timestamp)
                        + "' of 'until.timestamp' must be a time such as '2026-11-23T08:00:00Z' or an expression");
            }
        }
        return new Wait(source.template(inputs));
    }

    /** Reads the number of units, which may be a text; empty if it is no such number. */
    public static OptionalInt count(JsonNode count) {
        String number = count.isString() ? count.stringValue().strip() : count.toString();
        return number.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }

    /** Reads a unit in any case; empty if there is no such unit. */
    public static Optional<ChronoUnit> unit(JsonNode unit) {
        return Optional.ofNullable(
                switch (unit.asString("").toLowerCase(Locale.ROOT)) {
                    case "second" -> ChronoUnit.SECONDS;
                    case "minute" -> ChronoUnit.MINUTES;
                    case "hour" -> ChronoUnit.HOURS;
                    case "day" -> ChronoUnit.DAYS;
                    case "week" -> ChronoUnit.WEEKS;
                    case "month" -> ChronoUnit.MONTHS;
                    default -> null;
                });
    }

    /** Reads a time, which is in UTC if it has no offset; empty if it is no such time. */
    public static Optional<Instant> time(JsonNode timestamp) {
        try {
            String text = timestamp.asString("").strip();
            return Optional.of(
                    WITH_OFFSET.matcher(text).find()
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Template> templates() {
        return List.of(inputs);
    }
}
