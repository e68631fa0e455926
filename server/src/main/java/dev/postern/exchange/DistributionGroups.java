package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.Group;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.Sid;
import dev.postern.directory.User;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** New-, Get-, Set- and Remove-DistributionGroup, for distribution and for mail-enabled security groups. */
final class DistributionGroups {
    private static final int MAX_NOTES_LENGTH = 1024;

    private DistributionGroups() {}

    /** Returns false for Microsoft 365 groups, which have other cmdlets. */
    static boolean isDistributionGroup(MailRecipient mailRecipient) {
        return mailRecipient.recipient().type() == RecipientType.SECURITY_GROUP
                || mailRecipient.recipient().type() == RecipientType.DISTRIBUTION_GROUP;
    }

    static List<CmdletRow> create(WritingInvocation call) {
        ObjectId id = new ObjectId(UUID.randomUUID());
        MailRecipient made = call.change(draft -> {
            Group group = group(call, draft.before(), id);
            draft.put(group);
            for (String member : call.arguments().texts("Members")) {
                MailRecipient found = RecipientIdentity.reference(draft.before(), member, GroupMembers::mayBeMember);
                draft.addMember(id, found.id());
            }
            return MailRecipient.of(group);
        });
        return made == null ? List.of() : List.of(RecipientRow.of(call.directory(), made, RecipientRow.key(made)));
    }

    private static Group group(Invocation call, DirectorySnapshot directory, ObjectId id) {
        CmdletArguments arguments = call.arguments();
        boolean security = "Security".equals(arguments.text("Type"));
        String name = Checks.name(arguments.required("Name"));
        String alias = arguments.has("Alias")
                ? Checks.alias(OptionalTexts.given(arguments, "Alias"))
                : RecipientEdit.defaultAlias(arguments, name);
        RecipientType type = security ? RecipientType.SECURITY_GROUP : RecipientType.DISTRIBUTION_GROUP;
        RecipientEdit edit = RecipientEdit.create(directory, id, Sid.next(directory, id), type, name, alias)
                .firstAddress(arguments)
                .attribute("MemberJoinRestriction", security ? "Closed" : "Open")
                .attribute("MemberDepartRestriction", security ? "Closed" : "Open")
                .attribute("RequireSenderAuthenticationEnabled", "true")
                .attribute(
                        "HiddenGroupMembershipEnabled",
                        Boolean.toString(arguments.flag("HiddenGroupMembershipEnabled")));
        String notes = arguments.text("Notes");
        if (notes != null) {
            edit.attribute("Notes", Checks.length("Notes", notes, MAX_NOTES_LENGTH));
        }
        applyOptions(edit, arguments, security);
        return new Group(
                id,
                call.now(),
                Checks.displayName(OptionalTexts.or(arguments, "DisplayName", name)),
                alias,
                security,
                List.of(),
                edit.build(),
                owners(directory, arguments),
                Map.of());
    }

    /** A security group cannot be open for joining or leaving: that would let members change who has access. */
    private static void applyOptions(RecipientEdit edit, CmdletArguments arguments, boolean security) {
        for (String restriction : List.of("MemberJoinRestriction", "MemberDepartRestriction")) {
            String value = arguments.text(restriction);
            if (value != null) {
                if (security && value.equals("Open")) {
                    throw CmdletFailures.invalid(restriction + " can't be Open for a security group.");
                }
                edit.attribute(restriction, value);
            }
        }
        if (arguments.has("RequireSenderAuthenticationEnabled")) {
            edit.attribute(
                    "RequireSenderAuthenticationEnabled",
                    Boolean.toString(arguments.flag("RequireSenderAuthenticationEnabled")));
        }
    }

    private static List<ObjectId> owners(DirectorySnapshot directory, CmdletArguments arguments) {
        return arguments.texts("ManagedBy").stream()
                .map(owner -> RecipientIdentity.reference(
                                directory, owner, mailRecipient -> mailRecipient.object() instanceof User)
                        .id())
                .distinct()
                .toList();
    }

    static List<CmdletRow> list(Invocation call) {
        String owner = call.arguments().text("ManagedBy");
        return RecipientListing.of(
                call, owner == null ? DistributionGroups::isDistributionGroup : isManagedBy(call.directory(), owner));
    }

    private static Predicate<MailRecipient> isManagedBy(DirectorySnapshot directory, String owner) {
        ObjectId id = RecipientIdentity.reference(
                        directory, owner, mailRecipient -> mailRecipient.object() instanceof User)
                .id();
        return mailRecipient -> isDistributionGroup(mailRecipient)
                && mailRecipient.object() instanceof Group group
                && group.owners().contains(id);
    }

    static List<CmdletRow> set(WritingInvocation call) {
        call.change(draft -> {
            draft.put(changed(call, draft));
            return true;
        });
        return List.of();
    }

    private static Group changed(Invocation call, Draft draft) {
        CmdletArguments arguments = call.arguments();
        MailRecipient mailRecipient = RecipientIdentity.one(
                draft.before(), arguments.required("Identity"), DistributionGroups::isDistributionGroup);
        Group group = (Group) mailRecipient.object();
        RecipientEdit edit = RecipientEdit.of(draft.before(), mailRecipient).apply(arguments);
        applyOptions(edit, arguments, group.securityEnabled());
        Recipient recipient = RecipientPermissions.grantedOnBehalf(call, draft.before(), edit.build());
        return new Group(
                group.id(),
                group.createdAt(),
                Checks.displayName(OptionalTexts.or(arguments, "DisplayName", group.displayName())),
                recipient.alias(),
                group.securityEnabled(),
                group.groupTypes(),
                recipient,
                arguments.has("ManagedBy") ? owners(draft.before(), arguments) : group.owners(),
                group.profile());
    }

    static List<CmdletRow> remove(WritingInvocation call) {
        call.change(draft -> {
            MailRecipient group = RecipientIdentity.one(
                    draft.before(), call.arguments().required("Identity"), DistributionGroups::isDistributionGroup);
            draft.remove(group.id());
            Orphans.warnOfRemoval(call, draft.before(), group);
            return true;
        });
        return List.of();
    }
}
