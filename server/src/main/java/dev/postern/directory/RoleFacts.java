package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.PersistentMultimap;
import dev.postern.persistent.WorkListener;
import dev.postern.query.Folding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The objects of RBAC for Applications by id, by type and name, and the assignments by their assignee. Immutable.
 *
 * @param filters of the management scopes
 * @param names by type and folded name
 */
record RoleFacts(
        PersistentMap<ObjectId, ExchangeObject> byId,
        PersistentMap<ObjectId, ScopeFilter> filters,
        PersistentMap<String, ObjectId> names,
        PersistentMultimap<ObjectId, ObjectId> byAssignee) {
    static RoleFacts empty(WorkListener work) {
        KeyOrder<ObjectId> ids = KeyOrder.ids(ObjectId::value);
        return new RoleFacts(
                PersistentMap.empty(ids, work),
                PersistentMap.empty(ids, work),
                PersistentMap.empty(KeyOrder.texts(), work),
                PersistentMultimap.empty(ids, ids, work));
    }

    <T extends ExchangeObject> @Nullable T find(ObjectId id, Class<T> type) {
        ExchangeObject found = byId.get(id);
        return type.isInstance(found) ? type.cast(found) : null;
    }

    <T extends ExchangeObject> @Nullable T named(String name, Class<T> type) {
        ObjectId id = names.get(key(type, name));
        return id == null ? null : find(id, type);
    }

    <T extends ExchangeObject> List<T> all(Class<T> type) {
        return byId.values().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What Exchange knows of a service principal of Entra; null if it does not know it. */
    @Nullable
    ExchangeServicePrincipal pointerTo(ObjectId servicePrincipal) {
        return named(servicePrincipal.toString(), ExchangeServicePrincipal.class);
    }

    /** The role assignments of a service principal of Entra. */
    List<ManagementRoleAssignment> assignmentsOf(ObjectId servicePrincipal) {
        ExchangeServicePrincipal pointer = pointerTo(servicePrincipal);
        return pointer == null
                ? List.of()
                : byAssignee.get(pointer.id()).stream()
                        .map(id -> find(id, ManagementRoleAssignment.class))
                        .filter(one -> one != null)
                        .toList();
    }

    RoleFacts with(ExchangeObject object) {
        RoleFacts others = without(object.id());
        return new RoleFacts(
                others.byId.with(object.id(), object),
                object instanceof ManagementScope scope
                        ? others.filters.with(scope.id(), ScopeFilter.of(scope))
                        : others.filters,
                others.names.with(key(object.getClass(), object.name()), object.id()),
                object instanceof ManagementRoleAssignment assignment
                        ? others.byAssignee.with(assignment.assignee(), assignment.id())
                        : others.byAssignee);
    }

    RoleFacts without(ObjectId id) {
        ExchangeObject known = byId.get(id);
        return known == null
                ? this
                : new RoleFacts(
                        byId.without(id),
                        filters.without(id),
                        names.without(key(known.getClass(), known.name())),
                        known instanceof ManagementRoleAssignment assignment
                                ? byAssignee.without(assignment.assignee(), id)
                                : byAssignee);
    }

    private static String key(Class<? extends ExchangeObject> type, String name) {
        return type.getSimpleName() + " " + Folding.fold(name);
    }
}
