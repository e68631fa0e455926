package dev.postern;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.Decision;
import dev.postern.access.Rule;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.WellKnown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The grants of mailbox permissions that no application access policy restricts. */
final class UnscopedGrants {
    private UnscopedGrants() {}

    /** Each as text, with the application that has it. */
    static List<String> in(DirectorySnapshot directory) {
        var found = new ArrayList<String>();
        ServicePrincipal graph = directory.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        if (graph == null) {
            return found;
        }
        AccessSnapshot access = directory.access();
        for (AppRoleAssignment assignment : directory.assignmentsTo(graph.id())) {
            ServicePrincipal holder = directory.find(assignment.principal(), ServicePrincipal.class);
            if (holder == null) {
                continue;
            }
            graph.appRoles().stream()
                    .filter(role -> role.id().equals(assignment.appRoleId()))
                    .filter(AppRole::givesAccessToMailboxes)
                    .map(AppRole::value)
                    .filter(value -> isUnscoped(access, holder, value))
                    .forEach(value -> found.add(value + " of application " + holder.appId()));
        }
        return found;
    }

    /** Uses the decision function, for a mailbox in no scope. */
    private static boolean isUnscoped(AccessSnapshot access, ServicePrincipal holder, String permission) {
        Set<String> permissions = Set.of(permission);
        Decision decision =
                AccessEngine.decideUnknownMailbox(access, holder.appId(), holder.id(), permissions, permissions);
        return decision.rule() == Rule.UNSCOPED;
    }
}
