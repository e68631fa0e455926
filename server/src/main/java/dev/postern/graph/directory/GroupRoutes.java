package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;
import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.access.ObjectId;
import dev.postern.directory.BestFit;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.http.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * {@code /groups}. Security groups and Microsoft 365 groups are created and changed here. Mail-enabled security groups
 * and distribution groups belong to Exchange, as in the real service, so that an administrator of the directory cannot
 * widen a policy's scope.
 */
final class GroupRoutes {
    private static final String UNIFIED = "Unified";
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "deletedDateTime",
            "createdDateTime",
            "mail",
            "proxyAddresses",
            "securityIdentifier",
            "renewedDateTime",
            "onPremisesSyncEnabled",
            "assignedLicenses");

    private final InstantSource clock;
    private final StructuredType type;
    private final MailEnabling recipients;
    private final ObjectReads objects;

    GroupRoutes(InstantSource clock, TypeModel types, MailEnabling recipients) {
        this.clock = clock;
        this.type = types.type("group");
        this.recipients = recipients;
        this.objects = new ObjectReads("groups", type);
    }

    void bind(GraphEdge edge) {
        edge.bind("GET", "/groups/delta", DIRECTORY_READ, new ObjectDelta("groups", type, Group.class)::get);
        edge.bind(
                "GET",
                "/groups",
                DIRECTORY_READ,
                (directory, request) -> objects.list(directory, request, Group.class));
        edge.bind(
                "GET",
                "/groups/$count",
                DIRECTORY_READ,
                (directory, request) -> objects.count(directory, request, Group.class));
        edge.bind("POST", "/groups", DIRECTORY_WRITE, this::create);
        edge.bind(
                "GET",
                "/groups/{id}",
                DIRECTORY_READ,
                (directory, request) ->
                        objects.get(directory, request, new Lookup(directory.snapshot()).group(request.key("groups"))));
        edge.bind("PATCH", "/groups/{id}", DIRECTORY_WRITE, this::update);
        edge.bind("DELETE", "/groups/{id}", DIRECTORY_WRITE, this::delete);
    }

    /** Refuses a group that Exchange manages. */
    static Group managedHere(Group group, String verb) {
        Recipient recipient = group.recipient();
        if (recipient != null && recipient.type() != RecipientType.GROUP_MAILBOX) {
            throw GraphFailure.directory(
                    "Cannot " + verb + " a mail-enabled security groups and or distribution list.");
        }
        return group;
    }

    private Response create(DirectoryWriter directory, GraphRequest request) {
        JsonNode body = request.body(type);
        Group created = directory.change(draft -> {
            var given = new RequestProperties(body.deepCopy().asObject(), type, "Group");
            List<String> members = given.bound("members");
            List<ObjectId> owners = Owners.bound(given, draft.before());
            Group group = created(given, owners, draft.before());
            draft.put(group);
            addMembers(draft, group, members);
            return group;
        });
        return objects.created(directory, request, created);
    }

    private Group created(RequestProperties given, List<ObjectId> owners, DirectorySnapshot before) {
        given.refuse(READ_ONLY);
        String displayName = Users.displayName(given, given.required("displayName"));
        boolean mailEnabled = given.requiredFlag("mailEnabled");
        String nickname = Users.nickname(given, given.required("mailNickname"));
        boolean securityEnabled = given.requiredFlag("securityEnabled");
        List<String> types = given.texts("groupTypes").orElse(List.of());
        for (String one : types) {
            if (!one.equals(UNIFIED)) {
                throw GraphFailure.notImplemented("A group of the type '" + one + "'");
            }
        }
        if (mailEnabled != types.contains(UNIFIED) || !(mailEnabled || securityEnabled)) {
            throw GraphFailure.directory("The service does not currently support writes of mail-enabled groups. Please"
                    + " ensure that the mail-enablement property is unset and the security-enablement property is"
                    + " set.");
        }
        ObjectId id = new ObjectId(UUID.randomUUID());
        Recipient recipient = mailEnabled
                ? recipients.of(
                        RecipientType.GROUP_MAILBOX,
                        id,
                        nickname,
                        BestFit.localPart(nickname).orElseThrow(() -> given.invalid("mailNickname")) + "@"
                                + before.tenant().defaultDomain(),
                        before)
                : null;
        return new Group(
                id,
                clock.instant(),
                displayName,
                nickname,
                securityEnabled,
                types,
                recipient,
                owners,
                given.profile(Map.of()));
    }

    private static void addMembers(Draft draft, Group group, List<String> addresses) {
        for (String address : addresses) {
            Members.add(draft, group, address);
        }
    }

    private Response update(DirectoryWriter directory, GraphRequest request) {
        new Lookup(directory.snapshot()).group(request.key("groups"));
        JsonNode body = request.body(type);
        directory.change(draft -> {
            Group before = managedHere(new Lookup(draft.before()).group(request.key("groups")), "Update");
            var given = new RequestProperties(body.deepCopy().asObject(), type, "Group");
            List<String> members = given.bound("members");
            List<ObjectId> owners = Owners.with(before.owners(), given, draft.before());
            Group after = changed(given, before).withOwners(owners);
            draft.put(after);
            addMembers(draft, after, members);
            return after;
        });
        return GraphAnswer.noContent();
    }

    private static Group changed(RequestProperties given, Group group) {
        given.refuse(READ_ONLY);
        for (String fixed : List.of("mailEnabled", "groupTypes")) {
            if (given.has(fixed)) {
                throw GraphFailure.directory("Property '" + fixed + "' cannot be changed after the group was created.");
            }
        }
        String displayName = given.text("displayName")
                .map(text -> Users.displayName(given, text))
                .orElse(group.displayName());
        String nickname = given.text("mailNickname")
                .map(text -> Users.nickname(given, text))
                .orElse(group.mailNickname());
        Recipient recipient = group.recipient();
        return new Group(
                group.id(),
                group.createdAt(),
                displayName,
                nickname,
                given.flag("securityEnabled").orElse(group.securityEnabled()),
                group.groupTypes(),
                recipient == null ? null : MailEnabling.renamed(recipient, nickname),
                group.owners(),
                given.profile(group.profile()));
    }

    private Response delete(DirectoryWriter directory, GraphRequest request) {
        directory.change(draft -> {
            draft.remove(managedHere(new Lookup(draft.before()).group(request.key("groups")), "Delete")
                    .id());
            return true;
        });
        return GraphAnswer.noContent();
    }
}
