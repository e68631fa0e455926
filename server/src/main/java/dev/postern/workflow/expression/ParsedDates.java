package dev.postern.workflow.expression;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code parseDateTime}: ISO 8601, a date as a locale writes it, or an explicit pattern. */
final class ParsedDates {
    private ParsedDates() {}

    static JsonNode parse(FunctionArguments arguments) {
        DateCulture culture = DateCulture.of(Locales.of(arguments, 1));
        String text = arguments.text(0);
        @Nullable
        Timestamp time = arguments.count() == 3 && !arguments.text(2).isEmpty()
                ? ExactDate.parse(text, arguments.text(2), culture)
                : Timestamp.parse(text, culture);
        if (time == null) {
            throw new EvaluationFailed("In function 'parseDateTime', the value provided for date time string '" + text
                    + "' was not valid.");
        }
        return JsonValues.text(Objects.requireNonNull(DatePatterns.format(time, "o", Locale.US)));
    }
}
