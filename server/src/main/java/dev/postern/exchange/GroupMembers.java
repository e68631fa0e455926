package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.RecipientType;
import java.util.ArrayList;
import java.util.List;

/** Add-, Remove- and Get-DistributionGroupMember. Cyclic membership of groups is allowed. */
final class GroupMembers {
    private GroupMembers() {}

    /** Returns false for Microsoft 365 groups, which cannot be members of other groups. */
    static boolean mayBeMember(MailRecipient mailRecipient) {
        return mailRecipient.recipient().type() != RecipientType.GROUP_MAILBOX;
    }

    static List<CmdletRow> add(WritingInvocation call) {
        call.change(draft -> {
            MailRecipient group = group(call, draft);
            MailRecipient member = member(call, draft);
            if (!draft.addMember(group.id(), member.id())) {
                throw CmdletFailures.alreadyMember(
                        member.recipient().name(), group.recipient().name());
            }
            return true;
        });
        return List.of();
    }

    static List<CmdletRow> remove(WritingInvocation call) {
        call.change(draft -> {
            MailRecipient group = group(call, draft);
            MailRecipient member = member(call, draft);
            if (!draft.removeMember(group.id(), member.id())) {
                throw CmdletFailures.notMember(
                        member.recipient().name(), group.recipient().name());
            }
            return true;
        });
        return List.of();
    }

    private static MailRecipient group(Invocation call, Draft draft) {
        return RecipientIdentity.one(
                draft.before(), call.arguments().required("Identity"), DistributionGroups::isDistributionGroup);
    }

    private static MailRecipient member(Invocation call, Draft draft) {
        return RecipientIdentity.reference(
                draft.before(), call.arguments().required("Member"), GroupMembers::mayBeMember);
    }

    /** Lists the direct members, in the order in which they were added. */
    static List<CmdletRow> list(Invocation call) {
        DirectorySnapshot directory = call.directory();
        MailRecipient group = RecipientIdentity.one(
                directory, call.arguments().required("Identity"), DistributionGroups::isDistributionGroup);
        List<CmdletRow> rows = new ArrayList<>();
        directory.members(group.id()).forEach(id -> {
            MailRecipient member = MailRecipient.of(directory.find(id));
            if (member != null) {
                rows.add(RecipientRow.of(directory, member, "%08d".formatted(rows.size())));
            }
        });
        return rows;
    }
}
