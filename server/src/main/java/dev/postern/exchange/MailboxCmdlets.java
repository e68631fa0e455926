package dev.postern.exchange;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.Sid;
import dev.postern.directory.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** New-, Get-, Set- and Remove-Mailbox. The stored mailbox is created when it is first used. */
final class MailboxCmdlets {
    private MailboxCmdlets() {}

    static List<CmdletRow> create(WritingInvocation call) {
        CmdletArguments arguments = call.arguments();
        if (arguments.has("Password")) {
            call.warn("Users cannot sign in to this server, so the password was not stored.");
        }
        ObjectId id = new ObjectId(UUID.randomUUID());
        MailboxId mailbox = new MailboxId(UUID.randomUUID());
        User made = call.change(draft -> {
            User user = user(call, draft.before(), id, mailbox);
            draft.put(user);
            return user;
        });
        return List.of(RecipientRow.of(call.directory().tenant(), made));
    }

    private static User user(Invocation call, DirectorySnapshot directory, ObjectId id, MailboxId mailbox) {
        CmdletArguments arguments = call.arguments();
        String name = Checks.name(arguments.required("Name"));
        RecipientType type = type(arguments);
        String alias = alias(arguments, name);
        Recipient recipient = RecipientEdit.create(directory, id, Sid.next(directory, id), type, name, alias)
                .firstAddress(arguments)
                .build();
        String principalName = principalName(arguments);
        return new User(
                id,
                call.now(),
                Checks.displayName(OptionalTexts.or(arguments, "DisplayName", name)),
                Checks.address(directory, principalName == null ? Checks.addressOf(directory, alias) : principalName),
                type == RecipientType.USER_MAILBOX,
                recipient,
                mailbox,
                profile(arguments));
    }

    private static RecipientType type(CmdletArguments arguments) {
        if (arguments.flag("Shared")) {
            return RecipientType.SHARED_MAILBOX;
        }
        if (arguments.flag("Room")) {
            return RecipientType.ROOM_MAILBOX;
        }
        return arguments.flag("Equipment") ? RecipientType.EQUIPMENT_MAILBOX : RecipientType.USER_MAILBOX;
    }

    private static @Nullable String principalName(CmdletArguments arguments) {
        String name = arguments.text("MicrosoftOnlineServicesID");
        return name == null ? arguments.text("UserPrincipalName") : name;
    }

    private static String alias(CmdletArguments arguments, String name) {
        String principalName = principalName(arguments);
        if (arguments.has("Alias")) {
            return Checks.alias(OptionalTexts.given(arguments, "Alias"));
        }
        return principalName == null
                ? RecipientEdit.defaultAlias(arguments, name)
                : Checks.alias(principalName.substring(0, Math.max(0, principalName.indexOf('@'))));
    }

    private static Map<String, JsonNode> profile(CmdletArguments arguments) {
        Map<String, JsonNode> profile = new HashMap<>();
        Map.of("FirstName", "givenName", "LastName", "surname").forEach((parameter, property) -> {
            String value = arguments.text(parameter);
            if (value != null) {
                profile.put(property, StringNode.valueOf(Checks.text(parameter, value, 64)));
            }
        });
        return profile;
    }

    static List<CmdletRow> list(Invocation call) {
        return RecipientListing.of(call, MailRecipient::hasMailbox);
    }

    static List<CmdletRow> set(WritingInvocation call) {
        call.change(draft -> {
            draft.put(changed(call, draft));
            return true;
        });
        return List.of();
    }

    private static User changed(Invocation call, Draft draft) {
        CmdletArguments arguments = call.arguments();
        MailRecipient mailRecipient =
                RecipientIdentity.one(draft.before(), arguments.required("Identity"), MailRecipient::hasMailbox);
        User user = (User) mailRecipient.object();
        RecipientEdit edit = RecipientEdit.of(draft.before(), mailRecipient).apply(arguments);
        boolean enabled = user.accountEnabled();
        String type = arguments.text("Type");
        if (type != null) {
            RecipientType wanted = typeCalled(type);
            edit.type(wanted);
            // no user signs in to a shared mailbox or a resource
            enabled = wanted == RecipientType.USER_MAILBOX;
            Orphans.warnOfType(call, draft.before(), mailRecipient, wanted);
        }
        return new User(
                user.id(),
                user.createdAt(),
                Checks.displayName(OptionalTexts.or(arguments, "DisplayName", user.displayName())),
                user.userPrincipalName(),
                enabled,
                RecipientPermissions.grantedOnBehalf(call, draft.before(), edit.build()),
                user.mailbox(),
                user.profile());
    }

    private static RecipientType typeCalled(String type) {
        return switch (type) {
            case "Shared" -> RecipientType.SHARED_MAILBOX;
            case "Room" -> RecipientType.ROOM_MAILBOX;
            case "Equipment" -> RecipientType.EQUIPMENT_MAILBOX;
            default -> RecipientType.USER_MAILBOX;
        };
    }

    static List<CmdletRow> remove(WritingInvocation call) {
        call.change(draft -> {
            MailRecipient mailRecipient = RecipientIdentity.one(
                    draft.before(), call.arguments().required("Identity"), MailRecipient::hasMailbox);
            draft.remove(mailRecipient.id());
            Orphans.warnOfRemoval(call, draft.before(), mailRecipient);
            return true;
        });
        return List.of();
    }
}
