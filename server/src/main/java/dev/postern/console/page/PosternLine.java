package dev.postern.console.page;

import dev.postern.effective.ShellText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command of the command line as pages show it, ready to copy into a shell. Names and addresses are words of it, which are quoted; they are
 * never written into its text.
 *
 * @param words as a shell passes them on
 */
public record PosternLine(List<String> words) {
    private static final String PROGRAM = "./postern ";

    public PosternLine {
        words = List.copyOf(words);
    }

    public static PosternLine of(String... words) {
        return new PosternLine(List.of(words));
    }

    /** Adds an option with its value; nothing if the value is empty. */
    public PosternLine option(String name, String value) {
        // a value that begins with hyphens is no option of its own
        return value.isEmpty()
                ? this
                : value.startsWith("-") ? and("--" + name + "=" + value) : and("--" + name, value);
    }

    public PosternLine and(String... more) {
        return new PosternLine(Stream.concat(words.stream(), Stream.of(more)).toList());
    }

    /** As it is typed into a shell. */
    public String command() {
        return PROGRAM + words.stream().map(ShellText::quoted).collect(Collectors.joining(" "));
    }

    /** A command of the server's advice, which quotes its words itself; an empty text stays empty. */
    public static String advised(String command) {
        return command.isEmpty() ? "" : PROGRAM + command;
    }
}
