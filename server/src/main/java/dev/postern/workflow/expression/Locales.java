package dev.postern.workflow.expression;

import java.util.Locale;

/** The locale argument of some functions; the default is US English. */
final class Locales {
    private Locales() {}

    static Locale of(FunctionArguments arguments, int index) {
        String tag = arguments.textOr(index, "");
        if (tag.isEmpty()) {
            return Locale.US;
        }
        Locale locale = Locale.forLanguageTag(tag);
        if (locale.getLanguage().isEmpty()) {
            throw arguments.invalid("The locale '" + tag + "' is unknown.");
        }
        return locale;
    }
}
