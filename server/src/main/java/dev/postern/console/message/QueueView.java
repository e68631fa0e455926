package dev.postern.console.message;

import java.util.List;

/**
 * The messages that wait.
 *
 * @param next the path of the next page, or empty
 */
public record QueueView(String query, List<QueueEntry> entries, String next) {
    public QueueView {
        entries = List.copyOf(entries);
    }
}
