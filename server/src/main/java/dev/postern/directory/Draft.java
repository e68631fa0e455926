package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.audit.Actor;
import dev.postern.directory.Touched.Edge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change in preparation: reads see the state before it, {@link #now} sees the state with the changes so far. It takes
 * effect completely when it is committed, or not at all. For one thread.
 */
public final class Draft {
    /** As many as an entry of the audit can have without becoming unreadable. */
    private static final int MAX_DESCRIBED = 10_000;

    private final DirectorySnapshot before;
    private final Facts facts;
    private final Invariants invariants;
    private final List<String> summary = new ArrayList<>();
    final Map<ObjectId, @Nullable DirectoryObject> objects = new LinkedHashMap<>();
    final Map<Edge, Boolean> edges = new LinkedHashMap<>();
    final Map<String, @Nullable AppRoleAssignment> assignments = new LinkedHashMap<>();
    final Map<PolicyId, @Nullable ApplicationAccessPolicy> policies = new LinkedHashMap<>();

    final Map<ObjectId, @Nullable ExchangeObject> roles = new LinkedHashMap<>();

    @Nullable
    ObjectId administrator;

    /** The state with this change; null when something was changed since it was computed. */
    private @Nullable DirectorySnapshot after;

    private @Nullable List<String> widenings;

    /** @param maintenance whether the server itself changes what is its own */
    Draft(DirectorySnapshot before, Actor actor, boolean maintenance) {
        this.before = before;
        this.facts = before.facts().copy();
        this.invariants = new Invariants(facts, actor, maintenance);
    }

    /** The state before the change. */
    public DirectorySnapshot before() {
        return before;
    }

    /** The weight of the facts with the changes so far. */
    long weight() {
        return facts.weight();
    }

    /** The object with the changes so far. */
    public @Nullable DirectoryObject now(ObjectId id) {
        return facts.find(id);
    }

    /** Describes the change for the audit; without a note, it is described by its objects. */
    public void note(String what) {
        summary.add(what);
    }

    /**
     * Puts an object, new or changed.
     *
     * @throws DirectoryFailure.AddressTaken when one of its addresses is another recipient's
     * @throws DirectoryFailure.AlreadyExists when another user has its userPrincipalName, or another object has its app id
     * @throws DirectoryFailure.Invalid when a managed identity would get credentials or an application, or another object would become a
     *     managed identity
     * @throws DirectoryFailure.Protected when only the server itself may change it
     */
    public void put(DirectoryObject object) {
        invariants.check(object);
        Uniqueness.check(facts, object);
        changed();
        facts.put(object);
        objects.put(object.id(), object);
    }

    /** Removes an object with its memberships and the grants to it and of its roles. Policies with it as scope remain, orphaned. */
    public void remove(ObjectId id) {
        DirectoryObject object = facts.find(id);
        if (object == null) {
            throw new DirectoryFailure.NotFound(id.toString());
        }
        invariants.checkRemoval(object);
        changed();
        facts.remove(object);
        objects.put(id, null);
        List.copyOf(facts.members().of(id)).forEach(member -> removeMember(id, member));
        List.copyOf(facts.members().groupsOf(id)).forEach(group -> removeMember(group, id));
        List.copyOf(facts.assignments().byPrincipal().get(id)).forEach(this::remove);
        List.copyOf(facts.assignments().byResource().get(id)).forEach(this::remove);
    }

    /** Adds a direct member; false when it was one already. */
    public boolean addMember(ObjectId group, ObjectId member) {
        changed();
        boolean added = facts.addMember(group, member);
        if (added) {
            edges.put(new Edge(group, member), true);
        }
        return added;
    }

    /** Removes a direct member; false when it was none. */
    public boolean removeMember(ObjectId group, ObjectId member) {
        changed();
        boolean removed = facts.removeMember(group, member);
        if (removed) {
            edges.put(new Edge(group, member), false);
        }
        return removed;
    }

    public void put(AppRoleAssignment assignment) {
        invariants.checkGrant(assignment);
        changed();
        facts.put(assignment);
        assignments.put(assignment.id(), assignment);
    }

    public void remove(AppRoleAssignment assignment) {
        invariants.checkRevocation(assignment);
        changed();
        facts.removeAssignment(assignment.id());
        assignments.put(assignment.id(), null);
    }

    public void put(ApplicationAccessPolicy policy) {
        changed();
        facts.put(policy);
        policies.put(policy.id(), policy);
    }

    public void remove(ApplicationAccessPolicy policy) {
        changed();
        facts.remove(policy.id());
        policies.put(policy.id(), null);
    }

    /**
     * Puts an object of RBAC for Applications, new or changed.
     *
     * @throws DirectoryFailure.AlreadyExists when another object of its type has its name
     */
    public void put(ExchangeObject object) {
        ExchangeObject other = facts.roles().named(object.name(), object.getClass());
        if (other != null && !other.id().equals(object.id())) {
            throw new DirectoryFailure.AlreadyExists("name", object.name());
        }
        changed();
        facts.put(object);
        roles.put(object.id(), object);
    }

    public void remove(ExchangeObject object) {
        changed();
        facts.removeExchangeObject(object.id());
        roles.put(object.id(), null);
    }

    /** Gives the resources that every tenant has the app roles that later versions added. */
    public void completeResources() {
        if (!invariants.maintenance()) {
            throw new IllegalStateException("Only the server itself changes the resources");
        }
        WellKnownPrincipals.complete(this);
    }

    /** Records which service principal is the built-in administrator. */
    public void appoint(ObjectId principal) {
        if (!invariants.maintenance()) {
            throw new IllegalStateException("Only the server itself appoints the administrator");
        }
        changed();
        facts.appoint(principal);
        administrator = principal;
    }

    /** The state with this change, with the next revision. */
    DirectorySnapshot after() {
        DirectorySnapshot known = after;
        if (known == null) {
            known = next();
            after = known;
        }
        return known;
    }

    private DirectorySnapshot next() {
        var touched = new Touched();
        objects.keySet().forEach(touched::object);
        edges.keySet().forEach(touched::edge);
        assignments.forEach((id, value) -> {
            AppRoleAssignment known = before.assignment(id);
            if (known != null) {
                touched.assignment(known);
            }
            if (value != null) {
                touched.assignment(value);
            }
        });
        policies.keySet().forEach(touched::policy);
        roles.forEach((id, value) -> {
            ExchangeObject known = before.facts().roles().byId().get(id);
            if (known != null) {
                touched.role(known);
            }
            if (value != null) {
                touched.role(value);
            }
        });
        return before.next(before.revision() + 1, facts.copy(), touched);
    }

    /** What applications can access with the change so far and could not before: a warning for each, see {@link Widening}. */
    public List<String> widenings() {
        List<String> known = widenings;
        if (known == null) {
            known = Widening.of(before, this, () -> after().access());
            widenings = known;
        }
        return known;
    }

    /** The change so far as one that is not made. The draft must not be changed afterwards. */
    public SupposedChange supposed() {
        return new SupposedChange(before, after(), TouchFinder.of(before, this));
    }

    private void changed() {
        after = null;
        widenings = null;
    }

    /** Whether the server itself changes what is its own. */
    boolean isMaintenance() {
        return invariants.maintenance();
    }

    /** Whether nothing has been changed so far. */
    public boolean isEmpty() {
        return objects.isEmpty()
                && edges.isEmpty()
                && assignments.isEmpty()
                && policies.isEmpty()
                && roles.isEmpty()
                && administrator == null;
    }

    Facts facts() {
        return facts;
    }

    /** The changes for the audit: ids and types, never values; of very many only their number. */
    String describe() {
        var words = new ArrayList<>(summary);
        int parts = objects.size() + edges.size() + assignments.size() + policies.size() + roles.size();
        if (parts > MAX_DESCRIBED) {
            words.add(objects.size() + " objects, " + edges.size() + " members, " + assignments.size() + " grants, "
                    + policies.size() + " policies, " + roles.size() + " objects of RBAC for Applications");
            return String.join("; ", words);
        }
        if (administrator != null) {
            words.add("appoint " + administrator);
        }
        objects.forEach((id, object) -> words.add(
                (object == null ? "remove object " : "put " + object.getClass().getSimpleName() + " ") + id));
        edges.forEach((edge, added) ->
                words.add((added ? "add member " : "remove member ") + edge.member() + " of " + edge.group()));
        assignments.forEach((id, value) -> words.add((value == null ? "revoke " : "grant ") + id));
        policies.forEach((id, value) -> {
            ApplicationAccessPolicy known = before.policy(id);
            words.add(
                    value != null
                            ? "put policy " + id.value()
                            : "remove policy " + id.value() + (known == null ? "" : " on " + known.scope()));
        });
        roles.forEach((id, value) -> words.add(
                value == null ? "remove " + id : "put " + value.getClass().getSimpleName() + " " + id));
        return String.join("; ", words);
    }
}
