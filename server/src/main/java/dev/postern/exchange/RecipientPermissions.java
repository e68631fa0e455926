package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.Group;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.Recipient;
import dev.postern.directory.SendRight;
import dev.postern.directory.SendRights;
import dev.postern.directory.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Add-, Get- and Remove-RecipientPermission: who may send as a recipient. */
final class RecipientPermissions {
    /** Exchange lists this for each mailbox: the mailbox itself. */
    private static final String SELF = "NT AUTHORITY\\SELF";

    private RecipientPermissions() {}

    static List<CmdletRow> add(WritingInvocation call) {
        var changed = call.change(draft -> {
            MailRecipient recipient = recipient(call, draft);
            MailRecipient trustee = trustee(call, draft.before());
            List<ObjectId> trustees = present(draft.before(), recipient.recipient(), SendRight.SEND_AS);
            if (trustees.contains(trustee.id())) {
                call.warn("The appropriate access control entry is already present on the object \""
                        + recipient.recipient().name() + "\" for account \"" + shown(trustee) + "\".");
            } else {
                trustees.add(trustee.id());
                put(draft, recipient, SendRight.SEND_AS, trustees, "Trustee");
            }
            return row(recipient, shown(trustee));
        });
        return List.of(changed);
    }

    static List<CmdletRow> remove(WritingInvocation call) {
        call.change(draft -> {
            MailRecipient recipient = recipient(call, draft);
            MailRecipient trustee = trustee(call, draft.before());
            List<ObjectId> trustees = present(draft.before(), recipient.recipient(), SendRight.SEND_AS);
            if (trustees.remove(trustee.id())) {
                put(draft, recipient, SendRight.SEND_AS, trustees, "Trustee");
            } else {
                call.warn("Can't remove the access control entry on the object \""
                        + recipient.recipient().name() + "\" for account \"" + shown(trustee)
                        + "\" because the ACE doesn't exist on the object.");
            }
            return true;
        });
        return List.of();
    }

    static List<CmdletRow> list(Invocation call) {
        CmdletArguments arguments = call.arguments();
        DirectorySnapshot directory = call.directory();
        MailRecipient trustee = arguments.has("Trustee") ? trustee(call, directory) : null;
        Stream<MailRecipient> recipients = arguments.has("Identity")
                ? Stream.of(
                        RecipientIdentity.one(directory, arguments.required("Identity"), SendRights::mayBeRepresented))
                : MailRecipient.all(directory).filter(SendRights::mayBeRepresented);
        return recipients.flatMap(one -> rows(directory, one, trustee)).toList();
    }

    private static Stream<CmdletRow> rows(
            DirectorySnapshot directory, MailRecipient recipient, @Nullable MailRecipient only) {
        Stream<CmdletRow> self =
                recipient.hasMailbox() && only == null ? Stream.of(row(recipient, SELF)) : Stream.empty();
        return Stream.concat(
                self,
                trustees(directory, recipient.recipient(), SendRight.SEND_AS)
                        .filter(one -> only == null || one.id().equals(only.id()))
                        .map(one -> row(recipient, shown(one))));
    }

    private static MailRecipient recipient(Invocation call, Draft draft) {
        return RecipientIdentity.one(
                draft.before(), call.arguments().required("Identity"), SendRights::mayBeRepresented);
    }

    private static MailRecipient trustee(Invocation call, DirectorySnapshot directory) {
        return RecipientIdentity.reference(directory, call.arguments().required("Trustee"), SendRights::mayBeTrustee);
    }

    private static void put(
            Draft draft, MailRecipient recipient, SendRight right, List<ObjectId> trustees, String parameter) {
        Recipient changed = with(recipient.recipient(), right, trustees, parameter);
        switch (recipient.object()) {
            case User user -> draft.put(user.withRecipient(changed));
            case Group group -> draft.put(group.withRecipient(changed));
            default -> throw new IllegalStateException("Only users and groups are recipients");
        }
    }

    /** Applies {@code -GrantSendOnBehalfTo}: a list, additions and removals, or {@code $null} for an empty list. */
    static Recipient grantedOnBehalf(Invocation call, DirectorySnapshot directory, Recipient recipient) {
        String parameter = "GrantSendOnBehalfTo";
        if (!call.arguments().has(parameter)) {
            return recipient;
        }
        List<ObjectId> trustees = new ArrayList<>();
        if (call.arguments().addresses(parameter) instanceof ArgumentValue.Changes(var add, var remove)) {
            trustees.addAll(present(directory, recipient, SendRight.SEND_ON_BEHALF));
            remove.forEach(one -> trustees.remove(reference(directory, one)));
            add.forEach(one -> trustees.add(reference(directory, one)));
        } else if (call.arguments().addresses(parameter) instanceof ArgumentValue.Texts(var all)) {
            all.forEach(one -> trustees.add(reference(directory, one)));
        }
        return with(recipient, SendRight.SEND_ON_BEHALF, trustees, parameter);
    }

    private static ObjectId reference(DirectorySnapshot directory, String text) {
        return RecipientIdentity.reference(directory, text, SendRights::mayBeTrustee)
                .id();
    }

    private static Recipient with(Recipient recipient, SendRight right, List<ObjectId> trustees, String parameter) {
        List<ObjectId> distinct = trustees.stream().distinct().toList();
        if (distinct.size() > SendRights.MAX_TRUSTEES) {
            throw CmdletFailures.invalid(
                    parameter + " can contain at most " + SendRights.MAX_TRUSTEES + " recipients.");
        }
        return SendRights.with(recipient, right, distinct);
    }

    private static List<ObjectId> present(DirectorySnapshot directory, Recipient recipient, SendRight right) {
        return new ArrayList<>(
                trustees(directory, recipient, right).map(MailRecipient::id).toList());
    }

    /** The trustees that are still in the directory. */
    static Stream<MailRecipient> trustees(DirectorySnapshot directory, Recipient recipient, SendRight right) {
        return SendRights.trustees(recipient, right).stream()
                .map(id -> MailRecipient.of(directory.find(id)))
                .filter(Objects::nonNull);
    }

    private static String shown(MailRecipient trustee) {
        String name = trustee.userPrincipalName();
        return name == null ? trustee.recipient().name() : name;
    }

    private static CmdletRow row(MailRecipient recipient, String trustee) {
        String identity = recipient.recipient().name();
        return new CmdletRow(
                identity + " " + trustee,
                () -> new OutputProperties()
                        .text("Identity", identity)
                        .text("Trustee", trustee)
                        .text("AccessControlType", "Allow")
                        .texts("AccessRights", List.of("SendAs"))
                        .flag("IsInherited", false)
                        .flag("Inherited", false)
                        .text("InheritanceType", "None")
                        .flag("IsValid", true)
                        .text("ObjectState", "Unchanged")
                        .node());
    }
}
