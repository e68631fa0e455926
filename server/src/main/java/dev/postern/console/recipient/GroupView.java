package dev.postern.console.recipient;

import java.util.List;

/**
 * A group.
 *
 * @param members a page of them
 * @param uses what a change of its members changes
 * @param usesMore whether there are more uses
 */
public record GroupView(
        ListedRecipient group,
        RecipientListing members,
        List<ListedRecipient> memberOf,
        List<Use> uses,
        boolean usesMore,
        boolean byCmdlets) {
    public GroupView {
        memberOf = List.copyOf(memberOf);
        uses = List.copyOf(uses);
    }

    /**
     * A policy, a role assignment or a management scope.
     *
     * @param app the id of the application that it is about; empty if it is about every one, or none
     * @param through the group that it names, if that contains this one; empty if it names this one
     */
    public record Use(String use, String name, String app, String appName, String through, String detail) {}
}
