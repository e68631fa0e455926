package dev.postern.advice;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.PolicyId;
import dev.postern.access.Rule;
import dev.postern.access.Verdict;
import dev.postern.audit.Actor;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Application;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.ServicePrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Application access policies that do not do what they seem to do. */
final class PolicyFindings {
    private final TenantFacts facts;
    private final Consumer<AccessFinding> found;

    PolicyFindings(TenantFacts facts, Consumer<AccessFinding> found) {
        this.facts = facts;
        this.found = found;
    }

    void find(ApplicationAccessPolicy one) {
        if (one.app() instanceof AppSelector.One(AppId app) && facts.named(app) == null) {
            unknown(one, app);
        } else if (isOrphaned(one)) {
            orphaned(one);
        } else if (facts.groups.isEmpty(one.scope(), one.right() == AccessRight.DENY_ACCESS)) {
            empty(one);
        } else if (one.app() instanceof AppSelector.One(AppId app)) {
            switch (one.right()) {
                case DENY_ACCESS -> denyWithoutEffect(one, app);
                case RESTRICT_ACCESS -> shadowed(one, app);
            }
        }
    }

    private void add(
            FindingKind kind, ApplicationAccessPolicy one, ObjectNode details, String evidence, List<Cure> cures) {
        found.accept(new AccessFinding(kind, one.app().toString(), facts.app(one.app()), details, evidence, cures));
    }

    private boolean isOrphaned(ApplicationAccessPolicy one) {
        MailRecipient scope = MailRecipient.of(facts.directory.find(one.scope()));
        return scope == null || !scope.recipient().type().kind().isSecurityPrincipal();
    }

    private void unknown(ApplicationAccessPolicy one, AppId app) {
        DirectoryObject meant = facts.mistaken(app);
        AppId right = switch (meant) {
            case ServicePrincipal principal -> principal.appId();
            case Application application -> application.appId();
            case null, default -> null;
        };
        ObjectNode details = facts.details(one);
        if (meant == null || right == null || exists(one, right)) {
            add(
                    FindingKind.POLICY_FOR_UNKNOWN_APPLICATION,
                    one,
                    details,
                    "The " + one.right().text() + " policy on " + facts.scope(one) + " names " + app
                            + (meant == null
                                    ? ", which is the app id of no application"
                                    : ", the object id of \"" + meant.displayName()
                                            + "\", for whose app id the same policy exists")
                            + ". It has no effect.",
                    List.of(facts.commands.removePolicy(one)));
            return;
        }
        details.put("namedAppId", app.toString());
        List<Cure> cures = new ArrayList<>();
        boolean narrows = one.right() == AccessRight.DENY_ACCESS
                || (facts.policies(right, AccessRight.RESTRICT_ACCESS).isEmpty()
                        && !facts.directory.access().requireScope());
        if (narrows && !isOrphaned(one)) {
            cures.add(Cure.of(
                            facts.commands.newPolicy(one.right(), right, one.scope()),
                            draft -> draft.put(forApp(one, right)))
                    .loosening(new AppSelector.One(right)));
        }
        cures.add(facts.commands.removePolicy(one));
        found.accept(new AccessFinding(
                FindingKind.POLICY_NAMES_OBJECT_ID,
                right.toString(),
                meant.displayName(),
                details,
                "The " + one.right().text() + " policy on " + facts.scope(one) + " names " + app
                        + ", the object id of the "
                        + (meant instanceof Application ? "application" : "service principal") + " \""
                        + meant.displayName() + "\". Policies name applications by their app id, which is " + right
                        + ". The policy has no effect on this application.",
                cures));
    }

    private boolean exists(ApplicationAccessPolicy one, AppId right) {
        return facts.directory.policiesOn(one.scope()).stream()
                .anyMatch(other -> other.right() == one.right() && other.app().equals(new AppSelector.One(right)));
    }

    private static ApplicationAccessPolicy forApp(ApplicationAccessPolicy one, AppId app) {
        return new ApplicationAccessPolicy(
                new PolicyId(new UUID(0, 0)),
                new AppSelector.One(app),
                one.right(),
                one.scope(),
                one.scopeSid(),
                one.scopeName(),
                one.scopeIdentity(),
                null,
                one.createdAt());
    }

    private void orphaned(ApplicationAccessPolicy one) {
        boolean missing = facts.directory.find(one.scope()) == null;
        String why = missing ? "does not exist any more" : "is not a security principal";
        add(
                FindingKind.ORPHANED_SCOPE,
                one,
                facts.details(one),
                "The scope " + facts.scope(one) + " of a " + one.right().text() + " policy for "
                        + shown(one) + " " + why + ". "
                        + (one.right() == AccessRight.RESTRICT_ACCESS
                                ? "It counts as empty: this policy allows no mailbox."
                                : "It counts for every mailbox: grants in Entra reach none."),
                one.right() == AccessRight.RESTRICT_ACCESS ? removing(one) : removingOrphanedDeny(one));
    }

    private void empty(ApplicationAccessPolicy one) {
        boolean restrict = one.right() == AccessRight.RESTRICT_ACCESS;
        add(
                FindingKind.EMPTY_SCOPE,
                one,
                facts.details(one),
                "The scope " + facts.scope(one) + " of a " + one.right().text() + " policy for " + shown(one)
                        + " contains no mailbox" + (restrict ? " that counts" : "") + ": the policy "
                        + (restrict ? "allows" : "denies") + " nothing."
                        + (restrict && facts.groups.containsLists(one.scope())
                                ? " Members of lists that are no security groups do not count."
                                : ""),
                removing(one));
    }

    private String shown(ApplicationAccessPolicy one) {
        return one.app() instanceof AppSelector.Every() ? "every application" : "\"" + facts.app(one.app()) + "\"";
    }

    /** Removes the policy; if that would give access, the permissions before it. */
    private List<Cure> removing(ApplicationAccessPolicy one) {
        Cure removal = facts.commands.removePolicy(one);
        if (!(one.app() instanceof AppSelector.One(AppId id))) {
            return List.of(removal);
        }
        ServicePrincipal app = facts.directory.servicePrincipal(id);
        List<AppRoleAssignment> grants = app == null ? List.of() : facts.grantsInOrder(app);
        return grants.isEmpty()
                ? List.of(removal)
                : List.of(removal, CommandText.removeGrants(grants).then(removal));
    }

    /** The policy denies every mailbox, so to remove it alone gives access whatever else confines the application. */
    private List<Cure> removingOrphanedDeny(ApplicationAccessPolicy one) {
        List<Cure> cures = removing(one);
        Cure alone = cures.getFirst();
        return one.app() instanceof AppSelector.One
                ? List.of(cures.getLast())
                : List.of(new Cure(alone.commands(), alone.change(), null, true));
    }

    /** Without it, every mailbox in its scope would be denied, too. */
    private void denyWithoutEffect(ApplicationAccessPolicy one, AppId app) {
        if (facts.directory.policiesNaming(app).limit(2).count() < 2) {
            return;
        }
        DirectorySnapshot without = facts.directory.supposing(Actor.server(new UUID(0, 0)), draft -> draft.remove(one));
        var effect = new AtomicBoolean();
        boolean whole = facts.groups.visit(one.scope(), false, facts.budget, user -> {
            effect.set(
                    AccessEngine.checkPolicy(without.access(), app, user.id()).verdict() == Verdict.GRANTED);
            return !effect.get();
        });
        if (!whole) {
            facts.budget.skip(FindingKind.DENY_WITHOUT_EFFECT);
        } else if (!effect.get()) {
            add(
                    FindingKind.DENY_WITHOUT_EFFECT,
                    one,
                    facts.details(one),
                    "The DenyAccess policy on " + facts.scope(one) + " for " + shown(one)
                            + " changes nothing: other policies deny it every mailbox in this scope.",
                    List.of(facts.commands.removePolicy(one)));
        }
    }

    private void shadowed(ApplicationAccessPolicy one, AppId app) {
        List<ApplicationAccessPolicy> deny = facts.policies(app, AccessRight.DENY_ACCESS);
        if (deny.isEmpty() || deny.stream().anyMatch(this::isOrphaned)) {
            return;
        }
        var allows = new AtomicBoolean();
        boolean whole = facts.groups.visit(one.scope(), true, facts.budget, user -> {
            allows.set(AccessEngine.checkPolicy(facts.directory.access(), app, user.id())
                            .rule()
                    != Rule.DENY_POLICY);
            return !allows.get();
        });
        if (!whole) {
            facts.budget.skip(FindingKind.RESTRICT_SHADOWED_BY_DENY);
        } else if (!allows.get()) {
            add(
                    FindingKind.RESTRICT_SHADOWED_BY_DENY,
                    one,
                    facts.details(one),
                    "The RestrictAccess policy on " + facts.scope(one) + " for " + shown(one)
                            + " allows nothing: DenyAccess policies ("
                            + facts.few(deny.stream()
                                    .map(ApplicationAccessPolicy::scope)
                                    .collect(Collectors.toSet()))
                            + ") contain every mailbox in this scope.",
                    removing(one));
        }
    }
}
