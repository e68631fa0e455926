package dev.postern.console.access;

import java.util.List;

/** What a field offers while a person types. */
public record Suggestions(List<Suggestion> all) {
    public Suggestions {
        all = List.copyOf(all);
    }

    /** A value, and what else is known about it. */
    public record Suggestion(String value, String label) {}
}
