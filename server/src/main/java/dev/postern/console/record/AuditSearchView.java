package dev.postern.console.record;

import java.util.List;

/**
 * What the page of the search shows.
 *
 * @param app the filter, as a person wrote it; likewise the others
 * @param problem why the filter cannot be used; empty if it can
 * @param next the path of the next page; empty after the last
 * @param command the command that prints the same; empty if none has this filter
 */
public record AuditSearchView(
        String app,
        String mailbox,
        boolean denied,
        String since,
        String text,
        String problem,
        List<Entry> entries,
        String next,
        String command) {
    public AuditSearchView {
        entries = List.copyOf(entries);
    }

    public boolean isFiltered() {
        return denied || !(app + mailbox + since + text).isEmpty();
    }
}
