package dev.postern.directory;

import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.query.Visible;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says of a change what applications may reach after it that they could not reach before: a mailbox permission that no policy
 * narrows, the end of the last RestrictAccess policy, a further RestrictAccess scope, the end of a DenyAccess policy. Membership of
 * groups is not looked at; it is the everyday way of granting access to a mailbox. A scope that is deleted opens nothing.
 */
final class Widening {
    static final String BEGINNING = "This widens access: ";

    /** A policy for every application may concern thousands, too many to read. */
    private static final int MOST_NAMED = 20;

    private final DirectorySnapshot before;
    private final Facts now;
    private final List<String> found = new ArrayList<>();

    private Widening(DirectorySnapshot before, Facts now) {
        this.before = before;
        this.now = now;
    }

    static List<String> of(DirectorySnapshot before, Draft draft) {
        if (draft.assignments.isEmpty() && draft.policies.isEmpty()) {
            return List.of();
        }
        Widening widening = new Widening(before, draft.facts());
        widening.grants(draft);
        draft.policies.forEach((id, after) -> widening.policy(before.policy(id), after));
        return List.copyOf(new LinkedHashSet<>(widening.found));
    }

    private void grants(Draft draft) {
        var given = new LinkedHashMap<AppId, TreeSet<String>>();
        draft.assignments.forEach((id, assignment) -> {
            if (assignment != null
                    && before.assignment(id) == null
                    && now.find(assignment.principal()) instanceof ServicePrincipal holder
                    && isOpen(holder.appId())) {
                String permission = permission(assignment);
                if (!permission.isEmpty()) {
                    given.computeIfAbsent(holder.appId(), _ -> new TreeSet<>()).add(permission);
                }
            }
        });
        given.forEach((app, permissions) ->
                found.add(BEGINNING + "the application " + name(app) + " is granted " + String.join(", ", permissions)
                        + ", which no RestrictAccess policy narrows: it reaches " + everyMailbox(app) + "."));
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
        ServicePrincipal graph = before.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        return graph == null
                ? List.of()
                : now.assignments().byResource().get(graph.id()).stream()
                        .filter(assignment -> !permission(assignment).isEmpty())
                        .map(assignment -> now.find(assignment.principal(), ServicePrincipal.class))
                        .filter(Objects::nonNull)
                        .map(ServicePrincipal::appId)
                        .distinct()
                        .sorted(Comparator.comparing(AppId::toString))
                        .toList();
    }

    private void shorten(int from) {
        int more = found.size() - from - MOST_NAMED;
        if (more > 0) {
            found.subList(from + MOST_NAMED, found.size()).clear();
            found.add(BEGINNING + "the same holds for " + more + " more applications.");
        }
    }

    private void ended(ApplicationAccessPolicy policy, AppId app) {
        if (policy.right() == AccessRight.RESTRICT_ACCESS) {
            if (isOpen(app)) {
                found.add(BEGINNING + "no RestrictAccess policy names the application " + name(app) + " any more. "
                        + held(app, "now reach ", "reaches ") + everyMailbox(app) + ".");
            }
        } else if (!denies(policy, app)) {
            found.add(
                    BEGINNING + "no DenyAccess policy keeps the application " + name(app) + " from the mailboxes of \""
                            + policy.scopeName() + "\" any more. " + held(app, "may reach ", "may reach ") + "them.");
        }
    }

    /** A further scope adds to those before; a first one narrows. */
    private void added(ApplicationAccessPolicy policy, AppId app) {
        boolean narrowed = before.policiesNaming(app)
                .anyMatch(other -> other.right() == AccessRight.RESTRICT_ACCESS
                        && !other.scope().equals(policy.scope()));
        String permissions = permissions(app);
        if (narrowed && !permissions.isEmpty()) {
            found.add(BEGINNING + "the application " + name(app)
                    + ", which other RestrictAccess policies name, reaches the" + " mailboxes of \""
                    + policy.scopeName() + "\" as well, with " + permissions + ".");
        }
    }

    private boolean denies(ApplicationAccessPolicy policy, AppId app) {
        return now.policies()
                .naming(app)
                .anyMatch(other -> other.right() == AccessRight.DENY_ACCESS
                        && other.scope().equals(policy.scope()));
    }

    /** Whether an application's grants reach beyond every scope. */
    private boolean isOpen(AppId app) {
        return !before.requiresScope()
                && now.policies().naming(app).noneMatch(policy -> policy.right() == AccessRight.RESTRICT_ACCESS);
    }

    private String everyMailbox(AppId app) {
        boolean denied = now.policies().naming(app).anyMatch(policy -> policy.right() == AccessRight.DENY_ACCESS);
        return "every mailbox of " + before.tenant().defaultDomain()
                + (denied ? " but those that a DenyAccess policy holds back" : "");
    }

    private String held(AppId app, String now, String later) {
        String permissions = permissions(app);
        return permissions.isEmpty()
                ? "It holds no mailbox permission at present; one that is granted " + later
                : "Its permissions " + permissions + " " + now;
    }

    private String permissions(AppId app) {
        var names = new TreeSet<String>();
        ServicePrincipal holder = now.principal(app);
        if (holder != null) {
            now.assignments().byPrincipal().get(holder.id()).forEach(assignment -> names.add(permission(assignment)));
        }
        names.remove("");
        return String.join(", ", names);
    }

    /** The mailbox permission that an assignment gives, or nothing. */
    private String permission(AppRoleAssignment assignment) {
        ServicePrincipal graph = before.servicePrincipal(WellKnown.MICROSOFT_GRAPH);
        if (graph == null || !graph.id().equals(assignment.resource())) {
            return "";
        }
        return graph.appRoles().stream()
                .filter(role -> role.id().equals(assignment.appRoleId()) && role.enabled())
                .filter(AppRole::givesAccessToMailboxes)
                .map(AppRole::value)
                .findFirst()
                .orElse("");
    }

    private String name(AppId app) {
        DirectoryObject named = now.principal(app);
        named = named == null ? now.application(app) : named;
        return named == null ? app.toString() : "\"" + Visible.line(named.displayName()) + "\" (" + app + ")";
    }
}
