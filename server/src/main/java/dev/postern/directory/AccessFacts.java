package dev.postern.directory;

import dev.postern.access.AccessChange;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.Grant;
import dev.postern.access.GrantSource;
import dev.postern.access.ObjectId;
import dev.postern.access.RecipientKind;
import dev.postern.directory.Touched.Edge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns changes of a directory's facts into changes of the facts that decisions use: recipients, memberships, principals, grants of Graph's
 * roles, policies.
 */
final class AccessFacts {
    private final Facts was;
    private final Facts is;
    private final AccessChange change;
    private final Map<UUID, String> roles;
    private final @Nullable ServicePrincipal graph;

    private AccessFacts(Facts was, Facts is, AccessChange change) {
        this.was = was;
        this.is = is;
        this.change = change;
        this.graph = is.principal(WellKnown.MICROSOFT_GRAPH);
        this.roles = roles(graph);
    }

    /** The next snapshot, derived from the objects that have changed. */
    static AccessSnapshot next(
            Tenant tenant, AccessSnapshot before, Facts was, Facts is, Touched touched, long revision) {
        AccessChange change = before.change();
        var facts = new AccessFacts(was, is, change);
        Set<ObjectId> grantees = new HashSet<>(touched.principals());
        touched.objects().forEach(id -> facts.object(id, grantees));
        touched.edges().forEach(facts::edge);
        facts.rolesOfGraph(grantees);
        grantees.forEach(facts::grants);
        touched.policies().forEach(id -> {
            ApplicationAccessPolicy policy = is.policies().byId().get(id);
            if (policy == null) {
                change.noPolicy(id);
            } else {
                change.policy(policy.decided());
            }
        });
        facts.assignees(touched).forEach(facts::roles);
        change.scopes(new RecipientScopes(tenant, is));
        return change.snapshot(revision);
    }

    /** The first snapshot, built from all facts. */
    static AccessSnapshot first(Tenant tenant, AccessSnapshot empty, Facts is, long revision) {
        AccessChange change = empty.change();
        var facts = new AccessFacts(is, is, change);
        is.objects().users().values().forEach(user -> facts.recipient(user.id(), null, kind(user)));
        is.objects().groups().values().forEach(group -> {
            facts.recipient(group.id(), null, kind(group));
            is.members().of(group.id()).forEach(member -> change.member(group.id(), member));
        });
        is.objects().principals().values().forEach(principal -> {
            facts.principal(principal);
            facts.grants(principal.id());
            facts.roles(principal.id());
        });
        is.policies().byId().values().forEach(policy -> change.policy(policy.decided()));
        change.scopes(new RecipientScopes(tenant, is));
        return change.snapshot(revision);
    }

    private void object(ObjectId id, Set<ObjectId> grantees) {
        DirectoryObject before = was.find(id);
        DirectoryObject after = is.find(id);
        recipient(id, kind(before), kind(after));
        if (after instanceof ServicePrincipal principal) {
            principal(principal);
            grantees.add(id);
        } else if (before instanceof ServicePrincipal) {
            change.noPrincipal(id);
        }
        if (before instanceof Group != after instanceof Group) {
            was.members().of(id).forEach(member -> edge(new Edge(id, member)));
            is.members().of(id).forEach(member -> edge(new Edge(id, member)));
        }
    }

    private void recipient(ObjectId id, @Nullable RecipientKind before, @Nullable RecipientKind after) {
        if (before != after) {
            change.recipient(id, after);
        }
    }

    private void principal(ServicePrincipal principal) {
        change.principal(principal.id(), principal.appId(), principal.accountEnabled());
    }

    /** Only a group has members that count. */
    private void edge(Edge edge) {
        if (is.members().contains(edge.group(), edge.member()) && is.find(edge.group()) instanceof Group) {
            change.member(edge.group(), edge.member());
        } else {
            change.notMember(edge.group(), edge.member());
        }
    }

    /** When Graph's own roles change, which an update of the server does, all grants of them are read again. */
    private void rolesOfGraph(Set<ObjectId> grantees) {
        ServicePrincipal before = was.principal(WellKnown.MICROSOFT_GRAPH);
        if (id(before).equals(id(graph)) && roles(before).equals(roles)) {
            return;
        }
        for (ServicePrincipal one : new ServicePrincipal[] {before, graph}) {
            if (one != null) {
                List.of(was, is)
                        .forEach(facts -> facts.assignments()
                                .byResource()
                                .get(one.id())
                                .forEach(assignment -> grantees.add(assignment.principal())));
            }
        }
    }

    private void grants(ObjectId principal) {
        if (is.find(principal, ServicePrincipal.class) == null) {
            return;
        }
        List<Grant> grants = new ArrayList<>();
        for (AppRoleAssignment assignment : is.assignments().byPrincipal().get(principal)) {
            String value = roles.get(assignment.appRoleId());
            if (graph != null && assignment.resource().equals(graph.id()) && value != null) {
                grants.add(new Grant(value, new GrantSource.AppRoleAssignment(assignment.id())));
            }
        }
        change.grants(principal, grants);
    }

    /** The service principals whose role assignments may have changed. */
    private Set<ObjectId> assignees(Touched touched) {
        var assignees = new HashSet<ObjectId>();
        touched.objects().stream()
                .filter(id -> is.find(id, ServicePrincipal.class) != null)
                .forEach(assignees::add);
        for (ExchangeObject object : touched.roles()) {
            switch (object) {
                case ExchangeServicePrincipal pointer -> assignees.add(pointer.servicePrincipal());
                case ManagementRoleAssignment assignment -> {
                    for (Facts facts : List.of(was, is)) {
                        var pointer = facts.roles().find(assignment.assignee(), ExchangeServicePrincipal.class);
                        if (pointer != null) {
                            assignees.add(pointer.servicePrincipal());
                        }
                    }
                }
                case ManagementScope _, TransportRule _ -> {}
            }
        }
        return assignees;
    }

    private void roles(ObjectId principal) {
        if (is.find(principal, ServicePrincipal.class) != null) {
            change.roles(
                    principal,
                    is.roles().assignmentsOf(principal).stream()
                            .map(ManagementRoleAssignment::decided)
                            .toList());
        }
    }

    /** Only the roles of Microsoft Graph protect mailboxes. */
    private static Map<UUID, String> roles(@Nullable ServicePrincipal graph) {
        return graph == null
                ? Map.of()
                : graph.appRoles().stream()
                        .filter(AppRole::enabled)
                        .collect(Collectors.toMap(AppRole::id, AppRole::value, (one, other) -> other));
    }

    private static String id(@Nullable ServicePrincipal principal) {
        return principal == null ? "" : principal.id().toString();
    }

    /** What an object is for policies; null when it is no recipient. */
    static @Nullable RecipientKind kind(@Nullable DirectoryObject object) {
        Recipient recipient = object == null ? null : Recipient.of(object);
        return recipient == null ? null : recipient.type().kind();
    }
}
