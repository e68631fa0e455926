package dev.postern.console.access;

import java.util.ArrayList;
import java.util.List;

/** Splits a command as a POSIX shell does, as far as the server writes commands: words, single quotes, backslashes. */
final class ShellWords {
    private ShellWords() {}

    /** The words; empty if a quote has no end. */
    static List<String> of(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < command.length(); i++) {
            char c = command.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
                begun = true;
            } else if (quoted) {
                word.append(c);
            } else if (c == '\\' && i + 1 < command.length()) {
                word.append(command.charAt(++i));
                begun = true;
            } else if (c != ' ') {
                word.append(c);
                begun = true;
            } else if (begun) {
                words.add(word.toString());
                word.setLength(0);
                begun = false;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return quoted ? List.of() : words;
    }
}
