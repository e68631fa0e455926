package dev.postern.directory;

import dev.postern.access.AccessRight;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whether a change of grants or policies lets an application use a permission on an existing mailbox that it could not use there before.
 * Costs at most {@link WideningBudget}; beyond it the result is true. For one thread.
 */
final class GainSearch {
    private final DirectorySnapshot before;
    private final Facts now;
    private final WideningNames names;
    private final WideningBudget budget = new WideningBudget();
    private final MailboxesBelow mailboxes;
    private final GainedPermissions gained;
    private final Map<AppId, Boolean> anywhere = new HashMap<>();

    GainSearch(DirectorySnapshot before, Facts now, Supplier<AccessSnapshot> after) {
        this.before = before;
        this.now = now;
        this.names = new WideningNames(now);
        this.mailboxes = new MailboxesBelow(before.tenant(), before.facts(), now, budget);
        this.gained = new GainedPermissions(before, now, after, budget);
    }

    /** Whether the grants of an application reach beyond every scope. */
    boolean isOpen(AppId app) {
        return !before.requiresScope() && restricting(app).isEmpty();
    }

    private List<ApplicationAccessPolicy> restricting(AppId app) {
        return now.policies()
                .naming(app)
                .filter(policy -> policy.right() == AccessRight.RESTRICT_ACCESS)
                .toList();
    }

    /** On any mailbox that the grants reach. */
    boolean gainsAnywhere(AppId app) {
        return anywhere.computeIfAbsent(app, _ -> isGrantee(app) && (isOpen(app) ? inTenant(app) : inScopes(app)));
    }

    /** On any mailbox, by an application that no policy confines. */
    boolean gainsOpenly(AppId app) {
        return isOpen(app) && gainsAnywhere(app);
    }

    /** On no mailbox only because the tenant has none, by an application that no policy confines. */
    boolean gainsLater(AppId app) {
        return isOpen(app)
                && isGrantee(app)
                && isEnabled(app)
                && mailboxes.first(_ -> true) == null
                && !budget.isSpent();
    }

    private boolean inTenant(AppId app) {
        return mailboxes.first(gains(app)) != null || budget.isSpent();
    }

    private boolean inScopes(AppId app) {
        return restricting(app).stream().anyMatch(policy -> below(policy.scope(), app));
    }

    /** On a mailbox that this policy for the application allows. */
    boolean gainsBelow(ApplicationAccessPolicy policy, AppId app) {
        return isGrantee(app) && below(policy.scope(), app);
    }

    /** On a mailbox that this policy denied; all of them if its scope was gone. */
    boolean gainsWithout(ApplicationAccessPolicy policy, AppId app) {
        return isGrantee(app) && (below(policy.scope(), app) || (!isValid(policy.scope()) && gainsAnywhere(app)));
    }

    private boolean isValid(ObjectId scope) {
        var kind = AccessFacts.kind(before.find(scope));
        return kind != null && kind.isSecurityPrincipal();
    }

    private boolean below(ObjectId scope, AppId app) {
        return mailboxes.firstBelow(scope, gains(app)) != null || budget.isSpent();
    }

    private boolean isGrantee(AppId app) {
        return !names.permissions(app).isEmpty();
    }

    private boolean isEnabled(AppId app) {
        ServicePrincipal holder = now.principal(app);
        return holder != null && holder.accountEnabled();
    }

    private Predicate<User> gains(AppId app) {
        ServicePrincipal holder = now.principal(app);
        return user -> holder != null && gained.any(holder, user);
    }
}
