package dev.postern.exchange;

import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.SendRight;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The properties that cmdlets show for recipients. Properties without a meaning on this server are omitted. */
final class RecipientRow {
    private RecipientRow() {}

    /** The output for a mailbox that was just created. */
    static CmdletRow of(Tenant tenant, User user) {
        MailRecipient mailRecipient = Objects.requireNonNull(MailRecipient.of(user));
        return new CmdletRow(
                key(mailRecipient),
                () -> properties(tenant, mailRecipient)
                        .texts("GrantSendOnBehalfTo", List.of())
                        .node());
    }

    /** A recipient of a listing; groups with their owners. */
    static CmdletRow of(DirectorySnapshot directory, MailRecipient mailRecipient, String key) {
        return new CmdletRow(key, () -> {
            OutputProperties properties = properties(directory.tenant(), mailRecipient)
                    .texts(
                            "GrantSendOnBehalfTo",
                            RecipientPermissions.trustees(
                                            directory, mailRecipient.recipient(), SendRight.SEND_ON_BEHALF)
                                    .map(RecipientRow::key)
                                    .toList());
            return mailRecipient.isGroup()
                    ? GroupRow.properties(directory, mailRecipient, properties).node()
                    : properties.node();
        });
    }

    /** The name, which is unique in a tenant. */
    static String key(MailRecipient mailRecipient) {
        return mailRecipient.recipient().name();
    }

    private static OutputProperties properties(Tenant tenant, MailRecipient mailRecipient) {
        DirectoryObject object = mailRecipient.object();
        Recipient recipient = mailRecipient.recipient();
        OutputProperties properties = new OutputProperties()
                .text("ExternalDirectoryObjectId", object.id().toString())
                .text("Identity", recipient.name())
                .text("Id", recipient.name())
                .text("Name", recipient.name())
                .text("DisplayName", object.displayName())
                .text("Alias", recipient.alias())
                .text("PrimarySmtpAddress", recipient.primaryAddress())
                .text("WindowsEmailAddress", recipient.primaryAddress())
                .texts("EmailAddresses", addresses(recipient))
                .flag("EmailAddressPolicyEnabled", isOn(recipient, "EmailAddressPolicyEnabled"))
                .text("RecipientType", recipient.type().general())
                .text("RecipientTypeDetails", recipient.type().details())
                .flag("HiddenFromAddressListsEnabled", recipient.hiddenFromAddressLists())
                .flag("IsValidSecurityPrincipal", recipient.type().kind().isSecurityPrincipal())
                .text("Sid", recipient.sid())
                .guid("Guid", recipient.exchangeGuid())
                .guid("ExchangeObjectId", recipient.exchangeGuid())
                .text("DistinguishedName", DistinguishedNames.of(tenant, recipient))
                .text("OrganizationalUnit", Naming.organizationalUnit(tenant))
                .text("LegacyExchangeDN", Naming.legacyName(recipient))
                .flag("IsDirSynced", false)
                .flag("IsValid", true);
        if (object instanceof User user) {
            mailbox(properties, user, recipient.type());
        }
        for (int number = 1; number <= RecipientEdit.CUSTOM_ATTRIBUTES; number++) {
            String attribute = "CustomAttribute" + number;
            properties.text(attribute, recipient.attributes().getOrDefault(attribute, ""));
        }
        return properties.moment("WhenCreated", object.createdAt());
    }

    private static void mailbox(OutputProperties properties, User user, RecipientType type) {
        var mailbox = user.mailbox();
        properties
                .text("UserPrincipalName", user.userPrincipalName())
                .text("MicrosoftOnlineServicesID", user.userPrincipalName())
                .guid("ExchangeGuid", mailbox == null ? null : mailbox.value())
                .flag("IsMailboxEnabled", mailbox != null)
                .flag("AccountDisabled", !user.accountEnabled())
                .flag("IsShared", type == RecipientType.SHARED_MAILBOX)
                .flag("IsResource", isResource(type))
                .text("ResourceType", resourceType(type));
    }

    private static boolean isResource(RecipientType type) {
        return type == RecipientType.ROOM_MAILBOX || type == RecipientType.EQUIPMENT_MAILBOX;
    }

    private static @Nullable String resourceType(RecipientType type) {
        return switch (type) {
            case ROOM_MAILBOX -> "Room";
            case EQUIPMENT_MAILBOX -> "Equipment";
            default -> null;
        };
    }

    static boolean isOn(Recipient recipient, String attribute) {
        return "true".equals(recipient.attributes().get(attribute));
    }

    /** Returns the addresses with the prefix that marks the primary one. */
    static List<String> addresses(Recipient recipient) {
        return Stream.concat(
                        Stream.of("SMTP:" + recipient.primaryAddress()),
                        recipient.otherAddresses().stream().map(address -> "smtp:" + address))
                .toList();
    }
}
