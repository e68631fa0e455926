package dev.postern.console.page;

import dev.postern.console.call.Answer;
import dev.postern.effective.ShellText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A cmdlet with its parameters, which is planned, run, and shown as a command.
 *
 * @param parameters in the order in which they are shown: texts, booleans, lists of texts, or {@code true} for a switch
 */
public record ShownCmdlet(String name, Map<String, Object> parameters) {
    public ShownCmdlet {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    public static ShownCmdlet of(String name) {
        return new ShownCmdlet(name, Map.of());
    }

    public ShownCmdlet with(String parameter, Object value) {
        var more = new LinkedHashMap<>(parameters);
        more.put(parameter, value);
        return new ShownCmdlet(name, more);
    }

    /** Runs it as the person of a visit. */
    public Answer run(Visit visit) {
        return visit.calls().cmdlet(name, parameters);
    }

    /** As it is typed into a shell. */
    public String command() {
        return "./postern " + name
                + parameters.entrySet().stream()
                        .map(entry -> " -" + entry.getKey() + shell(entry.getValue()))
                        .collect(Collectors.joining());
    }

    private static String shell(Object value) {
        return switch (value) {
            case Boolean set when set -> "";
            case Boolean _ -> ":$false";
            case List<?> list ->
                " " + ShellText.quoted(list.stream().map(ShownCmdlet::item).collect(Collectors.joining(",")));
            case Map<?, ?> table -> " " + ShellText.quoted(table(table));
            default -> text(String.valueOf(value));
        };
    }

    /** The command line reads {@code $null} as nothing, and a hyphen may begin a parameter. */
    private static String text(String value) {
        String written = value.matches("(?i)`*\\$null") ? "`" + value : value;
        return (written.startsWith("-") ? ":" : " ") + ShellText.quoted(written);
    }

    /** Commas, blanks and quotes in one value of a list do not end it. */
    private static String item(Object value) {
        String text = String.valueOf(value);
        return text.matches("[^,;\"'\\s$@{}=]+(@[^,;\"'\\s$@{}=]+)?") ? text : inQuotes(text);
    }

    private static String inQuotes(String value) {
        String quote = value.contains("\"") ? "'" : "\"";
        return quote + value + quote;
    }

    /** A hash table as PowerShell writes it. */
    private static String table(Map<?, ?> table) {
        return table.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + inQuotes(String.valueOf(entry.getValue())))
                .collect(Collectors.joining(";", "@{", "}"));
    }

    /** The commands of several cmdlets, one on each line. */
    public static String commands(List<ShownCmdlet> lines) {
        return lines.stream().map(ShownCmdlet::command).collect(Collectors.joining("\n"));
    }
}
