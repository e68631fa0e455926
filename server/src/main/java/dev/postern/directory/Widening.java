package dev.postern.directory;

import dev.postern.access.AccessRight;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reports what applications can access after a change and could not access before it. A change of grants and policies is reported by what
 * it says, if it lets an application use a permission on an existing mailbox that it could not use there before: a mailbox permission, the
 * removal of the last RestrictAccess policy, an additional RestrictAccess scope, the removal of a DenyAccess policy. A permission to give
 * access to others is always reported. In a tenant without mailboxes a grant that no policy confines gets a warning of another kind.
 * Everything else is reported by the decisions that it changes, see {@link WidenedReach}.
 */
final class Widening {
    static final String BEGINNING = "This widens access: ";
    /** Of a warning about mailboxes to come, which are not reported when they are created. */
    static final String BEGINNING_WITHOUT_MAILBOXES = "No mailbox exists yet: ";

    /** A policy for every application may concern thousands, too many to read. */
    private static final int MAX_NAMED = 20;

    private final DirectorySnapshot before;
    private final Facts now;
    private final WideningNames names;
    private final GainSearch search;
    private final List<String> found = new ArrayList<>();

    private Widening(DirectorySnapshot before, Facts now, Supplier<AccessSnapshot> after) {
        this.before = before;
        this.now = now;
        this.names = new WideningNames(now);
        this.search = new GainSearch(before, now, after);
    }

    /** @param after the state for decisions with the change; computed only when it is needed */
    static List<String> of(DirectorySnapshot before, Draft draft, Supplier<AccessSnapshot> after) {
        Widening widening = new Widening(before, draft.facts(), after);
        widening.grants(draft);
        draft.policies.forEach((id, policy) -> widening.policy(before.policy(id), policy));
        widening.found.addAll(new WidenedReach(before, draft, after).find());
        return List.copyOf(new LinkedHashSet<>(widening.found));
    }

    private void grants(Draft draft) {
        var granted = new LinkedHashMap<AppId, Set<String>>();
        var administrative = new LinkedHashMap<AppId, Set<String>>();
        draft.assignments.forEach((id, assignment) -> {
            ServicePrincipal holder = assignment == null ? null : names.holder(assignment.principal());
            if (assignment != null && holder != null && !assignment.equals(before.assignment(id))) {
                add(granted, holder.appId(), names.mailboxPermission(assignment));
                // the server gives the built-in administrator such roles at its first start
                if (!draft.isMaintenance()) {
                    add(administrative, holder.appId(), names.administrativePermission(assignment));
                }
            }
        });
        if (!draft.isMaintenance()) {
            draft.objects.keySet().forEach(this::enabledAgain);
        }
        granted.forEach(this::granted);
        administrative.forEach((app, permissions) -> report("the application " + names.app(app) + " is granted "
                + WideningNames.list(permissions) + ", with which it can give itself access to mailboxes."));
    }

    private void granted(AppId app, Set<String> permissions) {
        String grant = "the application " + names.app(app) + " is granted " + WideningNames.list(permissions);
        if (search.gainsOpenly(app)) {
            report(grant + ", which no RestrictAccess policy confines: it can access " + everyMailbox(app) + ".");
        } else if (search.gainsLater(app)) {
            found.add(BEGINNING_WITHOUT_MAILBOXES + grant + ", which no RestrictAccess policy confines: it will reach "
                    + everyMailbox(app) + ".");
        } else if (search.gainsAnywhere(app)) {
            report(grant + ", which it can use on the mailboxes that its RestrictAccess policies allow.");
        }
    }

    /** A disabled application gets no token, so its administrative permissions are in force again only when it is enabled. */
    private void enabledAgain(ObjectId id) {
        ServicePrincipal was = before.find(id, ServicePrincipal.class);
        ServicePrincipal is = now.find(id, ServicePrincipal.class);
        if (was == null || is == null || was.accountEnabled() || !is.accountEnabled()) {
            return;
        }
        Set<String> permissions = now.assignments().byPrincipal().get(id).stream()
                .map(names::administrativePermission)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!permissions.isEmpty()) {
            report("the application " + names.app(is.appId()) + " is enabled again with "
                    + WideningNames.list(permissions) + ", with which it can give itself access to mailboxes.");
        }
    }

    private static void add(Map<AppId, Set<String>> granted, AppId app, @Nullable String permission) {
        if (permission != null) {
            granted.computeIfAbsent(app, _ -> new TreeSet<>()).add(permission);
        }
    }

    private void policy(@Nullable ApplicationAccessPolicy was, @Nullable ApplicationAccessPolicy is) {
        if (was != null && is != null && was.decided().equals(is.decided())) {
            return;
        }
        if (was != null) {
            each(was.app(), app -> ended(was, app));
        }
        if (is != null && is.right() == AccessRight.RESTRICT_ACCESS) {
            each(is.app(), app -> added(is, app));
        }
    }

    private void each(AppSelector selector, Consumer<AppId> what) {
        switch (selector) {
            case AppSelector.One(AppId app) -> what.accept(app);
            case AppSelector.Every() -> {
                int known = found.size();
                holders().forEach(what);
                shorten(known);
            }
        }
    }

    /** The applications with a mailbox permission: a policy for every application concerns them all, so all are read. */
    private List<AppId> holders() {
        ServicePrincipal graph = now.principal(WellKnown.MICROSOFT_GRAPH);
        return graph == null
                ? List.of()
                : now.assignments().byResource().get(graph.id()).stream()
                        .filter(assignment -> names.mailboxPermission(assignment) != null)
                        .map(assignment -> names.holder(assignment.principal()))
                        .filter(Objects::nonNull)
                        .map(ServicePrincipal::appId)
                        .distinct()
                        .sorted(Comparator.comparing(AppId::toString))
                        .toList();
    }

    private void shorten(int from) {
        int more = found.size() - from - MAX_NAMED;
        if (more > 0) {
            found.subList(from + MAX_NAMED, found.size()).clear();
            report("the same holds for " + more + " more applications.");
        }
    }

    private void ended(ApplicationAccessPolicy policy, AppId app) {
        if (policy.right() == AccessRight.RESTRICT_ACCESS) {
            if (search.gainsOpenly(app)) {
                report(unnamed(app, "now reach "));
            } else if (search.gainsLater(app)) {
                found.add(BEGINNING_WITHOUT_MAILBOXES + unnamed(app, "will reach "));
            }
        } else if (!denies(policy, app) && search.gainsWithout(policy, app)) {
            report("no DenyAccess policy keeps the application " + names.app(app) + " from the mailboxes of "
                    + names.scope(policy) + " any more. " + held(app, "may reach ") + "them.");
        }
    }

    private String unnamed(AppId app, String reach) {
        return "no RestrictAccess policy names the application " + names.app(app) + " any more. " + held(app, reach)
                + everyMailbox(app) + ".";
    }

    /** An additional scope adds to those before. A first one narrows, unless applications without any are refused. */
    private void added(ApplicationAccessPolicy policy, AppId app) {
        if (!search.gainsBelow(policy, app)) {
            return;
        }
        String permissions = names.permissions(app);
        List<ApplicationAccessPolicy> others = before.policiesNaming(app)
                .filter(other -> other.right() == AccessRight.RESTRICT_ACCESS)
                .toList();
        String reaches = " reaches the mailboxes of " + names.scope(policy);
        if (others.stream().anyMatch(other -> !other.scope().equals(policy.scope()))) {
            report("the application " + names.app(app) + ", which other RestrictAccess policies name," + reaches
                    + " as well, with " + permissions + ".");
        } else if (others.isEmpty() && before.requiresScope()) {
            report("the application " + names.app(app) + ", which had no access without a RestrictAccess policy,"
                    + reaches + ", with " + permissions + ".");
        }
    }

    private boolean denies(ApplicationAccessPolicy policy, AppId app) {
        return now.policies()
                .naming(app)
                .anyMatch(other -> other.right() == AccessRight.DENY_ACCESS
                        && other.scope().equals(policy.scope()));
    }

    private String everyMailbox(AppId app) {
        boolean denied = now.policies().naming(app).anyMatch(policy -> policy.right() == AccessRight.DENY_ACCESS);
        return "every mailbox of " + before.tenant().defaultDomain()
                + (denied ? " except those in the scope of a DenyAccess policy" : "");
    }

    private String held(AppId app, String reach) {
        return "Its permissions " + names.permissions(app) + " " + reach;
    }

    private void report(String text) {
        found.add(BEGINNING + text);
    }
}
