package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;
import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.access.ObjectId;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.User;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Response;

/** The members of administrative units: users and groups, also groups that Exchange manages. */
final class UnitMembers {
    private static final String PATH = AdministrativeUnits.PATH + "/{id}/members";

    private final AnyObject any;

    UnitMembers(AnyObject any) {
        this.any = any;
    }

    void bind(GraphEdge edge) {
        edge.bind("GET", PATH + "/{id}", DIRECTORY_READ, this::get);
        edge.bind("POST", PATH + "/$ref", DIRECTORY_WRITE, UnitMembers::add);
        edge.bind("DELETE", PATH + "/{id}/$ref", DIRECTORY_WRITE, UnitMembers::remove);
    }

    private static AdministrativeUnit unit(DirectorySnapshot directory, GraphRequest request) {
        return new Lookup(directory).administrativeUnit(request.key(AdministrativeUnits.SET));
    }

    private Response get(DirectoryReader directory, GraphRequest request) {
        DirectorySnapshot snapshot = directory.snapshot();
        ObjectId unit = unit(snapshot, request).id();
        String key = request.key("members");
        DirectoryObject member = new Lookup(snapshot).any(key);
        if (!snapshot.members(unit).contains(member.id())) {
            throw new DirectoryFailure.NotFound(key);
        }
        return any.answer(directory, request, member);
    }

    private static Response add(DirectoryWriter directory, GraphRequest request) {
        unit(directory.snapshot(), request);
        ObjectId id = ObjectReferences.id(ObjectReferences.posted(request));
        directory.change(draft -> {
            ObjectId unit = unit(draft.before(), request).id();
            DirectoryObject member = draft.now(id);
            if (member == null) {
                throw new DirectoryFailure.NotFound(id.toString());
            }
            if (!(member instanceof User || member instanceof Group)) {
                throw GraphFailure.directory("Only users and groups can be members of an administrative unit.");
            }
            if (!draft.addMember(unit, id)) {
                throw Members.alreadyThere();
            }
            return true;
        });
        return GraphAnswer.noContent();
    }

    private static Response remove(DirectoryWriter directory, GraphRequest request) {
        directory.change(draft -> {
            String key = request.key("members");
            ObjectId member = Lookup.id(key).orElseThrow(() -> new DirectoryFailure.NotFound(key));
            if (!draft.removeMember(unit(draft.before(), request).id(), member)) {
                throw new DirectoryFailure.NotFound(key);
            }
            return true;
        });
        return GraphAnswer.noContent();
    }
}
