package dev.postern.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How rows are printed. */
public enum OutputFormat {
    TABLE,
    LIST,
    JSON,
    TSV;

    /** The values of the option, as a synopsis has them. */
    static final String VALUES = Arrays.stream(values()).map(OutputFormat::text).collect(Collectors.joining("|"));

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format that the options ask for; empty if none. */
    static Optional<OutputFormat> of(Options options) {
        return chosen(options.one(CommandOption.FORMAT.name()), options.has(CommandOption.JSON.name()));
    }

    static Optional<OutputFormat> chosen(Optional<String> given, boolean json) {
        Optional<OutputFormat> format = given.map(OutputFormat::named);
        if (json && format.isPresent() && format.get() != JSON) {
            throw CliFailure.usage("--json and -o " + format.get().text() + " exclude each other.");
        }
        return json ? Optional.of(JSON) : format;
    }

    private static OutputFormat named(String text) {
        return Arrays.stream(values())
                .filter(format -> format.text().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> CliFailure.usage("The value of -o must be one of "
                        + VALUES.replace("|", ", ") + ", not '" + text + "'."
                        + Suggestion.of(text, List.of(VALUES.split("\\|")))));
    }
}
