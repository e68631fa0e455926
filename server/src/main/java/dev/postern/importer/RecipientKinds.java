package dev.postern.importer;

import dev.postern.directory.RecipientType;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a recipient of an export is here. Exchange prints the type as a name or as the number of the enumeration. */
final class RecipientKinds {
    /** RecipientTypeDetails by number. */
    private static final Map<String, String> DETAILS = Map.ofEntries(
            Map.entry("1", "UserMailbox"),
            Map.entry("2", "LinkedMailbox"),
            Map.entry("4", "SharedMailbox"),
            Map.entry("8", "LegacyMailbox"),
            Map.entry("16", "RoomMailbox"),
            Map.entry("32", "EquipmentMailbox"),
            Map.entry("64", "MailContact"),
            Map.entry("128", "MailUser"),
            Map.entry("256", "MailUniversalDistributionGroup"),
            Map.entry("512", "MailNonUniversalGroup"),
            Map.entry("1024", "MailUniversalSecurityGroup"),
            Map.entry("2048", "DynamicDistributionGroup"),
            Map.entry("4096", "PublicFolder"),
            Map.entry("268435456", "RoomList"),
            Map.entry("536870912", "DiscoveryMailbox"),
            Map.entry("1099511627776", "GroupMailbox"),
            Map.entry("17592186044416", "SchedulingMailbox"),
            Map.entry("35184372088832", "GuestMailUser"));
    /** RecipientType by number. */
    private static final Map<String, String> TYPES = Map.of(
            "2", "UserMailbox",
            "3", "MailUser",
            "5", "MailContact",
            "7", "MailUniversalDistributionGroup",
            "8", "MailUniversalSecurityGroup",
            "10", "DynamicDistributionGroup",
            "11", "PublicFolder");

    private RecipientKinds() {}

    /** The name of the type, as Exchange writes it; empty if the item has none. */
    static String name(ExportItem item) {
        String details = item.textOrEmpty("RecipientTypeDetails");
        if (!details.isEmpty()) {
            return DETAILS.getOrDefault(details, details);
        }
        String type = item.textOrEmpty("RecipientType");
        if (!type.isEmpty()) {
            return TYPES.getOrDefault(type, type);
        }
        String group = item.textOrEmpty("GroupType");
        return group.isEmpty()
                ? ""
                : ExportItem.fold(group).contains("securityenabled")
                        ? "MailUniversalSecurityGroup"
                        : "MailUniversalDistributionGroup";
    }

    /** Null if Postern has no such recipients. */
    static @Nullable RecipientType of(String name) {
        String here = switch (ExportItem.fold(name)) {
            case "guestmailuser" -> "MailUser";
            case "roomlist" -> "MailUniversalDistributionGroup";
            default -> name;
        };
        return Arrays.stream(RecipientType.values())
                .filter(type -> type.details().equalsIgnoreCase(here))
                .findFirst()
                .orElse(null);
    }

    static boolean isGroup(@Nullable RecipientType type) {
        return type == RecipientType.SECURITY_GROUP
                || type == RecipientType.DISTRIBUTION_GROUP
                || type == RecipientType.GROUP_MAILBOX;
    }

    /** Whether the name of a type is that of a group, also of one that Postern does not have. */
    static boolean isGroup(String name) {
        return isGroup(of(name))
                || Objects.requireNonNull(ExportItem.fold(name)).contains("group");
    }
}
