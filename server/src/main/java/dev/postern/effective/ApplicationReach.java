package dev.postern.effective;

import dev.postern.access.AccessEngine;
import dev.postern.access.Verdict;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ManagementRoleAssignment.ScopeType;
import dev.postern.directory.ServicePrincipal;

/** How far an application reaches, without looking at each mailbox. */
public enum ApplicationReach {
    /** It has no permission for mailboxes, or its policies leave none. */
    NONE("none"),
    /** Policies or the scopes of its role assignments confine it. */
    CONFINED("confined"),
    /** Every mailbox, also those that are made later, with the exception of those that DenyAccess policies name. */
    EVERY("every");

    private final String text;

    ApplicationReach(String text) {
        this.text = text;
    }

    /** As it is written in JSON. */
    public String text() {
        return text;
    }

    /** @param access of the directory that contains the application */
    public static ApplicationReach of(EffectiveAccess access, ServicePrincipal principal) {
        DirectorySnapshot directory = access.directory();
        EffectiveAccess.AppFacts facts = access.facts(principal);
        if (facts.isEmpty()) {
            return NONE;
        }
        boolean byRole = directory.roleAssignmentsOf(principal.id()).stream()
                .anyMatch(one -> one.scopeType() == ScopeType.ORGANIZATION
                        && !one.decided().permissions().isEmpty());
        return byRole || byGrant(directory, facts) ? EVERY : CONFINED;
    }

    private static boolean byGrant(DirectorySnapshot directory, EffectiveAccess.AppFacts facts) {
        return !facts.held().isEmpty()
                && AccessEngine.decideUnknownMailbox(
                                        directory.access(),
                                        facts.appId(),
                                        facts.principal().id(),
                                        facts.held(),
                                        facts.held())
                                .entra()
                                .verdict()
                        == Verdict.GRANTED;
    }
}
