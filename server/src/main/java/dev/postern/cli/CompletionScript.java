package dev.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Makes the script that completes command lines in a shell: a fixed part for each shell, in a file of this package, and the table of what can
 * follow, which has one form for all of them: lines with a key, the words, and the options with their values.
 */
final class CompletionScript {
    private CompletionScript() {}

    static String of(String shell, Options options) {
        if (!CommandTable.of("completion").choices().contains(shell)) {
            throw options.usage();
        }
        String file = "completion." + shell;
        InputStream resource =
                Objects.requireNonNull(CompletionScript.class.getResourceAsStream(file), file + " is not in the jar");
        try (resource) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).replace("@TABLE@", table());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines {@code key;words;option=value|value,option,...}: no key, word or value has one of these separators, except that a value may have spaces. */
    private static String table() {
        return CompletionEntry.all().stream()
                .map(entry -> entry.key() + ";" + String.join(" ", entry.words()) + ";" + options(entry.options()))
                .collect(Collectors.joining("\n"));
    }

    private static String options(Map<String, List<String>> options) {
        return options.entrySet().stream()
                .map(option -> option.getValue().isEmpty()
                        ? option.getKey()
                        : option.getKey() + "=" + String.join("|", option.getValue()))
                .collect(Collectors.joining(","));
    }
}
