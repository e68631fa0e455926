package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What the properties of recipients are read from: one state of a tenant's directory. */
public interface RecipientSource {
    Tenant tenant();

    @Nullable
    DirectoryObject find(ObjectId id);

    /** The object of this id, if it is of this type. */
    <T extends DirectoryObject> @Nullable T find(ObjectId id, Class<T> type);

    /** The objects that have this one as a direct member. */
    Collection<ObjectId> groupsOf(ObjectId member);

    /** The direct members of a group. */
    Collection<ObjectId> members(ObjectId group);
}
