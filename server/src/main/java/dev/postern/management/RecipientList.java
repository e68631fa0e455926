package dev.postern.management;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.effective.EffectiveAccess;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.query.Folding;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/recipients?kind=}: the mailboxes or the groups of the tenant, by name; {@code /postern/recipients/{recipient}}: the groups
 * that one is in and, for a group, what uses it; {@code /postern/recipients/{recipient}/members}: the members of a group, nested ones too.
 */
public final class RecipientList {
    private static final String PATH = "/postern/recipients";
    private static final Set<String> PARAMETERS = Set.of("kind", "search", "$top", NamedPage.TOKEN);
    private static final Set<String> MEMBERS = Set.of("search", "$top", NamedPage.TOKEN);

    private final ManagementGate gate;
    private final InstantSource clock;

    public RecipientList(Gate gate, InstantSource clock) {
        this.gate = new ManagementGate(gate);
        this.clock = clock;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", PATH, this::list);
        gate.addAudit(routes, "GET", PATH + "/{recipient}", this::one);
        gate.addAudit(routes, "GET", PATH + "/{recipient}/members", this::members);
    }

    private Response list(OpenAudit audit, Request request) {
        QueryParameters query = QueryParameters.read(request, PARAMETERS);
        DirectorySnapshot directory = audit.snapshot();
        Stream<? extends DirectoryObject> all = switch (query.text("kind").orElse("")) {
            case "mailbox" -> directory.all(User.class).filter(RecipientShape::isMailbox);
            case "group" -> directory.all(Group.class);
            default -> throw new QueryParameters.Invalid("The parameter 'kind' must be mailbox or group.");
        };
        return page(all, request, query, PARAMETERS, one -> RecipientShape.row(directory, one));
    }

    private static Response page(
            Stream<? extends DirectoryObject> all,
            Request request,
            QueryParameters query,
            Set<String> names,
            Function<DirectoryObject, ObjectNode> row) {
        String wanted = Folding.fold(query.text("search").orElse("").strip());
        Stream<DirectoryObject> found =
                all.filter(one -> wanted.isEmpty() || matches(one, wanted)).map(one -> one);
        return ManagementGate.json(
                200,
                NamedPage.of(found, DirectoryObject::displayName, DirectoryObject::id, query)
                        .json(JsonNodeFactory.instance.objectNode(), request, query, names, row));
    }

    private static boolean matches(DirectoryObject object, String wanted) {
        if (NamedPage.contains(object.displayName(), wanted)) {
            return true;
        }
        Recipient recipient = Recipient.of(object);
        return recipient != null
                && (NamedPage.contains(recipient.primaryAddress(), wanted)
                        || NamedPage.contains(recipient.alias(), wanted)
                        || recipient.otherAddresses().stream().anyMatch(one -> NamedPage.contains(one, wanted)));
    }

    private Response one(OpenAudit audit, Request request) {
        QueryParameters.read(request, Set.of());
        DirectorySnapshot directory = audit.snapshot();
        DirectoryObject found = find(directory, request.segments().get(2));
        ObjectNode node = RecipientShape.row(directory, found);
        node.setAll(new GroupTree(directory).above(found.id()));
        if (found instanceof Group group) {
            ApplicationShape shape = new ApplicationShape(directory, new EffectiveAccess(directory), clock.instant());
            new GroupUses(directory, shape).write(group, node);
        }
        return ManagementGate.json(200, node);
    }

    private Response members(OpenAudit audit, Request request) {
        QueryParameters query = QueryParameters.read(request, MEMBERS);
        DirectorySnapshot directory = audit.snapshot();
        DirectoryObject group = find(directory, request.segments().get(2));
        GroupTree tree = new GroupTree(directory);
        return page(
                StreamSupport.stream(directory.unorderedMembers(group.id()).spliterator(), false)
                        .flatMap(id -> Stream.ofNullable(directory.find(id))),
                request,
                query,
                MEMBERS,
                one -> tree.member(one, List.of(group.id())));
    }

    /** By object id, address or userPrincipalName. */
    private static DirectoryObject find(DirectorySnapshot directory, String text) {
        DirectoryObject found = null;
        try {
            found = directory.find(ObjectId.of(text));
        } catch (IllegalArgumentException e) {
            found = directory.byAddress(text);
            if (found == null) {
                found = directory.byPrincipalName(text);
            }
        }
        if (found instanceof Group || found instanceof User) {
            return found;
        }
        throw new ManagementFailure(
                404,
                "ResourceNotFound",
                "There is no mailbox or group '" + text + "'. Use its address or its object id.");
    }
}
