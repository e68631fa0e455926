package dev.postern.console.recipient;

import java.util.List;
import java.util.Map;

/**
 * A mailbox.
 *
 * @param facts by what they are called; those without a value are left out
 * @param memberOf the groups that it is in, directly or through others
 * @param memberOfMore whether it is in more groups
 * @param cells who reaches it, the first ones
 * @param cellsMore whether more reach it
 */
public record MailboxView(
        ListedRecipient mailbox,
        Map<String, String> facts,
        List<String> otherAddresses,
        Map<String, String> attributes,
        List<ListedRecipient> memberOf,
        boolean memberOfMore,
        List<Cell> cells,
        boolean cellsMore) {
    public MailboxView {
        facts = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(facts));
        otherAddresses = List.copyOf(otherAddresses);
        attributes = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(attributes));
        memberOf = List.copyOf(memberOf);
        cells = List.copyOf(cells);
    }

    /** An application that reaches the mailbox. */
    public record Cell(String app, String appId, String permission, String by) {}
}
