package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.audit.Actor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change that is being made: reads see the state before it, {@link #now} sees it with what has been changed so far. It takes
 * effect as a whole when it is committed, or not at all. For one thread.
 */
public final class Draft {
    private final DirectorySnapshot before;
    private final Facts facts;
    private final Invariants invariants;
    private final List<String> summary = new ArrayList<>();
    final Map<ObjectId, @Nullable DirectoryObject> objects = new LinkedHashMap<>();
    final Map<Edge, Boolean> edges = new LinkedHashMap<>();
    final Map<String, @Nullable AppRoleAssignment> assignments = new LinkedHashMap<>();
    final Map<PolicyId, @Nullable ApplicationAccessPolicy> policies = new LinkedHashMap<>();

    @Nullable
    ObjectId administrator;

    record Edge(ObjectId group, ObjectId member) {}

    /** @param maintenance whether the server itself changes what is its own */
    Draft(DirectorySnapshot before, Actor actor, boolean maintenance) {
        this.before = before;
        this.facts = before.facts().copy();
        this.invariants = new Invariants(facts, actor, maintenance);
    }

    /** The state that the change starts from. */
    public DirectorySnapshot before() {
        return before;
    }

    /** The object as the change has it so far. */
    public @Nullable DirectoryObject now(ObjectId id) {
        return facts.objects().get(id);
    }

    /** Says for the audit what is being done; a change without a word of its own is described by its objects. */
    public void note(String what) {
        summary.add(what);
    }

    /**
     * Puts an object, new or changed.
     *
     * @throws DirectoryFailure.AddressTaken when one of its addresses is another recipient's
     * @throws DirectoryFailure.AlreadyExists when another user has its userPrincipalName, or another object its app id
     * @throws DirectoryFailure.Invalid when a managed identity would get credentials or an application, or something would become one
     * @throws DirectoryFailure.Protected when only the server itself may change it
     */
    public void put(DirectoryObject object) {
        invariants.check(object);
        Uniqueness.check(facts, object);
        facts.objects().put(object.id(), object);
        objects.put(object.id(), object);
    }

    /** Removes an object with its memberships and the grants to and of it. Policies that have it as scope stay, orphaned. */
    public void remove(ObjectId id) {
        DirectoryObject object = facts.objects().get(id);
        if (object == null) {
            throw new DirectoryFailure.NotFound(id.toString());
        }
        invariants.checkRemoval(object);
        facts.objects().remove(id);
        objects.put(id, null);
        for (ObjectId member : List.copyOf(facts.members().getOrDefault(id, Set.of()))) {
            removeMember(id, member);
        }
        for (var entry : List.copyOf(facts.members().entrySet())) {
            if (entry.getValue().contains(id)) {
                removeMember(entry.getKey(), id);
            }
        }
        for (AppRoleAssignment assignment : List.copyOf(facts.assignments().values())) {
            if (assignment.principal().equals(id) || assignment.resource().equals(id)) {
                remove(assignment);
            }
        }
    }

    /** Adds a direct member; false when it was one already. */
    public boolean addMember(ObjectId group, ObjectId member) {
        boolean added = facts.members()
                .computeIfAbsent(group, key -> new LinkedHashSet<>())
                .add(member);
        if (added) {
            edges.put(new Edge(group, member), true);
        }
        return added;
    }

    /** Removes a direct member; false when it was none. */
    public boolean removeMember(ObjectId group, ObjectId member) {
        Set<ObjectId> members = facts.members().get(group);
        boolean removed = members != null && members.remove(member);
        if (removed) {
            edges.put(new Edge(group, member), false);
        }
        return removed;
    }

    public void put(AppRoleAssignment assignment) {
        invariants.checkGrant(assignment);
        facts.assignments().put(assignment.id(), assignment);
        assignments.put(assignment.id(), assignment);
    }

    public void remove(AppRoleAssignment assignment) {
        invariants.checkRevocation(assignment);
        facts.assignments().remove(assignment.id());
        assignments.put(assignment.id(), null);
    }

    public void put(ApplicationAccessPolicy policy) {
        facts.policies().put(policy.id(), policy);
        policies.put(policy.id(), policy);
    }

    public void remove(ApplicationAccessPolicy policy) {
        facts.policies().remove(policy.id());
        policies.put(policy.id(), null);
    }

    /** Records which service principal is the built-in administrator. */
    public void appoint(ObjectId principal) {
        if (!invariants.maintenance()) {
            throw new IllegalStateException("Only the server itself appoints the administrator");
        }
        facts.builtIn().clear();
        facts.builtIn().add(principal);
        administrator = principal;
    }

    /** What the change so far opens beyond what was open before: a warning for each, see {@link Widening}. */
    public List<String> widenings() {
        return Widening.of(before, this);
    }

    /** Whether nothing has been changed so far. */
    public boolean isEmpty() {
        return objects.isEmpty()
                && edges.isEmpty()
                && assignments.isEmpty()
                && policies.isEmpty()
                && administrator == null;
    }

    Facts facts() {
        return facts;
    }

    /** What is changed, for the audit: ids and kinds, never contents. */
    String describe() {
        var words = new ArrayList<>(summary);
        if (administrator != null) {
            words.add("appoint " + administrator);
        }
        objects.forEach((id, object) -> words.add(
                (object == null ? "remove object " : "put " + object.getClass().getSimpleName() + " ") + id));
        edges.forEach((edge, added) ->
                words.add((added ? "add member " : "remove member ") + edge.member() + " of " + edge.group()));
        assignments.forEach((id, value) -> words.add((value == null ? "revoke " : "grant ") + id));
        policies.forEach((id, value) -> words.add((value == null ? "remove policy " : "put policy ") + id.value()));
        return String.join("; ", words);
    }
}
