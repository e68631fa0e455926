package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.PersistentMultimap;
import dev.postern.persistent.WorkListener;

/** The app role assignments by id, by the principal that has them and by the resource whose role they give. Immutable. */
record AssignmentIndex(
        PersistentMap<String, AppRoleAssignment> byId,
        PersistentMultimap<ObjectId, AppRoleAssignment> byPrincipal,
        PersistentMultimap<ObjectId, AppRoleAssignment> byResource) {
    static AssignmentIndex empty(WorkListener work) {
        return new AssignmentIndex(PersistentMap.empty(KeyOrder.texts(), work), byObject(work), byObject(work));
    }

    private static PersistentMultimap<ObjectId, AppRoleAssignment> byObject(WorkListener work) {
        return PersistentMultimap.empty(KeyOrder.ids(ObjectId::value), KeyOrder.texts(AppRoleAssignment::id), work);
    }

    AssignmentIndex with(AppRoleAssignment assignment) {
        AssignmentIndex others = without(assignment.id());
        return new AssignmentIndex(
                others.byId.with(assignment.id(), assignment),
                others.byPrincipal.with(assignment.principal(), assignment),
                others.byResource.with(assignment.resource(), assignment));
    }

    AssignmentIndex without(String id) {
        AppRoleAssignment known = byId.get(id);
        return known == null
                ? this
                : new AssignmentIndex(
                        byId.without(id),
                        byPrincipal.without(known.principal(), known),
                        byResource.without(known.resource(), known));
    }
}
