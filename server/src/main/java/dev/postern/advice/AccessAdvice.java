package dev.postern.advice;

import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.audit.Actor;
import dev.postern.audit.PermissionUse;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.effective.MailboxPermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds what an administrator should know about access in one state of the directory. For one thread. */
public final class AccessAdvice {
    /** For a tenant of 100,000 mailboxes this takes some seconds. */
    private static final int MAX_STEPS = 3_000_000;
    /** More are counted, but not kept. */
    private static final int MAX_KEPT = 100_000;

    private final TenantFacts facts;
    private final MailboxPermissions permissions;
    private final PermissionUse use;
    private final Instant now;
    private final List<AccessFinding> all = new ArrayList<>();

    public AccessAdvice(DirectorySnapshot directory, MailboxPermissions permissions, PermissionUse use, Instant now) {
        this(directory, permissions, use, now, MAX_STEPS);
    }

    AccessAdvice(
            DirectorySnapshot directory, MailboxPermissions permissions, PermissionUse use, Instant now, int steps) {
        this.facts = new TenantFacts(directory, new WorkBudget(steps));
        this.permissions = permissions;
        this.use = use;
        this.now = now;
    }

    /**
     * A part of the findings.
     *
     * @param more whether there are findings after these
     * @param incomplete the kinds of findings for which not everything was examined
     */
    public record Page(List<AccessFinding> findings, boolean more, Set<String> incomplete) {
        public Page {
            findings = List.copyOf(findings);
            incomplete = Set.copyOf(incomplete);
        }
    }

    /**
     * Returns the findings by severity, then by the name of the application. The commands of those that are returned have been tried as far
     * as possible.
     *
     * @param skip how many are left out at the beginning
     */
    public Page page(int skip, int top) {
        var grants = new GrantFindings(facts, permissions, UseFindings.conclusive(use, now), this::add);
        var policies = new PolicyFindings(facts, this::add);
        var scopes = new RoleScopeFindings(facts, this::add);
        var nested = new NestedListFindings(facts, this::add);
        var unused = new UseFindings(facts, use, now, this::add);
        facts.directory.all(ServicePrincipal.class).forEach(app -> {
            grants.find(app);
            scopes.find(app);
            nested.find(app);
            unused.find(app);
        });
        facts.directory.policies().forEach(policy -> {
            policies.find(policy);
            nested.find(policy);
        });
        scopes.unusedScopes();
        unused.orphanedGroups();
        new CredentialFindings(facts, now, this::add).find();
        all.sort(AccessFinding.ORDER);
        List<AccessFinding> shown = all.stream()
                .skip(skip)
                .limit(top)
                .map(one -> one.with(
                        one.cures().stream().filter(this::holds).limit(1).toList()))
                .toList();
        return new Page(shown, all.size() > (long) skip + top, facts.budget.skipped());
    }

    private void add(AccessFinding finding) {
        if (all.size() < MAX_KEPT) {
            all.add(finding);
        } else {
            facts.budget.skip(finding.kind());
        }
    }

    /** Whether the directory accepts the change, and no application gets access by it. */
    private boolean holds(Cure cure) {
        var change = cure.change();
        if (change == null) {
            return true;
        }
        DirectorySnapshot then;
        try {
            then = facts.directory.supposing(Actor.server(new UUID(0, 0)), change);
        } catch (DirectoryFailure e) {
            return false;
        }
        Stream<ServicePrincipal> loosened = switch (cure.loosened()) {
            case null -> Stream.empty();
            case AppSelector.One(AppId app) -> Stream.ofNullable(facts.directory.servicePrincipal(app));
            case AppSelector.Every() -> facts.directory.all(ServicePrincipal.class);
        };
        return loosened.filter(Objects::nonNull).noneMatch(app -> opens(then, app));
    }

    /** Whether an application that was confined to scopes is not confined after the change. */
    private boolean opens(DirectorySnapshot then, ServicePrincipal app) {
        return !facts.reachesOthers(facts.directory, app) && facts.reachesOthers(then, app);
    }
}
