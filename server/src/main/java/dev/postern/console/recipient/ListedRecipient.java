package dev.postern.console.recipient;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.EdgeCalls;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A mailbox, a group, or another member of a group.
 *
 * @param kind {@code mailbox}, {@code group}, {@code user} or {@code application}
 * @param address empty if it has none
 * @param members of a group, how many
 * @param policies that name a group
 * @param nested the members of a group inside a group, as many as are shown
 * @param more whether it has more of them
 * @param cycle whether it is a group that contains itself
 * @param path the groups between a member and this group, the nearest first
 */
public record ListedRecipient(
        String id,
        String kind,
        String type,
        String name,
        String address,
        long members,
        long policies,
        List<ListedRecipient> nested,
        boolean more,
        boolean cycle,
        List<Step> path) {
    public ListedRecipient {
        nested = List.copyOf(nested);
        path = List.copyOf(path);
    }

    /** A group on a path. */
    public record Step(String id, String name) {
        public String page() {
            return RecipientPages.GROUPS + "/" + EdgeCalls.encode(id);
        }
    }

    static ListedRecipient of(JsonNode node) {
        return new ListedRecipient(
                text(node, "id"),
                text(node, "kind"),
                text(node, "type"),
                text(node, "name"),
                text(node, "address"),
                node.path("members").asLong(0),
                node.path("policies").asLong(0),
                node.path("nested").valueStream().map(ListedRecipient::of).toList(),
                node.path("more").asBoolean(false),
                node.path("cycle").asBoolean(false),
                node.path("path")
                        .valueStream()
                        .map(one -> new Step(text(one, "id"), text(one, "name")))
                        .toList());
    }

    /** Its page in the console; empty if it has none. */
    public String page() {
        return switch (kind) {
            case "mailbox" -> RecipientPages.MAILBOXES + "/" + EdgeCalls.encode(id);
            case "group" -> RecipientPages.GROUPS + "/" + EdgeCalls.encode(id);
            default -> "";
        };
    }

    public boolean isGroup() {
        return kind.equals("group");
    }

    /** Whether the cmdlets for distribution groups accept it; Microsoft Graph accepts every group. */
    boolean isDistributionGroup() {
        return type.equals("MailUniversalSecurityGroup") || type.equals("MailUniversalDistributionGroup");
    }

    /** What names it in commands. */
    String identity() {
        return address.isEmpty() ? id : address;
    }

    /** What it is, in words. */
    public String what() {
        return switch (type) {
            case "UserMailbox" -> "user";
            case "SharedMailbox" -> "shared";
            case "RoomMailbox" -> "room";
            case "EquipmentMailbox" -> "equipment";
            case "MailUniversalSecurityGroup" -> "mail-enabled security group";
            case "MailUniversalDistributionGroup" -> "distribution list";
            case "GroupMailbox" -> "Microsoft 365 group";
            case "SecurityGroup" -> "security group without address";
            case "Group" -> "group without address";
            default -> kind;
        };
    }

    /** Whether its members count as those of a RestrictAccess policy. */
    public boolean counts() {
        return type.equals("MailUniversalSecurityGroup");
    }
}
