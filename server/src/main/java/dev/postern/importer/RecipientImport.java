package dev.postern.importer;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
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

/**
 * Makes users and groups. Object ids are kept. The ids of mailboxes are new, because they are unique on the whole server and the same export
 * may be imported twice.
 */
final class RecipientImport {
    /** Below the limit of the directory. */
    private static final int MAX_ADDRESSES = 1_000;

    private final ImportContext context;
    private final Map<String, String> sidsOfScopes;
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> principalNames = new HashSet<>();
    private final Set<String> sids = new HashSet<>();
    private final Map<ObjectId, ExportItem> groups = new LinkedHashMap<>();
    /** Groups in the list of recipients, with their types. */
    private final RecipientNames typed = new RecipientNames();

    private final Map<ObjectId, String> types = new HashMap<>();
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
        inRecipients.forEach(item -> {
            ObjectId id = new ObjectId(context.uuid());
            typed.add(id, item);
            RecipientAddresses.of(item).all().forEach(address -> typed.addAddress(id, address));
            types.put(id, RecipientKinds.name(item));
        });
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

    /** Of a group without a type: that of the same recipient, or a security group if it is the scope of a policy. */
    private String usualKind(ExportItem item) {
        ObjectId same = known(typed, item);
        if (same != null) {
            return types.getOrDefault(same, "");
        }
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
        ObjectId known = known(context.names(), item);
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

    private static @Nullable ObjectId known(RecipientNames names, ExportItem item) {
        return Stream.of("ExternalDirectoryObjectId", "Guid", "PrimarySmtpAddress", "DistinguishedName", "Name")
                .map(name -> names.find(item.text(name)))
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
        String problem = name == null ? "It has no name." : RecipientTexts.nameProblem(name);
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
        Recipient recipient = recipient(file, item, type, name, own, id);
        boolean group = RecipientKinds.isGroup(type);
        String displayName = RecipientTexts.displayName(item, name);
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
                                RecipientTexts.profile(
                                        item, text -> context.report().unused(file, label(item), text))));
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

    private Recipient recipient(
            ExportFile file, ExportItem item, RecipientType type, String name, List<String> own, ObjectId id) {
        UUID guid = item.guid("Guid", "ExchangeObjectId");
        return new Recipient(
                type,
                name,
                RecipientTexts.alias(item, own.getFirst()),
                own.getFirst(),
                own.subList(1, own.size()),
                sid(item, id),
                guid == null ? context.uuid() : guid,
                Boolean.TRUE.equals(item.flag("HiddenFromAddressListsEnabled")),
                RecipientTexts.attributes(item, text -> context.report().unused(file, label(item), text)));
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
}
