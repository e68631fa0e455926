package dev.postern.workflow.expression;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The locale argument of some functions; the default is US English. */
final class Locales {
    private static final Set<String> LANGUAGES = Arrays.stream(Locale.getAvailableLocales())
            .map(Locale::getLanguage)
            .collect(Collectors.toUnmodifiableSet());

    /** The country of a language that is given without one. For all others it is the language in capitals. */
    private static final Map<String, String> COUNTRIES = Map.ofEntries(
            Map.entry("en", "US"),
            Map.entry("pt", "BR"),
            Map.entry("ja", "JP"),
            Map.entry("ko", "KR"),
            Map.entry("zh", "CN"),
            Map.entry("sv", "SE"),
            Map.entry("da", "DK"),
            Map.entry("nb", "NO"),
            Map.entry("no", "NO"),
            Map.entry("cs", "CZ"),
            Map.entry("ar", "SA"),
            Map.entry("he", "IL"),
            Map.entry("hi", "IN"),
            Map.entry("el", "GR"),
            Map.entry("uk", "UA"),
            Map.entry("et", "EE"),
            Map.entry("sl", "SI"),
            Map.entry("vi", "VN"),
            Map.entry("ca", "ES"));

    private Locales() {}

    static Locale of(FunctionArguments arguments, int index) {
        String tag = arguments.textOr(index, "");
        if (tag.isEmpty()) {
            return Locale.US;
        }
        Locale locale = Locale.forLanguageTag(tag.replace('_', '-'));
        if (locale.getLanguage().isEmpty() || !LANGUAGES.contains(locale.getLanguage())) {
            throw arguments.invalid("The locale '" + tag + "' is unknown.");
        }
        return locale.getCountry().isEmpty() ? withCountry(locale) : locale;
    }

    private static Locale withCountry(Locale locale) {
        String language = locale.getLanguage();
        return new Locale.Builder()
                .setLocale(locale)
                .setRegion(COUNTRIES.getOrDefault(language, language.length() == 2 ? Casing.upper(language) : ""))
                .build();
    }
}
