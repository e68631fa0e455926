package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.WorkListener;
import org.jspecify.annotations.Nullable;

/** The objects by their ids, those of each kind in a map of their own. Immutable. */
record ObjectIndex(
        PersistentMap<ObjectId, User> users,
        PersistentMap<ObjectId, Group> groups,
        PersistentMap<ObjectId, Application> applications,
        PersistentMap<ObjectId, ServicePrincipal> principals,
        PersistentMap<ObjectId, AdministrativeUnit> units) {
    static ObjectIndex empty(WorkListener work) {
        return new ObjectIndex(ids(work), ids(work), ids(work), ids(work), ids(work));
    }

    private static <T> PersistentMap<ObjectId, T> ids(WorkListener work) {
        return PersistentMap.empty(KeyOrder.ids(ObjectId::value), work);
    }

    @Nullable
    DirectoryObject find(ObjectId id) {
        DirectoryObject found = users.get(id);
        found = found == null ? groups.get(id) : found;
        found = found == null ? principals.get(id) : found;
        found = found == null ? applications.get(id) : found;
        return found == null ? units.get(id) : found;
    }

    /** The objects of a kind, in the order of their ids. */
    @SuppressWarnings("unchecked") // each kind has its map
    <T extends DirectoryObject> PersistentMap<ObjectId, T> of(Class<T> kind) {
        PersistentMap<ObjectId, ?> found = kind.equals(User.class)
                ? users
                : kind.equals(Group.class)
                        ? groups
                        : kind.equals(Application.class)
                                ? applications
                                : kind.equals(ServicePrincipal.class)
                                        ? principals
                                        : kind.equals(AdministrativeUnit.class) ? units : null;
        if (found == null) {
            throw new IllegalArgumentException(kind + " is not one kind of object");
        }
        return (PersistentMap<ObjectId, T>) found;
    }

    ObjectIndex with(DirectoryObject object) {
        return switch (object) {
            case User user -> new ObjectIndex(users.with(user.id(), user), groups, applications, principals, units);
            case Group group -> new ObjectIndex(users, groups.with(group.id(), group), applications, principals, units);
            case Application application ->
                new ObjectIndex(users, groups, applications.with(application.id(), application), principals, units);
            case ServicePrincipal principal ->
                new ObjectIndex(users, groups, applications, principals.with(principal.id(), principal), units);
            case AdministrativeUnit unit ->
                new ObjectIndex(users, groups, applications, principals, units.with(unit.id(), unit));
        };
    }

    ObjectIndex without(DirectoryObject object) {
        ObjectId id = object.id();
        return switch (object) {
            case User _ -> new ObjectIndex(users.without(id), groups, applications, principals, units);
            case Group _ -> new ObjectIndex(users, groups.without(id), applications, principals, units);
            case Application _ -> new ObjectIndex(users, groups, applications.without(id), principals, units);
            case ServicePrincipal _ -> new ObjectIndex(users, groups, applications, principals.without(id), units);
            case AdministrativeUnit _ -> new ObjectIndex(users, groups, applications, principals, units.without(id));
        };
    }
}
