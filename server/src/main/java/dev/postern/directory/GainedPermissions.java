package dev.postern.directory;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.ObjectId;
import dev.postern.access.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which permissions an application can use on a mailbox only after a change. For one thread. */
final class GainedPermissions {
    private final DirectorySnapshot before;
    private final Facts now;
    private final Supplier<AccessSnapshot> after;
    private final WideningNames names;
    private final WideningBudget budget;
    private final Map<ObjectId, Boolean> uniform = new HashMap<>();
    private @Nullable Set<String> all;

    GainedPermissions(DirectorySnapshot before, Facts now, Supplier<AccessSnapshot> after, WideningBudget budget) {
        this.before = before;
        this.now = now;
        this.after = after;
        this.names = new WideningNames(now);
        this.budget = budget;
    }

    /** Whether there are any. Policies do not distinguish permissions, so with the same grants and no role assignments one decision is enough. */
    boolean any(ServicePrincipal app, User mailbox) {
        if (uniform.computeIfAbsent(app.id(), this::isUniform)) {
            return isNew(app, mailbox, all(), all());
        }
        return !of(app, mailbox).isEmpty();
    }

    private boolean isUniform(ObjectId app) {
        return now.roles().assignmentsOf(app).isEmpty()
                && before.roleAssignmentsOf(app).isEmpty()
                && Set.copyOf(now.assignments().byPrincipal().get(app)).equals(Set.copyOf(before.assignmentsOf(app)));
    }

    /** In the order of their names. A step of the budget for each that the application has. */
    Set<String> of(ServicePrincipal app, User mailbox) {
        Set<String> gained = new TreeSet<>();
        for (String permission : held(app)) {
            var _ = budget.take();
            if (isNew(app, mailbox, Set.of(permission), ApplicationRoles.namesOf(permission))) {
                gained.add(permission);
            }
        }
        return gained;
    }

    /** The permissions that an application has by grants and by role assignments, wherever they are valid. */
    Set<String> held(ServicePrincipal app) {
        Set<String> held = names.granted(app);
        now.roles().assignmentsOf(app.id()).forEach(one -> held.addAll(ApplicationRoles.permissions(one.role())));
        return held;
    }

    /** @param same the names under which the same could be used before */
    private boolean isNew(ServicePrincipal app, User mailbox, Set<String> sufficient, Set<String> same) {
        return isAllowed(after.get(), app, mailbox, sufficient) && !isAllowed(before.access(), app, mailbox, same);
    }

    /** With a fresh token, which contains everything that is granted. */
    private boolean isAllowed(AccessSnapshot access, ServicePrincipal app, User mailbox, Set<String> sufficient) {
        return AccessEngine.decide(access, new AccessQuestion(app.appId(), app.id(), all(), sufficient, mailbox.id()))
                        .verdict()
                == Verdict.GRANTED;
    }

    private Set<String> all() {
        Set<String> known = all;
        if (known == null) {
            ServicePrincipal graph = now.principal(WellKnown.MICROSOFT_GRAPH);
            known = graph == null
                    ? Set.of()
                    : graph.appRoles().stream()
                            .filter(role -> role.enabled() && role.givesAccessToMailboxes())
                            .map(AppRole::value)
                            .collect(Collectors.toUnmodifiableSet());
            all = known;
        }
        return known;
    }
}
