package dev.postern.console.application;

import java.util.List;

/**
 * A page of applications.
 *
 * @param search what was searched for
 * @param count on all pages
 * @param next the path of the next page; empty on the last one
 * @param useKnownSince since when the audit knows uses; empty if it is not known
 */
public record ApplicationListing(
        String search, long count, List<ApplicationRow> rows, String next, String useKnownSince) {
    public ApplicationListing {
        rows = List.copyOf(rows);
    }
}
