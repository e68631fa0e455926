package dev.postern.settings;

import java.util.List;

/** The configuration cannot be used. Holds every problem found, so that one look is enough to mend all. */
public final class InvalidSettings extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final List<String> problems;

    InvalidSettings(List<String> problems) {
        super("The configuration has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":\n  "
                + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each, beginning with the place. */
    public List<String> problems() {
        return problems;
    }
}
