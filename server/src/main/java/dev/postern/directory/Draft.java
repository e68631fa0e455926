package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
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
    private final List<String> summary = new ArrayList<>();
    final Map<ObjectId, @Nullable DirectoryObject> objects = new LinkedHashMap<>();
    final Map<Edge, Boolean> edges = new LinkedHashMap<>();
    final Map<String, @Nullable AppRoleAssignment> assignments = new LinkedHashMap<>();
    final Map<PolicyId, @Nullable ApplicationAccessPolicy> policies = new LinkedHashMap<>();

    record Edge(ObjectId group, ObjectId member) {}

    Draft(DirectorySnapshot before) {
        this.before = before;
        this.facts = before.facts().copy();
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
     */
    public void put(DirectoryObject object) {
        Uniqueness.check(facts, object);
        facts.objects().put(object.id(), object);
        objects.put(object.id(), object);
    }

    /** Removes an object with its memberships and the grants to and of it. Policies that have it as scope stay, orphaned. */
    public void remove(ObjectId id) {
        if (facts.objects().remove(id) == null) {
            throw new DirectoryFailure.NotFound(id.toString());
        }
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
        facts.assignments().put(assignment.id(), assignment);
        assignments.put(assignment.id(), assignment);
    }

    public void remove(AppRoleAssignment assignment) {
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

    boolean isEmpty() {
        return objects.isEmpty() && edges.isEmpty() && assignments.isEmpty() && policies.isEmpty();
    }

    Facts facts() {
        return facts;
    }

    /** What is changed, for the audit: ids and kinds, never contents. */
    String describe() {
        var words = new ArrayList<>(summary);
        objects.forEach((id, object) -> words.add(
                (object == null ? "remove object " : "put " + object.getClass().getSimpleName() + " ") + id));
        edges.forEach((edge, added) ->
                words.add((added ? "add member " : "remove member ") + edge.member() + " of " + edge.group()));
        assignments.forEach((id, value) -> words.add((value == null ? "revoke " : "grant ") + id));
        policies.forEach((id, value) -> words.add((value == null ? "remove policy " : "put policy ") + id.value()));
        return String.join("; ", words);
    }
}
