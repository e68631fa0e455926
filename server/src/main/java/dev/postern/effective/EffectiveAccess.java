package dev.postern.effective;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.AppId;
import dev.postern.access.RoleAssignment;
import dev.postern.access.Verdict;
import dev.postern.directory.AppRole;
import dev.postern.directory.ApplicationRoles;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.Recipient;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What applications can do in mailboxes, in one state of the directory. Facts of an application are computed once. For one thread. */
public final class EffectiveAccess {
    private final DirectorySnapshot directory;
    private final Map<UUID, String> mailboxRoles;
    private final @Nullable Set<String> tokenRoles;
    private @Nullable AppFacts last;

    /** For tokens that were issued now. */
    public EffectiveAccess(DirectorySnapshot directory) {
        this(directory, null);
    }

    /** @param tokenRoles the permissions in a token; null for tokens that were issued now */
    EffectiveAccess(DirectorySnapshot directory, @Nullable Set<String> tokenRoles) {
        this.directory = directory;
        this.tokenRoles = tokenRoles;
        this.mailboxRoles = mailboxRoles(directory);
    }

    private static Map<UUID, String> mailboxRoles(DirectorySnapshot directory) {
        ServicePrincipal graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        Map<UUID, String> roles = new HashMap<>();
        if (graph != null) {
            graph.appRoles().stream()
                    .filter(role -> role.enabled() && role.givesAccessToMailboxes())
                    .forEach((AppRole role) -> roles.put(role.id(), role.value()));
        }
        return roles;
    }

    /**
     * What is granted to an application.
     *
     * @param held the granted permissions of Microsoft Graph for mailboxes
     * @param roles its role assignments; none if it is disabled
     */
    record AppFacts(ServicePrincipal principal, Set<String> held, List<RoleAssignment> roles) {
        AppFacts {
            held = Set.copyOf(held);
            roles = List.copyOf(roles);
        }

        boolean isEmpty() {
            return held.isEmpty() && roles.isEmpty();
        }

        AppId appId() {
            return principal.appId();
        }

        /** The granted permissions under all their names. A role grants all names, so the matrix is the same if a role replaces a grant. */
        Set<String> heldNames() {
            return held.stream()
                    .flatMap(one -> ApplicationRoles.namesOf(one).stream())
                    .collect(Collectors.toSet());
        }
    }

    public DirectorySnapshot directory() {
        return directory;
    }

    AppFacts facts(ServicePrincipal principal) {
        AppFacts known = last;
        if (known != null && known.principal().id().equals(principal.id())) {
            return known;
        }
        AppFacts facts = principal.accountEnabled()
                ? new AppFacts(principal, held(principal), roles(principal))
                : new AppFacts(principal, Set.of(), List.of());
        last = facts;
        return facts;
    }

    private Set<String> held(ServicePrincipal principal) {
        ServicePrincipal graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        Set<String> held = new HashSet<>();
        directory.assignmentsOf(principal.id()).forEach(one -> {
            String permission = mailboxRoles.get(one.appRoleId());
            if (permission != null && graph != null && one.resource().equals(graph.id())) {
                held.add(permission);
            }
        });
        if (tokenRoles != null) {
            held.retainAll(tokenRoles);
        }
        return held;
    }

    private List<RoleAssignment> roles(ServicePrincipal principal) {
        return directory.roleAssignmentsOf(principal.id()).stream()
                .map(ManagementRoleAssignment::decided)
                .toList();
    }

    /** The primary address of the owner of a mailbox; null if there is no mailbox that mail can be sent to. */
    static @Nullable String address(User owner) {
        Recipient recipient = owner.recipient();
        return owner.mailbox() == null || recipient == null ? null : recipient.primaryAddress();
    }

    /** The permissions that an application can use on a mailbox, in the order of their names. */
    public List<MatrixRow> rows(ServicePrincipal principal, User owner) {
        String address = address(owner);
        AppFacts facts = facts(principal);
        if (address == null || facts.isEmpty()) {
            return List.of();
        }
        boolean entra = isGrantedByEntra(facts, owner);
        Set<String> rbac = grantedByRoles(facts, owner);
        Map<String, GrantedBy> all = new TreeMap<>();
        if (entra) {
            facts.heldNames().forEach(one -> all.put(one, GrantedBy.of(true, rbac.contains(one))));
        }
        rbac.forEach(one -> all.putIfAbsent(one, GrantedBy.RBAC));
        List<MatrixRow> rows = new ArrayList<>(all.size());
        all.forEach((permission, by) -> rows.add(new MatrixRow(
                principal.displayName(), facts.appId(), principal.id(), address, owner.id(), permission, by)));
        return rows;
    }

    /** Policies do not distinguish permissions, so one decision is valid for all that are held. */
    boolean isGrantedByEntra(AppFacts facts, User owner) {
        return !facts.held().isEmpty()
                && AccessEngine.decide(
                                        directory.access(),
                                        new AccessQuestion(
                                                facts.appId(),
                                                facts.principal().id(),
                                                facts.held(),
                                                facts.held(),
                                                owner.id()))
                                .entra()
                                .verdict()
                        == Verdict.GRANTED;
    }

    private Set<String> grantedByRoles(AppFacts facts, User owner) {
        Set<String> granted = new HashSet<>();
        for (RoleAssignment one : facts.roles()) {
            if (!granted.containsAll(one.permissions()) && directory.isInScope(one.scope(), owner.id())) {
                granted.addAll(one.permissions());
            }
        }
        return granted;
    }
}
