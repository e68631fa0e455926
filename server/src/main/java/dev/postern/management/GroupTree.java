package dev.postern.management;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is in a group, and what a member is in, through nested groups. Bounded, because groups may contain each other. For one thread. */
final class GroupTree {
    private static final int MAX_DEPTH = 5;
    private static final int MAX_OF_ONE = 20;
    private static final int MAX_NODES = 200;
    private static final int MAX_PATHS = 100;

    private final DirectorySnapshot directory;
    private int nodes;

    GroupTree(DirectorySnapshot directory) {
        this.directory = directory;
    }

    /**
     * A member, with its own members if it is a group. A group that contains itself is marked where it occurs again.
     *
     * @param above the groups that were followed from the top down to the member
     */
    ObjectNode member(DirectoryObject object, List<ObjectId> above) {
        nodes++;
        ObjectNode node = RecipientShape.row(directory, object);
        if (!(object instanceof Group group)) {
            return node;
        }
        if (above.contains(group.id())) {
            return node.put("cycle", true);
        }
        if (above.size() > MAX_DEPTH) {
            return node.put("more", !directory.members(group.id()).isEmpty());
        }
        List<ObjectId> path = new ArrayList<>(above);
        path.add(group.id());
        ArrayNode below = node.putArray("nested");
        int shown = 0;
        for (ObjectId id : directory.unorderedMembers(group.id())) {
            DirectoryObject inner = directory.find(id);
            if (shown == MAX_OF_ONE || nodes >= MAX_NODES) {
                return node.put("more", true);
            }
            if (inner != null) {
                below.add(member(inner, path));
                shown++;
            }
        }
        return node;
    }

    /** The groups that contain an object, the nearest first, each with the shortest path from the object up to it. */
    ObjectNode above(ObjectId member) {
        Map<ObjectId, ObjectId> below = new HashMap<>();
        Deque<ObjectId> open = new ArrayDeque<>(List.of(member));
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        ArrayNode all = found.putArray("memberOf");
        while (!open.isEmpty()) {
            ObjectId at = open.remove();
            for (ObjectId id : directory.memberOf(at)) {
                if (!id.equals(member) && !below.containsKey(id) && directory.find(id) instanceof Group group) {
                    if (all.size() == MAX_PATHS) {
                        return found.put("memberOfMore", true);
                    }
                    below.put(id, at);
                    open.add(id);
                    ObjectNode row = RecipientShape.row(directory, group);
                    ArrayNode path = row.putArray("path");
                    path(below, member, at).forEach(one -> path.add(step(one)));
                    all.add(row);
                }
            }
        }
        return found;
    }

    private static List<ObjectId> path(Map<ObjectId, ObjectId> below, ObjectId member, ObjectId from) {
        List<ObjectId> path = new ArrayList<>();
        ObjectId at = from;
        while (!at.equals(member)) {
            path.add(at);
            at = below.getOrDefault(at, member);
        }
        Collections.reverse(path);
        return path;
    }

    private ObjectNode step(ObjectId id) {
        DirectoryObject object = directory.find(id);
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id.toString())
                .put("name", object == null ? "" : object.displayName());
    }
}
