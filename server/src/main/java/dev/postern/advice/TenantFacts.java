package dev.postern.advice;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.access.Verdict;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Application;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.effective.AccessNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What several kinds of findings need to know about a tenant. For one thread. */
final class TenantFacts {
    static final int MAX_NAMED = 5;
    private static final int MAX_LISTED = 1_000;

    final DirectorySnapshot directory;
    final AccessNames names;
    final CommandText commands;
    final GroupContents groups;
    final WorkBudget budget;
    private final Map<UUID, String> mailboxRoles = new HashMap<>();
    private final @Nullable ServicePrincipal graph;
    private final Map<ObjectId, Map<String, AppRoleAssignment>> grants = new HashMap<>();

    TenantFacts(DirectorySnapshot directory, WorkBudget budget) {
        this.directory = directory;
        this.budget = budget;
        this.names = new AccessNames(directory);
        this.commands = new CommandText(directory, names);
        this.groups = new GroupContents(directory);
        this.graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        if (graph != null) {
            graph.appRoles().stream()
                    .filter(role -> role.enabled() && role.givesAccessToMailboxes())
                    .forEach((AppRole role) -> mailboxRoles.put(role.id(), role.value()));
        }
    }

    /** The permissions for mailboxes that are granted to an application in Entra, by their names. A disabled application has none. */
    Map<String, AppRoleAssignment> grants(ServicePrincipal app) {
        return grants.computeIfAbsent(app.id(), _ -> read(app));
    }

    private Map<String, AppRoleAssignment> read(ServicePrincipal app) {
        return graph == null || !app.accountEnabled()
                ? Map.of()
                : directory.assignmentsOf(app.id()).stream()
                        .filter(one -> one.resource().equals(graph.id()) && mailboxRoles.containsKey(one.appRoleId()))
                        .collect(Collectors.toUnmodifiableMap(
                                one -> mailboxRoles.getOrDefault(one.appRoleId(), ""), one -> one, (one, _) -> one));
    }

    List<AppRoleAssignment> grantsInOrder(ServicePrincipal app) {
        return grants(app).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether its grants in Entra reach a mailbox that is in no scope. */
    boolean reachesOthers(DirectorySnapshot state, ServicePrincipal app) {
        Set<String> held = grants(app).keySet();
        return !held.isEmpty()
                && AccessEngine.decideUnknownMailbox(state.access(), app.appId(), app.id(), held, held)
                                .entra()
                                .verdict()
                        == Verdict.GRANTED;
    }

    List<ApplicationAccessPolicy> policies(AppId app, AccessRight right) {
        return directory.policiesNaming(app).filter(one -> one.right() == right).toList();
    }

    /** The application that a policy names: the registration if it has no service principal; null if there is none. */
    @Nullable
    DirectoryObject named(AppId app) {
        ServicePrincipal principal = directory.servicePrincipal(app);
        return principal == null ? directory.application(app) : principal;
    }

    /** The object that has an app id as its object id: what a policy names by mistake. */
    @Nullable
    DirectoryObject mistaken(AppId app) {
        DirectoryObject object = directory.find(new ObjectId(app.value()));
        return object instanceof Application || object instanceof ServicePrincipal ? object : null;
    }

    String app(AppSelector selector) {
        return switch (selector) {
            case AppSelector.One(AppId app) -> names.app(app);
            case AppSelector.Every() -> "every application";
        };
    }

    static boolean hasMailbox(User user) {
        return user.mailbox() != null && user.recipient() != null;
    }

    /** The names of the scope of a policy; the one that is stored if it does not exist any more. */
    String scope(ApplicationAccessPolicy one) {
        return directory.find(one.scope()) == null
                ? one.scopeName() + " (" + one.scope() + ")"
                : names.address(one.scope());
    }

    ObjectNode details(ApplicationAccessPolicy one) {
        ObjectNode details = AccessFinding.newDetails()
                .put("policy", one.id().toString())
                .put("right", one.right().text());
        details.putObject("scope").put("id", one.scope().toString()).put("name", scope(one));
        return details;
    }

    /** Adds the mailboxes, the first of them if they are many. */
    void putMailboxes(ObjectNode details, Set<ObjectId> mailboxes) {
        details.put("mailboxCount", mailboxes.size());
        ArrayNode array = details.putArray("mailboxes");
        mailboxes.stream()
                .sorted()
                .limit(MAX_LISTED)
                .forEach(id -> array.addObject().put("id", id.toString()).put("address", names.address(id)));
    }

    /** A few names, and how many more there are. */
    String few(Set<ObjectId> ids) {
        String first = ids.stream()
                .limit(MAX_LISTED)
                .map(names::address)
                .sorted()
                .limit(MAX_NAMED)
                .collect(Collectors.joining(", "));
        return ids.size() > MAX_NAMED ? first + " and " + (ids.size() - MAX_NAMED) + " more" : first;
    }

    static String list(Set<String> texts) {
        return String.join(", ", new TreeSet<>(texts));
    }
}
