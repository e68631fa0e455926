package dev.postern.settings;

import java.util.List;

/** The configuration is invalid. Contains all problems, so that all can be fixed together. */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final List<String> problems;

    InvalidSettings(List<String> problems) {
        super("The configuration has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":\n  "
                + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each, beginning with the source of the value. */
    public List<String> problems() {
        return problems;
    }
}
