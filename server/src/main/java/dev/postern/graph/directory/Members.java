package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.access.ObjectId;
import dev.postern.directory.Application;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.Draft;
import dev.postern.directory.Group;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Response;

/** Adds and removes members of groups. Groups may contain each other in a cycle. */
final class Members {
    private Members() {}

    static void bind(GraphEdge edge) {
        edge.bind("POST", "/groups/{id}/members/$ref", DIRECTORY_WRITE, Members::add);
        edge.bind("DELETE", "/groups/{id}/members/{id}/$ref", DIRECTORY_WRITE, Members::remove);
    }

    private static Response add(DirectoryWriter directory, GraphRequest request) {
        new Lookup(directory.snapshot()).group(request.key("groups"));
        String address = ObjectReferences.posted(request);
        directory.change(draft -> {
            Group group = GroupRoutes.managedHere(new Lookup(draft.before()).group(request.key("groups")), "Update");
            if (!add(draft, group, address)) {
                throw alreadyThere();
            }
            return true;
        });
        return GraphAnswer.noContent();
    }

    static GraphFailure alreadyThere() {
        return GraphFailure.directory(
                "One or more added object references already exist for the following modified properties: 'members'.");
    }

    /** Returns false if it is a member already. */
    static boolean add(Draft draft, Group group, String address) {
        ObjectId id = ObjectReferences.id(address);
        DirectoryObject member = draft.now(id);
        if (member == null) {
            throw new DirectoryFailure.NotFound(id.toString());
        }
        if (member instanceof Application) {
            throw GraphFailure.directory(
                    "An application cannot be a member of a group. Add its service principal instead.");
        }
        return draft.addMember(group.id(), id);
    }

    private static Response remove(DirectoryWriter directory, GraphRequest request) {
        directory.change(draft -> {
            Group group = GroupRoutes.managedHere(new Lookup(draft.before()).group(request.key("groups")), "Update");
            String key = request.key("members");
            ObjectId member = Lookup.id(key).orElseThrow(() -> new DirectoryFailure.NotFound(key));
            if (!draft.removeMember(group.id(), member)) {
                throw new DirectoryFailure.NotFound(key);
            }
            return true;
        });
        return GraphAnswer.noContent();
    }
}
