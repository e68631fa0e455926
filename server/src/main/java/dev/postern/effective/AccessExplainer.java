package dev.postern.effective;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessPolicy;
import dev.postern.access.AccessQuestion;
import dev.postern.access.AccessRight;
import dev.postern.access.Decision;
import dev.postern.access.Grant;
import dev.postern.access.ObjectId;
import dev.postern.access.Stage;
import dev.postern.access.Verdict;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.effective.AccessExplanation.Assignment;
import dev.postern.effective.AccessExplanation.Denial;
import dev.postern.effective.AccessExplanation.Entra;
import dev.postern.effective.AccessExplanation.Policy;
import dev.postern.effective.AccessExplanation.Rbac;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains decisions in one state of the directory, for a token that were issued now. */
public final class AccessExplainer {
    private static final String CODE = "ErrorAccessDenied";
    private static final String MISSING = "Access is denied. Check credentials and try again.";

    private final DirectorySnapshot directory;
    private final AccessNames names;
    private final String policyDenial;

    /** @param policyDenial the message of a request that a policy refuses */
    public AccessExplainer(DirectorySnapshot directory, String policyDenial) {
        this.directory = directory;
        this.names = new AccessNames(directory);
        this.policyDenial = policyDenial;
    }

    /**
     * Explains one cell.
     *
     * @param sufficient the permissions of which any one suffices
     * @param asked the permission that was asked about; null for an operation
     */
    public AccessExplanation explain(
            ServicePrincipal app, User mailbox, Set<String> sufficient, @Nullable String asked) {
        Decision decision = decide(directory, app, mailbox, sufficient);
        boolean allowed = decision.verdict() == Verdict.GRANTED;
        Decision policies = AccessEngine.checkPolicy(directory.access(), app.appId(), mailbox.id());
        Entra entra = new Entra(
                decision.entra().grant() != null,
                policies.entra().verdict().text(),
                directory
                        .policiesNaming(app.appId())
                        .map(one -> policy(one, mailbox, policies))
                        .toList());
        Rbac rbac = new Rbac(
                decision.rbac().verdict() == Verdict.GRANTED,
                directory.roleAssignmentsOf(app.id()).stream()
                        .map(one -> assignment(one, mailbox, sufficient))
                        .toList());
        Grant grant = decision.grant();
        String permission = asked == null ? grant == null ? Collections.min(sufficient) : grant.permission() : asked;
        var explanation = new AccessExplanation(
                allowed,
                app.appId(),
                app.displayName(),
                mailbox.id(),
                names.address(mailbox.id()),
                permission,
                entra,
                rbac,
                allowed ? null : denial(decision.rule().stage() == Stage.POLICY, policyDenial),
                List.of(),
                null);
        ChangingCommand command = new ChangingCommands(directory, app, mailbox, sufficient).first(decision);
        return ExplanationText.with(explanation, decision, app, command);
    }

    /** Decides for a token that were issued now. */
    static Decision decide(DirectorySnapshot directory, ServicePrincipal app, User mailbox, Set<String> sufficient) {
        Set<String> held = new EffectiveAccess(directory).facts(app).held();
        return AccessEngine.decide(
                directory.access(), new AccessQuestion(app.appId(), app.id(), held, sufficient, mailbox.id()));
    }

    static Denial denial(boolean byPolicy, String policyDenial) {
        return new Denial(403, CODE, byPolicy ? policyDenial : MISSING);
    }

    private Policy policy(ApplicationAccessPolicy one, User mailbox, Decision policies) {
        AccessPolicy deciding = policies.entra().policy();
        boolean restrict = one.right() == AccessRight.RESTRICT_ACCESS;
        List<ObjectId> path = deciding != null && deciding.id().equals(one.id())
                ? isContained(policies) ? policies.entra().path() : List.of()
                : MembershipPath.find(directory, mailbox.id(), one.scope(), restrict);
        return new Policy(
                one.id().toString(),
                one.right().text(),
                directory.find(one.scope()) == null ? one.scopeName() : names.address(one.scope()),
                names.upward(path));
    }

    /** A membership that does not count has a path, too. */
    private static boolean isContained(Decision policies) {
        return switch (policies.entra().rule()) {
            case RESTRICT_POLICY, DENY_POLICY -> true;
            default -> false;
        };
    }

    private Assignment assignment(ManagementRoleAssignment one, User mailbox, Set<String> sufficient) {
        var decided = one.decided();
        boolean inScope = directory.isInScope(decided.scope(), mailbox.id());
        ObjectId scope = one.scope();
        boolean listed = one.scopeType() == ManagementRoleAssignment.ScopeType.GROUP
                || one.scopeType() == ManagementRoleAssignment.ScopeType.ADMINISTRATIVE_UNIT;
        List<ObjectId> path =
                !inScope ? List.of() : listed && scope != null ? List.of(scope, mailbox.id()) : List.of(mailbox.id());
        return new Assignment(
                one.name(),
                one.role(),
                one.scopeType().text(),
                names.scope(one),
                inScope,
                !Collections.disjoint(decided.permissions(), sufficient),
                names.upward(path));
    }
}
