package dev.postern.advice;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.RecipientSource;
import dev.postern.directory.Tenant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A directory in which nested members are direct members, to find out what a filter would match if they counted. */
record NestedMembers(DirectorySnapshot directory) implements RecipientSource {
    @Override
    public Tenant tenant() {
        return directory.tenant();
    }

    @Override
    public @Nullable DirectoryObject find(ObjectId id) {
        return directory.find(id);
    }

    @Override
    public <T extends DirectoryObject> @Nullable T find(ObjectId id, Class<T> type) {
        return directory.find(id, type);
    }

    @Override
    public Collection<ObjectId> groupsOf(ObjectId member) {
        return directory.allGroupsOf(member);
    }

    @Override
    public Collection<ObjectId> members(ObjectId group) {
        return directory.members(group);
    }
}
