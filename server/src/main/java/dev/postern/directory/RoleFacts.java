package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.PersistentMultimap;
import dev.postern.persistent.WorkListener;
import dev.postern.query.Folding;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects of RBAC for Applications by id, by type and name, and the assignments by their assignee and scope; the transport rules.
 * Immutable.
 *
 * @param filters of the management scopes
 * @param triggers the management scopes by what their filters depend on, see {@link FilterTriggers}
 * @param names by type and folded name
 */
record RoleFacts(
        PersistentMap<ObjectId, ExchangeObject> byId,
        PersistentMap<ObjectId, ScopeFilter> filters,
        PersistentMultimap<String, ObjectId> triggers,
        PersistentMap<String, ObjectId> names,
        PersistentMultimap<ObjectId, ObjectId> byAssignee,
        PersistentMultimap<ObjectId, ObjectId> byScope,
        PersistentMap<ObjectId, TransportRule> transportRules) {
    static RoleFacts empty(WorkListener work) {
        KeyOrder<ObjectId> ids = KeyOrder.ids(ObjectId::value);
        return new RoleFacts(
                PersistentMap.empty(ids, work),
                PersistentMap.empty(ids, work),
                PersistentMultimap.empty(KeyOrder.texts(), ids, work),
                PersistentMap.empty(KeyOrder.texts(), work),
                PersistentMultimap.empty(ids, ids, work),
                PersistentMultimap.empty(ids, ids, work),
                PersistentMap.empty(ids, work));
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
        return pointer == null ? List.of() : assignments(byAssignee.get(pointer.id()));
    }

    /** The role assignments with this scope. */
    List<ManagementRoleAssignment> assignmentsFor(ObjectId scope) {
        return assignments(byScope.get(scope));
    }

    private List<ManagementRoleAssignment> assignments(Collection<ObjectId> ids) {
        return ids.stream()
                .map(id -> find(id, ManagementRoleAssignment.class))
                .filter(Objects::nonNull)
                .toList();
    }

    RoleFacts with(ExchangeObject object) {
        RoleFacts others = without(object.id());
        var named = new RoleFacts(
                others.byId.with(object.id(), object),
                others.filters,
                others.triggers,
                others.names.with(key(object.getClass(), object.name()), object.id()),
                others.byAssignee,
                others.byScope,
                others.transportRules);
        return switch (object) {
            case ManagementScope scope -> named.filtering(scope.id(), ScopeFilter.of(scope));
            case ManagementRoleAssignment assignment -> named.assigned(assignment);
            case TransportRule rule -> named.ruling(transportRules.with(rule.id(), rule));
            case ExchangeServicePrincipal _ -> named;
        };
    }

    private RoleFacts ruling(PersistentMap<ObjectId, TransportRule> rules) {
        return new RoleFacts(byId, filters, triggers, names, byAssignee, byScope, rules);
    }

    private RoleFacts filtering(ObjectId scope, ScopeFilter filter) {
        PersistentMultimap<String, ObjectId> added = triggers;
        for (String trigger : filter.triggers()) {
            added = added.with(trigger, scope);
        }
        return new RoleFacts(byId, filters.with(scope, filter), added, names, byAssignee, byScope, transportRules);
    }

    private RoleFacts notFiltering(ObjectId scope) {
        ScopeFilter filter = filters.get(scope);
        PersistentMultimap<String, ObjectId> rest = triggers;
        for (String trigger : filter == null ? Set.<String>of() : filter.triggers()) {
            rest = rest.without(trigger, scope);
        }
        return new RoleFacts(byId, filters.without(scope), rest, names, byAssignee, byScope, transportRules);
    }

    private RoleFacts assigned(ManagementRoleAssignment assignment) {
        ObjectId scope = assignment.scope();
        return new RoleFacts(
                byId,
                filters,
                triggers,
                names,
                byAssignee.with(assignment.assignee(), assignment.id()),
                scope == null ? byScope : byScope.with(scope, assignment.id()),
                transportRules);
    }

    private RoleFacts notAssigned(ManagementRoleAssignment assignment) {
        ObjectId scope = assignment.scope();
        return new RoleFacts(
                byId,
                filters,
                triggers,
                names,
                byAssignee.without(assignment.assignee(), assignment.id()),
                scope == null ? byScope : byScope.without(scope, assignment.id()),
                transportRules);
    }

    RoleFacts without(ObjectId id) {
        ExchangeObject known = byId.get(id);
        if (known == null) {
            return this;
        }
        var unnamed = new RoleFacts(
                byId.without(id),
                filters,
                triggers,
                names.without(key(known.getClass(), known.name())),
                byAssignee,
                byScope,
                transportRules);
        return switch (known) {
            case ManagementScope _ -> unnamed.notFiltering(id);
            case ManagementRoleAssignment assignment -> unnamed.notAssigned(assignment);
            case TransportRule _ -> unnamed.ruling(transportRules.without(id));
            case ExchangeServicePrincipal _ -> unnamed;
        };
    }

    private static String key(Class<? extends ExchangeObject> type, String name) {
        return type.getSimpleName() + " " + Folding.fold(name);
    }
}
