package dev.postern.console.application;

import java.util.List;

/**
 * What an application reaches, as sentences.
 *
 * @param path of its page
 */
public record ApplicationReached(String name, String path, List<Rule> rules) {
    public ApplicationReached {
        rules = List.copyOf(rules);
    }

    /**
     * A source of access.
     *
     * @param count how many mailboxes; negative if counting would take too long
     */
    public record Rule(List<String> permissions, String by, String mailboxes, long count) {
        public Rule {
            permissions = List.copyOf(permissions);
        }
    }
}
