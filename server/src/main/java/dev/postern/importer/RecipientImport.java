package dev.postern.importer;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientProperties;
import dev.postern.directory.RecipientType;
import dev.postern.directory.Sid;
import dev.postern.directory.User;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Makes users and groups. Object ids are kept. The ids of mailboxes are new, because they are unique on the whole server and the same export
 * may be imported twice.
 */
final class RecipientImport {
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_DISPLAY_NAME_LENGTH = 256;
    private static final int MAX_TEXT_LENGTH = 1_024;
    /** Below the limit of the directory. */
    private static final int MAX_ADDRESSES = 1_000;

    private static final int CUSTOM_ATTRIBUTES = 15;

    private final ImportContext context;
    private final Map<String, String> sidsOfScopes;
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> principalNames = new HashSet<>();
    private final Set<String> sids = new HashSet<>();
    private final Map<ObjectId, ExportItem> groups = new LinkedHashMap<>();
    /** Recipients that Postern does not have, with their types. */
    private final RecipientNames others = new RecipientNames();

    private final Map<ObjectId, String> otherTypes = new HashMap<>();

    /** @param sidsOfScopes by the object id of a policy's scope */
    RecipientImport(ImportContext context, Map<String, String> sidsOfScopes) {
        this.context = context;
        this.sidsOfScopes = sidsOfScopes;
    }

    /** Mailboxes come first, so that a group cannot take the address of a person. */
    void run() {
        List<ExportItem> inRecipients = new ArrayList<>();
        for (ExportItem item : context.items(ExportFile.RECIPIENTS)) {
            String kind = RecipientKinds.name(item);
            if (RecipientKinds.isGroup(RecipientKinds.of(kind))) {
                inRecipients.add(item);
            } else {
                one(ExportFile.RECIPIENTS, item, kind);
            }
        }
        for (ExportItem item : context.items(ExportFile.GROUPS)) {
            String kind = RecipientKinds.name(item);
            if (RecipientKinds.isGroup(RecipientKinds.of(kind)) || kind.isEmpty()) {
                one(ExportFile.GROUPS, item, kind.isEmpty() ? usualKind(item) : kind);
            } else {
                context.report().unused(ExportFile.GROUPS, label(item), "A " + kind + " is no distribution group.");
            }
        }
        inRecipients.forEach(this::groupInRecipients);
    }

    /** Of a group without a type: only a security group can be the scope of a policy. */
    private String usualKind(ExportItem item) {
        UUID id = item.guid("ExternalDirectoryObjectId");
        return id != null && sidsOfScopes.containsKey(id.toString())
                ? RecipientType.SECURITY_GROUP.details()
                : RecipientType.DISTRIBUTION_GROUP.details();
    }

    /** The groups by id, with the item that has their members. */
    Map<ObjectId, ExportItem> groups() {
        return groups;
    }

    /** The type of a recipient that Postern does not have; null if it is unknown. */
    @Nullable
    String otherType(JsonNode value) {
        ObjectId id = others.find(value);
        return id == null ? null : otherTypes.get(id);
    }

    static String label(ExportItem item) {
        String text = item.text("PrimarySmtpAddress", "Name", "DisplayName", "ExternalDirectoryObjectId", "Guid");
        return text == null ? "item " + item.number() : text;
    }

    private void groupInRecipients(ExportItem item) {
        ObjectId known = known(item);
        if (known != null && groups.containsKey(known)) {
            context.names().add(known, item);
        } else if (RecipientKinds.of(RecipientKinds.name(item)) == RecipientType.GROUP_MAILBOX) {
            one(ExportFile.RECIPIENTS, item, RecipientKinds.name(item));
        } else {
            other(item, RecipientKinds.name(item));
            context.report()
                    .unused(
                            ExportFile.RECIPIENTS,
                            label(item),
                            "The group is not in Get-DistributionGroup.json, so its members are unknown.");
        }
    }

    private @Nullable ObjectId known(ExportItem item) {
        return Stream.of("ExternalDirectoryObjectId", "Guid", "PrimarySmtpAddress", "DistinguishedName", "Name")
                .map(name -> context.names().find(item.text(name)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private void other(ExportItem item, String kind) {
        ObjectId id = new ObjectId(context.uuid());
        others.add(id, item);
        RecipientAddresses.of(item).all().forEach(address -> others.addAddress(id, address));
        otherTypes.put(id, kind);
    }

    private void one(ExportFile file, ExportItem item, String kind) {
        RecipientType type = RecipientKinds.of(kind);
        if (type == null) {
            other(item, kind);
            context.report()
                    .unused(
                            file,
                            label(item),
                            kind.isEmpty()
                                    ? "The recipient has no RecipientTypeDetails."
                                    : "Postern has no recipients of the type " + kind + ".");
            return;
        }
        UUID wanted = item.guid("ExternalDirectoryObjectId", "Guid", "ExchangeObjectId");
        if (wanted != null && !context.isFree(wanted)) {
            context.report().unused(file, label(item), "Another object has the id " + wanted + ".");
            return;
        }
        String name = name(item, wanted);
        String problem = name == null ? "It has no name." : problem(name);
        List<String> own = problem == null ? addresses(file, item) : List.of();
        if (problem == null && own.isEmpty()) {
            problem = "It has no address of its own.";
        }
        if (problem != null || name == null) {
            other(item, kind);
            context.report().unused(file, label(item), String.valueOf(problem));
            return;
        }
        put(file, item, type, name, own, context.newId(wanted));
    }

    private void put(ExportFile file, ExportItem item, RecipientType type, String name, List<String> own, ObjectId id) {
        Recipient recipient = recipient(item, type, name, own, id);
        boolean group = RecipientKinds.isGroup(type);
        String displayName = displayName(item, name);
        boolean done = context.put(
                file,
                label(item),
                group
                        ? new Group(
                                id,
                                item.created(context.now()),
                                displayName,
                                recipient.alias(),
                                type == RecipientType.SECURITY_GROUP,
                                type == RecipientType.GROUP_MAILBOX ? List.of("Unified") : List.of(),
                                recipient,
                                List.of(),
                                Map.of())
                        : new User(
                                id,
                                item.created(context.now()),
                                displayName,
                                principalName(item, own.getFirst(), id),
                                isEnabled(item, type),
                                recipient,
                                type.hasMailbox() ? new MailboxId(context.uuid()) : null,
                                profile(file, item)));
        if (done) {
            own.forEach(address -> addresses.add(Folding.lower(address)));
            context.names().add(id, item);
            own.forEach(address -> context.names().addAddress(id, address));
            context.report().count(group ? "groups" : type.hasMailbox() ? "mailboxes" : "mailUsers");
            if (group) {
                groups.put(id, item);
            }
        }
    }

    private Recipient recipient(ExportItem item, RecipientType type, String name, List<String> own, ObjectId id) {
        UUID guid = item.guid("Guid", "ExchangeObjectId");
        String alias = item.text("Alias");
        boolean usable = alias != null && alias.length() <= MAX_NAME_LENGTH && alias.matches("[^\\s\\p{Cntrl}@\"<>]+");
        return new Recipient(
                type,
                name,
                usable && alias != null
                        ? alias
                        : own.getFirst().substring(0, own.getFirst().indexOf('@')),
                own.getFirst(),
                own.subList(1, own.size()),
                sid(item, id),
                guid == null ? context.uuid() : guid,
                Boolean.TRUE.equals(item.flag("HiddenFromAddressListsEnabled")),
                attributes(item));
    }

    private static boolean isEnabled(ExportItem item, RecipientType type) {
        Boolean disabled = item.flag("AccountDisabled");
        return disabled == null ? type == RecipientType.USER_MAILBOX || type == RecipientType.MAIL_USER : !disabled;
    }

    /** Names are unique; where they are not, the object id takes the place of the name, as in Exchange Online itself. */
    private @Nullable String name(ExportItem item, @Nullable UUID id) {
        String name = item.text("Name", "Identity", "DisplayName");
        if (name != null && RecipientNames.lastSlash(name) >= 0 && !item.has("Name")) {
            name = name.substring(RecipientNames.lastSlash(name) + 1);
        }
        String address = item.text("PrimarySmtpAddress");
        String wanted = name == null ? address : name;
        if (wanted == null || names.add(Folding.fold(wanted))) {
            return wanted;
        }
        String other = id == null ? context.uuid().toString() : id.toString();
        context.report().warn("Several recipients have the name '" + wanted + "'; one of them is now " + other + ".");
        names.add(other);
        return other;
    }

    private static @Nullable String problem(String name) {
        if (name.length() > MAX_NAME_LENGTH) {
            return "Its name has " + name.length() + " characters. A name has at most " + MAX_NAME_LENGTH + ".";
        }
        return name.codePoints().anyMatch(Character::isISOControl) ? "Its name contains control characters." : null;
    }

    private static String displayName(ExportItem item, String otherwise) {
        String text =
                item.textOrEmpty("DisplayName").replaceAll("\\p{Cntrl}", " ").strip();
        return text.isEmpty() ? otherwise : text.substring(0, Math.min(text.length(), MAX_DISPLAY_NAME_LENGTH));
    }

    /** Addresses that no earlier recipient has. Without its primary address a recipient is not usable. */
    private List<String> addresses(ExportFile file, ExportItem item) {
        RecipientAddresses read = RecipientAddresses.of(item);
        read.invalid()
                .forEach(text -> context.report().unused(file, label(item), "'" + text + "' is no SMTP address."));
        List<String> own = new ArrayList<>();
        for (String address : read.all()) {
            boolean taken = addresses.contains(Folding.lower(address));
            if (taken || own.size() >= MAX_ADDRESSES) {
                context.report()
                        .unused(
                                file,
                                label(item),
                                taken
                                        ? "Another recipient has the address " + address + "."
                                        : "A recipient has at most " + MAX_ADDRESSES + " addresses.");
                if (own.isEmpty() || !taken) {
                    return own;
                }
            } else {
                own.add(address);
            }
        }
        return own;
    }

    private String principalName(ExportItem item, String address, ObjectId id) {
        String given = item.text("UserPrincipalName", "WindowsLiveID", "MicrosoftOnlineServicesID");
        return Stream.of(
                        given,
                        address,
                        id + "@" + context.draft().before().tenant().defaultDomain())
                .filter(Objects::nonNull)
                .filter(RecipientAddresses::isAddress)
                .filter(name -> principalNames.add(Folding.fold(name)))
                .findFirst()
                .orElseGet(() ->
                        context.uuid() + "@" + context.draft().before().tenant().defaultDomain());
    }

    private String sid(ExportItem item, ObjectId id) {
        return Stream.of(item.text("Sid"), sidsOfScopes.get(id.toString()))
                .filter(Objects::nonNull)
                .filter(text -> text.matches("S-1(-\\d{1,10}){1,14}"))
                .filter(sids::add)
                .findFirst()
                .orElseGet(() -> Sid.next(context.draft().before().tenant(), id, text -> !sids.add(text)));
    }

    private static Map<String, String> attributes(ExportItem item) {
        Map<String, String> attributes = new HashMap<>();
        for (int number = 1; number <= CUSTOM_ATTRIBUTES; number++) {
            String name = "CustomAttribute" + number;
            String value = line(item.text(name));
            if (value != null) {
                attributes.put(name, value);
            }
        }
        String notes = line(item.text("Notes"));
        if (notes != null) {
            attributes.put("Notes", notes);
        }
        if (Boolean.TRUE.equals(item.flag("HiddenGroupMembershipEnabled"))) {
            attributes.put("HiddenGroupMembershipEnabled", "true");
        }
        return attributes;
    }

    private static @Nullable String line(@Nullable String text) {
        return text == null || text.length() > MAX_TEXT_LENGTH ? null : text.replaceAll("\\p{Cntrl}", " ");
    }

    private Map<String, JsonNode> profile(ExportFile file, ExportItem item) {
        Map<String, JsonNode> profile = new HashMap<>();
        RecipientProperties.onGraph().forEach((name, property) -> {
            String text = item.text(name);
            String value = line(text);
            if (value != null) {
                profile.put(property, StringNode.valueOf(value));
            } else if (text != null) {
                context.report().unused(file, label(item), name + " has more than " + MAX_TEXT_LENGTH + " characters.");
            }
        });
        return profile;
    }
}
