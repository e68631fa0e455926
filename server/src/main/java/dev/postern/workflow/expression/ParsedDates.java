package dev.postern.workflow.expression;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code parseDateTime}: ISO 8601, the short format of a locale, or an explicit pattern. */
final class ParsedDates {
    private ParsedDates() {}

    static JsonNode parse(FunctionArguments arguments) {
        Locale locale = Locales.of(arguments, 1);
        @Nullable
        Timestamp time = arguments.count() == 3
                ? exactly(arguments.text(0), arguments.text(2), locale)
                : freely(arguments.text(0), locale);
        if (time == null) {
            throw new EvaluationFailed("In function 'parseDateTime', the value provided for date time string '"
                    + arguments.text(0) + "' was not valid.");
        }
        return JsonValues.text(java.util.Objects.requireNonNull(DatePatterns.format(time, "o", Locale.US)));
    }

    private static @Nullable Timestamp freely(String text, Locale locale) {
        if (!locale.getLanguage().equals("en")) {
            for (FormatStyle style : new FormatStyle[] {FormatStyle.SHORT, FormatStyle.MEDIUM, FormatStyle.LONG}) {
                try {
                    LocalDate date = LocalDate.parse(
                            text.strip(),
                            DateTimeFormatter.ofLocalizedDate(style).withLocale(locale));
                    return new Timestamp(date.atStartOfDay(), false);
                } catch (DateTimeParseException e) {
                    // try the next style
                }
            }
        }
        return Timestamp.parse(text);
    }

    /** Parses with a pattern of letters that .NET and Java share. Other patterns are not supported. */
    private static @Nullable Timestamp exactly(String text, String pattern, Locale locale) {
        String translated = pattern.replace("tt", "a")
                .replace("dddd", "EEEE")
                .replace("ddd", "EEE")
                .replace('f', 'S')
                .replace("T", "'T'")
                .replace("K", "X");
        try {
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(translated, locale);
            var parsed = formatter.parseBest(text, LocalDateTime::from, LocalDate::from);
            return parsed instanceof LocalDateTime time
                    ? new Timestamp(time, text.endsWith("Z"))
                    : new Timestamp(LocalDate.from(parsed).atStartOfDay(), false);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return null;
        }
    }
}
