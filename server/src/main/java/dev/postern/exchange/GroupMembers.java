package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.RecipientType;
import java.util.ArrayList;
import java.util.List;

/** Add-, Remove- and Get-DistributionGroupMember. Groups may contain each other in a circle. */
final class GroupMembers {
    private GroupMembers() {}

    /** Microsoft 365 groups are no members of others. */
    static boolean mayBeMember(Mailable mailable) {
        return mailable.recipient().type() != RecipientType.GROUP_MAILBOX;
    }

    static List<Row> add(Invocation call) {
        call.change(draft -> {
            Mailable group = group(call, draft);
            Mailable member = member(call, draft);
            if (!draft.addMember(group.id(), member.id())) {
                throw Failures.alreadyMember(
                        member.recipient().name(), group.recipient().name());
            }
            return true;
        });
        return List.of();
    }

    static List<Row> remove(Invocation call) {
        call.change(draft -> {
            Mailable group = group(call, draft);
            Mailable member = member(call, draft);
            if (!draft.removeMember(group.id(), member.id())) {
                throw Failures.notMember(
                        member.recipient().name(), group.recipient().name());
            }
            return true;
        });
        return List.of();
    }

    private static Mailable group(Invocation call, Draft draft) {
        return Identity.one(draft.before(), call.arguments().required("Identity"), Groups::isDistributionGroup);
    }

    private static Mailable member(Invocation call, Draft draft) {
        return Identity.reference(draft.before(), call.arguments().required("Member"), GroupMembers::mayBeMember);
    }

    /** The direct members, in the order in which they were added. */
    static List<Row> list(Invocation call) {
        DirectorySnapshot directory = call.directory();
        Mailable group = Identity.one(directory, call.arguments().required("Identity"), Groups::isDistributionGroup);
        List<Row> rows = new ArrayList<>();
        directory.members(group.id()).forEach(id -> {
            Mailable member = Mailable.of(directory.find(id));
            if (member != null) {
                rows.add(RecipientRow.of(directory, member, "%08d".formatted(rows.size())));
            }
        });
        return rows;
    }
}
