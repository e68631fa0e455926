package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import java.util.HashSet;
import java.util.Set;

/** The objects that a change, or changes of other nodes, have affected; the next access snapshot is derived from them. For one thread. */
final class Touched {
    /** A direct membership. */
    record Edge(ObjectId group, ObjectId member) {}

    private final Set<ObjectId> objects = new HashSet<>();
    private final Set<Edge> edges = new HashSet<>();
    private final Set<ObjectId> principals = new HashSet<>();
    private final Set<PolicyId> policies = new HashSet<>();
    private final Set<ExchangeObject> roles = new HashSet<>();

    void object(ObjectId id) {
        objects.add(id);
    }

    void edge(Edge edge) {
        edges.add(edge);
    }

    void assignment(AppRoleAssignment assignment) {
        principals.add(assignment.principal());
    }

    void policy(PolicyId id) {
        policies.add(id);
    }

    /** @param object as it was before or after the change */
    void role(ExchangeObject object) {
        roles.add(object);
    }

    Set<ExchangeObject> roles() {
        return roles;
    }

    Set<ObjectId> objects() {
        return objects;
    }

    Set<Edge> edges() {
        return edges;
    }

    /** The service principals whose assignments changed. */
    Set<ObjectId> principals() {
        return principals;
    }

    Set<PolicyId> policies() {
        return policies;
    }
}
