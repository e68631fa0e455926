package dev.postern.importer;

import dev.postern.access.ObjectId;
import dev.postern.directory.Group;
import dev.postern.directory.RecipientType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Adds the members and owners of groups. Cycles are kept: they are in real tenants, and decisions end in spite of them. */
final class GroupImport {
    private static final int MAX_LABEL_LENGTH = 80;
    /** As on Graph. */
    private static final int MAX_OWNERS = 100;

    private final ImportContext context;
    private final RecipientImport recipients;
    /** Groups of which members may be missing. */
    private final Set<ObjectId> incomplete = new HashSet<>();

    /** The groups that contain an object directly. */
    private final Map<ObjectId, List<ObjectId>> above = new HashMap<>();

    GroupImport(ImportContext context, RecipientImport recipients) {
        this.context = context;
        this.recipients = recipients;
    }

    void run() {
        recipients.groups().forEach((id, item) -> {
            context.budget().checkTime();
            members(id, item);
            owners(id, item);
        });
        Deque<ObjectId> open = new ArrayDeque<>(incomplete);
        while (!open.isEmpty()) {
            above.getOrDefault(open.remove(), List.of()).stream()
                    .filter(incomplete::add)
                    .forEach(open::add);
        }
    }

    /** Groups that contain unknown members, directly or through other groups: what a DenyAccess policy on them denies is unknown. */
    Set<ObjectId> incomplete() {
        return incomplete;
    }

    private void members(ObjectId id, ExportItem item) {
        boolean unified = context.draft().now(id) instanceof Group group
                && group.recipient() != null
                && group.recipient().type() == RecipientType.GROUP_MAILBOX;
        List<JsonNode> members = item.list("Members");
        if (members == null) {
            if (!unified) {
                incomplete.add(id);
                context.report()
                        .unused(
                                ExportFile.GROUPS,
                                RecipientImport.label(item),
                                "Its Members are missing or cut off, so the group is empty. Increase -Depth of"
                                        + " ConvertTo-Json.");
            }
            return;
        }
        for (JsonNode member : members) {
            ObjectId found = context.names().find(member);
            String problem = found == null ? unknown(id, member) : found.equals(id) ? "is the group itself" : null;
            if (problem == null && found != null) {
                context.draft().addMember(id, found);
                above.computeIfAbsent(found, _ -> new ArrayList<>()).add(id);
            } else {
                context.report()
                        .unused(
                                ExportFile.GROUPS,
                                RecipientImport.label(item),
                                "Its member " + text(member) + " " + problem + ".");
            }
        }
    }

    private String unknown(ObjectId group, JsonNode member) {
        String type = recipients.otherType(member);
        String said = type == null && member.isObject()
                ? ExportValues.text(
                        member.has("recipienttypedetails")
                                ? member.get("recipienttypedetails")
                                : member.get("recipienttype"))
                : type;
        if (ExportValues.isCut(member) || (said != null && RecipientKinds.isGroup(said))) {
            incomplete.add(group);
        }
        return type == null ? "is not among the recipients" : "was not imported, it is a " + type;
    }

    private static String text(JsonNode member) {
        String text = Objects.requireNonNullElse(ExportValues.text(member), "of unknown name");
        return text.length() <= MAX_LABEL_LENGTH ? text : text.substring(0, MAX_LABEL_LENGTH) + "...";
    }

    private void owners(ObjectId id, ExportItem item) {
        if (!(context.draft().now(id) instanceof Group group)) {
            return;
        }
        Set<ObjectId> owners = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        List<JsonNode> given = item.list("ManagedBy");
        for (JsonNode owner : given == null ? List.<JsonNode>of() : given) {
            @Nullable ObjectId found = context.names().find(owner);
            if (found == null) {
                missing.add(text(owner));
            } else if (owners.size() < MAX_OWNERS) {
                owners.add(found);
            }
        }
        if (!owners.isEmpty()) {
            context.put(ExportFile.GROUPS, RecipientImport.label(item), group.withOwners(List.copyOf(owners)));
        }
        missing.forEach(name -> context.report()
                .unused(
                        ExportFile.GROUPS,
                        RecipientImport.label(item),
                        "Its manager " + name + " is not among the recipients."));
    }
}
