package dev.postern.directory;

import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.directory.Touched.Edge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what of the effective access a draft can affect, in the state before it and in the state with it. For one thread. */
final class TouchFinder {
    private final DirectorySnapshot before;
    private final Draft draft;
    private final List<Facts> states;
    private final Found applications = new Found();
    private final Found suspects = new Found();
    private final Set<ObjectId> mailboxes = new HashSet<>();

    /** Service principals, or all of them. */
    private static final class Found {
        private final Set<ObjectId> apps = new HashSet<>();
        private boolean every;

        void add(ObjectId app) {
            apps.add(app);
        }
    }

    private TouchFinder(DirectorySnapshot before, Draft draft) {
        this.before = before;
        this.draft = draft;
        this.states = List.of(before.facts(), draft.facts());
    }

    static TouchedAccess of(DirectorySnapshot before, Draft draft) {
        var finder = new TouchFinder(before, draft);
        finder.find();
        return new TouchedAccess(
                finder.applications.every,
                finder.applications.apps,
                finder.suspects.every,
                finder.suspects.apps,
                finder.mailboxes);
    }

    private void find() {
        draft.objects.keySet().forEach(this::object);
        draft.edges.keySet().forEach(this::edge);
        draft.assignments.forEach((id, now) -> {
            AppRoleAssignment known = before.assignment(id);
            if (known != null) {
                applications.add(known.principal());
            }
            if (now != null) {
                applications.add(now.principal());
            }
        });
        draft.policies.forEach((id, now) -> {
            ApplicationAccessPolicy known = before.policy(id);
            if (known == null || now == null || !known.decided().equals(now.decided())) {
                policy(known, applications);
                policy(now, applications);
            }
        });
        draft.roles.forEach((id, now) -> {
            role(before.facts().roles().byId().get(id));
            role(now);
        });
    }

    private void object(ObjectId id) {
        DirectoryObject known = before.find(id);
        DirectoryObject now = draft.now(id);
        if (known instanceof ServicePrincipal || now instanceof ServicePrincipal) {
            applications.add(id);
            applications.every |= isGraph(known) || isGraph(now);
        }
        boolean otherKind = AccessFacts.kind(known) != AccessFacts.kind(now);
        if (known instanceof User || now instanceof User) {
            mailboxes.add(id);
            if (known instanceof User was && now instanceof User is && !otherKind && isSame(was, is)) {
                RecipientScopes scopes = new RecipientScopes(before.tenant(), draft.facts());
                RecipientProperties.changed(before, MailRecipient.of(known), scopes, MailRecipient.of(now))
                        .forEach(trigger -> trigger(trigger, suspects));
            } else {
                suspects.every = true;
            }
        }
        if (otherKind || isGroup(known) != isGroup(now) || !Objects.equals(name(known), name(now))) {
            container(id, applications);
        }
    }

    /** Whether it has a mailbox before and after, or neither before nor after, and mail can be sent to it. */
    private static boolean isSame(User was, User is) {
        return Objects.equals(was.mailbox(), is.mailbox()) && (was.recipient() == null) == (is.recipient() == null);
    }

    private static boolean isGraph(@Nullable DirectoryObject object) {
        return object instanceof ServicePrincipal principal && principal.appId().equals(WellKnown.MICROSOFT_GRAPH);
    }

    private static boolean isGroup(@Nullable DirectoryObject object) {
        return object instanceof Group || object instanceof AdministrativeUnit;
    }

    private static @Nullable String name(@Nullable DirectoryObject object) {
        MailRecipient recipient = MailRecipient.of(object);
        return recipient == null ? null : recipient.recipient().name();
    }

    /** A group with everything in it affects only policies. */
    private void edge(Edge edge) {
        boolean user = states.stream().anyMatch(facts -> facts.find(edge.member()) instanceof User);
        if (user) {
            mailboxes.add(edge.member());
        }
        container(edge.group(), user ? suspects : applications);
    }

    /** The applications whose access depends on the members of this object, or on what it is. */
    private void container(ObjectId id, Found found) {
        for (Facts facts : states) {
            above(facts, id, found);
            scope(id, found);
            String name = name(facts.find(id));
            if (name != null) {
                trigger(FilterTriggers.MEMBER_OF_GROUP, found);
                trigger(
                        FilterTriggers.value(
                                FilterTriggers.MEMBER_OF_GROUP, DistinguishedNames.canonical(before.tenant(), name)),
                        found);
            }
        }
    }

    private void above(Facts facts, ObjectId id, Found found) {
        Set<ObjectId> seen = new HashSet<>(Set.of(id));
        Deque<ObjectId> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            ObjectId one = open.remove();
            facts.policies().byScope().get(one).forEach(policy -> policy(policy, found));
            for (ObjectId parent : facts.members().groupsOf(one)) {
                if (seen.add(parent)) {
                    open.add(parent);
                }
            }
        }
    }

    private void trigger(String trigger, Found found) {
        states.forEach(facts -> facts.roles().triggers().get(trigger).forEach(scope -> scope(scope, found)));
    }

    /** The applications with role assignments for this scope. */
    private void scope(ObjectId scope, Found found) {
        states.forEach(facts -> facts.roles().assignmentsFor(scope).forEach(one -> holder(one, found)));
    }

    private void holder(ManagementRoleAssignment assignment, Found found) {
        for (Facts facts : states) {
            var pointer = facts.roles().find(assignment.assignee(), ExchangeServicePrincipal.class);
            if (pointer != null) {
                found.add(pointer.servicePrincipal());
            }
        }
    }

    private void role(@Nullable ExchangeObject object) {
        switch (object) {
            case ManagementRoleAssignment assignment -> holder(assignment, applications);
            case ExchangeServicePrincipal pointer -> applications.add(pointer.servicePrincipal());
            case ManagementScope scope -> scope(scope.id(), applications);
            case TransportRule _ -> {}
            case null -> {}
        }
    }

    private void policy(@Nullable ApplicationAccessPolicy policy, Found found) {
        if (policy == null) {
            return;
        }
        switch (policy.app()) {
            case AppSelector.Every() -> found.every = true;
            case AppSelector.One(var app) ->
                states.forEach(facts -> {
                    ServicePrincipal principal = facts.principal(app);
                    if (principal != null) {
                        found.add(principal.id());
                    }
                });
        }
    }
}
