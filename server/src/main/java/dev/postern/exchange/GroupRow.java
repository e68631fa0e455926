package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.Recipient;
import java.util.List;

/** The properties that cmdlets show for groups only. */
final class GroupRow {
    private GroupRow() {}

    static OutputProperties properties(
            DirectorySnapshot directory, MailRecipient mailRecipient, OutputProperties properties) {
        Group group = (Group) mailRecipient.object();
        Recipient recipient = mailRecipient.recipient();
        return properties
                .text("GroupType", group.securityEnabled() ? "Universal, SecurityEnabled" : "Universal")
                .texts("ManagedBy", owners(directory, group))
                .text("MemberJoinRestriction", recipient.attributes().getOrDefault("MemberJoinRestriction", "Closed"))
                .text(
                        "MemberDepartRestriction",
                        recipient.attributes().getOrDefault("MemberDepartRestriction", "Closed"))
                .flag(
                        "RequireSenderAuthenticationEnabled",
                        RecipientRow.isOn(recipient, "RequireSenderAuthenticationEnabled"))
                .flag("HiddenGroupMembershipEnabled", RecipientRow.isOn(recipient, "HiddenGroupMembershipEnabled"))
                .text("Notes", recipient.attributes().getOrDefault("Notes", ""));
    }

    /** An owner without a mail address is shown by its id. */
    static List<String> owners(DirectorySnapshot directory, Group group) {
        return group.owners().stream()
                .map(id -> {
                    MailRecipient owner = MailRecipient.of(directory.find(id));
                    return owner == null ? id.toString() : owner.recipient().name();
                })
                .toList();
    }
}
