package dev.postern.directory;

import dev.postern.access.AccessRight;
import dev.postern.access.AccessSnapshot;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the existing mailboxes that an application can access only after a change of memberships, kinds of recipients, service
 * principals or role assignments ({@link WidenedRoles}). {@link WideningSuspects} names the policies and objects that can be the cause; decisions before and after the change say
 * whether they are. Costs at most {@link WideningBudget} whatever the size of the tenant; beyond it the change is reported without
 * further examination. For one thread.
 */
final class WidenedReach {
    private static final int MAX_NAMED = 20;

    private final DirectorySnapshot before;
    private final Draft draft;
    private final Facts now;
    private final WideningNames names;
    private final WideningBudget budget = new WideningBudget();
    private final MailboxesBelow mailboxes;
    private final GainedPermissions gained;
    private final List<String> found = new ArrayList<>();

    /** @param object whose mailboxes the application reaches, as in {@link WideningSuspects.Suspect}, or a mailbox */
    private record Reported(ObjectId app, @Nullable ObjectId object) {}

    /** One line for an application and an object is enough, whichever policies and groups are its causes. */
    private final Set<Reported> reported = new HashSet<>();

    WidenedReach(DirectorySnapshot before, Draft draft, Supplier<AccessSnapshot> after) {
        this.before = before;
        this.draft = draft;
        this.now = draft.facts();
        this.names = new WideningNames(now);
        this.mailboxes = new MailboxesBelow(before.tenant(), before.facts(), now, budget);
        this.gained = new GainedPermissions(before, now, after, budget);
    }

    List<String> find() {
        draft.objects.keySet().forEach(this::enabled);
        for (WideningSuspects.Suspect suspect : new WideningSuspects(before.facts(), draft, budget).find()) {
            if (budget.isSpent() || found.size() > MAX_NAMED) {
                break;
            }
            eachApp(suspect.policy(), app -> {
                if (!reported.contains(new Reported(app.id(), suspect.below()))) {
                    examine(suspect, app);
                }
            });
        }
        if (!now.roles().byId().isEmpty()) {
            new WidenedRoles(before, draft, gained, budget, this::report).find();
        }
        if (budget.isSpent()) {
            report("the change is too large to examine. Applications may reach mailboxes that they could not reach"
                    + " before.");
        }
        return found.size() <= MAX_NAMED ? found : shortened();
    }

    private List<String> shortened() {
        List<String> some = new ArrayList<>(found.subList(0, MAX_NAMED));
        some.add(Widening.BEGINNING + "there are further such applications and mailboxes.");
        return some;
    }

    private void examine(WideningSuspects.Suspect suspect, ServicePrincipal app) {
        ApplicationAccessPolicy policy = suspect.policy();
        ObjectId below = suspect.below();
        DirectoryObject object = below == null ? null : now.find(below);
        object = object == null && below != null ? before.find(below) : object;
        User reached = below == null
                ? mailboxes.first(user -> isNew(app, user))
                : mailboxes.firstBelow(below, user -> isNew(app, user));
        if (reached == null) {
            return;
        }
        reported.add(new Reported(app.id(), below));
        reported.add(new Reported(app.id(), reached.id()));
        String scope = "the scope " + names.scope(policy) + " of the " + names.policy(policy);
        String cause = object == null || object.id().equals(policy.scope())
                ? scope + " is valid again."
                : names.object(object)
                        + (policy.right() == AccessRight.DENY_ACCESS ? " is no longer in " : " is now in ")
                        + scope + ".";
        report(cause + " The application " + names.app(app.appId()) + " now reaches " + example(object, reached) + ".");
    }

    private String example(@Nullable DirectoryObject object, User reached) {
        return object != null && object.id().equals(reached.id())
                ? "this mailbox"
                : "further mailboxes, for example " + names.object(reached);
    }

    private void enabled(ObjectId id) {
        if (!(before.find(id) instanceof ServicePrincipal was)
                || !(now.find(id) instanceof ServicePrincipal app)
                || was.accountEnabled()
                || !app.accountEnabled()) {
            return;
        }
        List<ObjectId> scopes = now.policies()
                .naming(app.appId())
                .filter(policy -> policy.right() == AccessRight.RESTRICT_ACCESS)
                .map(ApplicationAccessPolicy::scope)
                .toList();
        boolean granted = !names.permissions(app.appId()).isEmpty();
        User reached = granted && scopes.isEmpty() ? mailboxes.first(user -> isNew(app, user)) : null;
        for (ObjectId scope : scopes) {
            reached = reached == null ? mailboxes.firstBelow(scope, user -> isNew(app, user)) : reached;
        }
        for (ManagementRoleAssignment assignment : now.roles().assignmentsOf(id)) {
            reached = reached == null ? mailboxes.firstIn(assignment, user -> isNew(app, user)) : reached;
        }
        if (reached != null) {
            report("the application " + names.app(app.appId()) + " is enabled again. With "
                    + WideningNames.list(gained.held(app)) + " it reaches mailboxes, for example "
                    + names.object(reached) + ".");
        }
    }

    private void eachApp(ApplicationAccessPolicy policy, Consumer<ServicePrincipal> action) {
        switch (policy.app()) {
            case AppSelector.One(var appId) -> {
                ServicePrincipal app = now.principal(appId);
                if (app != null) {
                    action.accept(app);
                }
            }
            case AppSelector.Every() -> {
                ServicePrincipal graph = now.principal(WellKnown.MICROSOFT_GRAPH);
                Set<ObjectId> seen = new HashSet<>();
                if (graph != null) {
                    for (AppRoleAssignment grant :
                            now.assignments().byResource().get(graph.id())) {
                        if (!budget.take() || found.size() > MAX_NAMED) {
                            return;
                        }
                        ServicePrincipal app = names.holder(grant.principal());
                        if (app != null && seen.add(app.id())) {
                            action.accept(app);
                        }
                    }
                }
            }
        }
    }

    private boolean isNew(ServicePrincipal app, User user) {
        return !reported.contains(new Reported(app.id(), user.id())) && gained.any(app, user);
    }

    private void report(String text) {
        found.add(Widening.BEGINNING + text);
    }
}
