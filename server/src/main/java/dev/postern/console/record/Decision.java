package dev.postern.console.record;

import java.util.List;

/**
 * What the page of one request shows.
 *
 * @param words the decision about a mailbox in sentences; empty if there was none
 * @param address of the mailbox that was decided about; empty if there was none
 * @param whyPath the page with the picture of the decision; empty if there was none
 */
public record Decision(String requestId, List<Entry> entries, List<String> words, String address, String whyPath) {
    public Decision {
        entries = List.copyOf(entries);
        words = List.copyOf(words);
    }
}
