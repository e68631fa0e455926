package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.access.ObjectId;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.Application;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.Group;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Response;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Owners of applications, service principals and groups: users and service principals. Here they are a record of who is responsible and
 * give no access to anything.
 */
final class Owners {
    static final List<String> SETS = List.of("applications", "servicePrincipals", "groups");
    private static final int MOST = 100;

    private Owners() {}

    static void bind(GraphEdge edge) {
        for (String set : SETS) {
            edge.bind("POST", "/" + set + "/{id}/owners/$ref", DIRECTORY_WRITE, Owners::add);
            edge.bind("DELETE", "/" + set + "/{id}/owners/{id}/$ref", DIRECTORY_WRITE, Owners::remove);
        }
    }

    /** The owners of an object; users have none. */
    static List<ObjectId> of(@Nullable DirectoryObject object) {
        return switch (object) {
            case Application application -> application.owners();
            case ServicePrincipal principal -> principal.owners();
            case Group group -> group.owners();
            case User _, AdministrativeUnit _ -> List.of();
            case null -> List.of();
        };
    }

    /** The owners that {@code owners@odata.bind} names. */
    static List<ObjectId> bound(RequestProperties given, DirectorySnapshot directory) {
        List<ObjectId> owners = ObjectReferences.ids(given.bound("owners"));
        owners.forEach(owner -> require(owner, directory.find(owner)));
        return limited(owners);
    }

    /** The owners of an object with those that {@code owners@odata.bind} names. */
    static List<ObjectId> with(List<ObjectId> before, RequestProperties given, DirectorySnapshot directory) {
        var owners = new LinkedHashSet<>(before);
        owners.addAll(bound(given, directory));
        return limited(List.copyOf(owners));
    }

    private static List<ObjectId> limited(List<ObjectId> owners) {
        if (owners.size() > MOST) {
            throw GraphFailure.directory("An object can have at most " + MOST + " owners.");
        }
        return owners;
    }

    private static void require(ObjectId id, @Nullable DirectoryObject owner) {
        if (owner == null) {
            throw new DirectoryFailure.NotFound(id.toString());
        }
        if (!(owner instanceof User) && !(owner instanceof ServicePrincipal)) {
            throw GraphFailure.directory("The owner '" + id + "' is neither a user nor a service principal.");
        }
    }

    private static Response add(DirectoryWriter directory, GraphRequest request) {
        owned(new Lookup(directory.snapshot()), request);
        ObjectId added = ObjectReferences.id(ObjectReferences.posted(request));
        directory.change(draft -> {
            DirectoryObject owned = owned(new Lookup(draft.before()), request);
            require(added, draft.now(added));
            var owners = new ArrayList<>(of(owned));
            if (owners.contains(added)) {
                throw GraphFailure.directory(
                        "One or more added object references already exist for the following modified"
                                + " properties: 'owners'.");
            }
            owners.add(added);
            return put(draft, owned, limited(owners));
        });
        return GraphAnswer.noContent();
    }

    private static Response remove(DirectoryWriter directory, GraphRequest request) {
        String key = request.key("owners");
        directory.change(draft -> {
            DirectoryObject owned = owned(new Lookup(draft.before()), request);
            ObjectId removed = Lookup.id(key).orElseThrow(() -> new DirectoryFailure.NotFound(key));
            var owners = new ArrayList<>(of(owned));
            if (!owners.remove(removed)) {
                throw new DirectoryFailure.NotFound(key);
            }
            if (owned instanceof Group && owners.isEmpty()) {
                throw GraphFailure.directory(
                        "The group must have at least one owner, hence this owner cannot be removed.");
            }
            return put(draft, owned, owners);
        });
        return GraphAnswer.noContent();
    }

    private static DirectoryObject owned(Lookup lookup, GraphRequest request) {
        if (request.has("applications")) {
            return lookup.application(request.key("applications"));
        }
        return request.has("groups")
                ? GroupRoutes.managedHere(lookup.group(request.key("groups")), "Update")
                : WellKnownApps.refuse(lookup.servicePrincipal(request.key("servicePrincipals")), "updated");
    }

    private static DirectoryObject put(Draft draft, DirectoryObject owned, List<ObjectId> owners) {
        DirectoryObject changed = switch (owned) {
            case Application application -> application.withOwners(owners);
            case ServicePrincipal principal -> principal.withOwners(owners);
            case Group group -> group.withOwners(owners);
            case User user -> user;
            case AdministrativeUnit unit -> unit;
        };
        draft.put(changed);
        return Objects.requireNonNull(changed);
    }
}
