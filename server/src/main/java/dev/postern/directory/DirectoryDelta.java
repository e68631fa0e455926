package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has changed in a tenant's directory between two revisions. A row has the revision of its last change only, and stays when its object is
 * removed, so an object is found once, at its latest change. Thread-safe; each method is one read of the database.
 */
public final class DirectoryDelta {
    private static final UUID LAST = new UUID(-1, -1);

    private final Database database;
    private final TenantId tenant;

    DirectoryDelta(Database database, TenantId tenant) {
        this.database = database;
        this.tenant = tenant;
    }

    /** The revisions of a round: after the first, up to the second. */
    public record Window(long after, long upTo) {}

    /**
     * A change, and so a place in the sequence of changes.
     *
     * @param id null before every object of this revision is read, or after
     */
    public record Change(long revision, @Nullable ObjectId id) {}

    /** A change of a group's direct members. */
    public record MemberChange(ObjectId member, boolean removed) {}

    /** Returns the changed objects of a type after a place, in the order of their revisions. */
    public List<Change> objects(Class<? extends DirectoryObject> type, Window window, Change place, int limit) {
        return database.read(sql -> sql.list(
                "select object_id, revision from directory_object where tenant_id = ? and revision >= ? and revision"
                        + " <= ? and kind = ? and (revision > ? or object_id > ?) order by revision, object_id limit ?",
                row -> new Change(row.number(2), new ObjectId(row.uuid(1))),
                tenant.value(),
                place.revision(),
                window.upTo(),
                DirectoryRows.kind(type),
                place.revision(),
                after(place.id()),
                limit));
    }

    /** As {@link #objects}, of groups that have changed themselves or in their members. Each call reads the whole window. */
    public List<Change> groups(Window window, Change place, int limit) {
        return database.read(sql -> sql.list(
                "select id, position from (select id, max(revision) as position from (select object_id as id, revision"
                    + " from directory_object where tenant_id = ? and revision > ? and revision <= ? and kind = ?"
                    + " union all select group_id as id, revision from membership where tenant_id = ? and revision > ?"
                    + " and revision <= ? and exists (select 1 from directory_object o where o.tenant_id ="
                    + " membership.tenant_id and o.object_id = membership.group_id and o.kind = ?)) changes group by"
                    + " id) places where position > ? or (position = ? and id > ?) order by position, id limit ?",
                row -> new Change(row.number(2), new ObjectId(row.uuid(1))),
                tenant.value(),
                window.after(),
                window.upTo(),
                DirectoryRows.kind(Group.class),
                tenant.value(),
                window.after(),
                window.upTo(),
                DirectoryRows.kind(Group.class),
                place.revision(),
                place.revision(),
                after(place.id()),
                limit));
    }

    /** Returns the changed members of a group, in the order of their ids. */
    public List<MemberChange> members(ObjectId group, Window window, @Nullable ObjectId after, int limit) {
        return database.read(sql -> sql.list(
                "select member_id, removed from membership where tenant_id = ? and group_id = ? and revision > ?"
                        + " and revision <= ? and member_id > ? order by member_id limit ?",
                row -> new MemberChange(new ObjectId(row.uuid(1)), row.flag(2)),
                tenant.value(),
                group.value(),
                window.after(),
                window.upTo(),
                after == null ? new UUID(0, 0) : after.value(),
                limit));
    }

    private static UUID after(@Nullable ObjectId id) {
        return id == null ? LAST : id.value();
    }
}
