package dev.postern.workflow.expression;

import java.util.Locale;

/** The locale argument that some functions take; US English without one. */
final class Locales {
    private Locales() {}

    static Locale of(FunctionArguments arguments, int index) {
        String tag = arguments.textOr(index, "");
        if (tag.isEmpty()) {
            return Locale.US;
        }
        Locale locale = Locale.forLanguageTag(tag);
        if (locale.getLanguage().isEmpty()) {
            throw arguments.invalid("The locale '" + tag + "' is not known.");
        }
        return locale;
    }
}
