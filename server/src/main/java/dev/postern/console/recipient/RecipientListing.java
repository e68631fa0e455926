package dev.postern.console.recipient;

import java.util.List;

/**
 * A page of mailboxes, groups or members.
 *
 * @param count on all pages
 * @param next the path of the next page; empty on the last one
 */
public record RecipientListing(String search, long count, List<ListedRecipient> rows, String next) {
    public RecipientListing {
        rows = List.copyOf(rows);
    }
}
