package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;

import dev.postern.access.ObjectId;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.Application;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.gate.DirectoryReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.OperationHandler;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.http.Json;
import dev.postern.http.Response;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Membership of groups and administrative units, direct and transitive, in both directions. */
final class Relations {
    private static final Map<String, Class<? extends DirectoryObject>> KINDS = Map.of(
            "user",
            User.class,
            "group",
            Group.class,
            "servicePrincipal",
            ServicePrincipal.class,
            "application",
            Application.class,
            "administrativeUnit",
            AdministrativeUnit.class);
    private static final List<String> OWNED = List.of("application", "servicePrincipal", "group");

    private final TypeModel types;

    Relations(TypeModel types) {
        this.types = types;
    }

    /** The object in the path that a relation starts from. */
    private interface Start {
        DirectoryObject find(Lookup lookup, GraphRequest request);
    }

    /** The neighbours of an object in a relation. */
    private interface Step {
        Collection<ObjectId> from(DirectorySnapshot directory, ObjectId id);
    }

    void bind(GraphEdge edge) {
        Start user = (lookup, request) -> lookup.user(request.key("users"));
        Start group = (lookup, request) -> lookup.group(request.key("groups"));
        Start principal = (lookup, request) -> lookup.servicePrincipal(request.key("servicePrincipals"));
        for (var entry : Map.of("/users", user, "/groups", group, "/servicePrincipals", principal)
                .entrySet()) {
            String base = entry.getKey() + "/{id}/";
            boolean inUnits = !entry.getKey().equals("/servicePrincipals");
            List<String> direct = inUnits ? List.of("group", "administrativeUnit") : List.of("group");
            bind(edge, base + "memberOf", entry.getValue(), false, DirectorySnapshot::memberOf, direct);
            bind(
                    edge,
                    base + "transitiveMemberOf",
                    entry.getValue(),
                    true,
                    DirectorySnapshot::memberOf,
                    List.of("group"));
        }
        Start unit = (lookup, request) -> lookup.administrativeUnit(request.key(AdministrativeUnits.SET));
        String members = AdministrativeUnits.PATH + "/{id}/members";
        bind(edge, members, unit, false, DirectorySnapshot::members, List.of("user", "group"));
        references(edge, members, unit, DirectorySnapshot::members);
        List<String> casts = List.of("user", "group", "servicePrincipal");
        bind(edge, "/groups/{id}/members", group, false, DirectorySnapshot::members, casts);
        bind(edge, "/groups/{id}/transitiveMembers", group, true, DirectorySnapshot::members, casts);
        references(edge, "/groups/{id}/members", group, DirectorySnapshot::members);
        Start application = (lookup, request) -> lookup.application(request.key("applications"));
        Step owners = (snapshot, id) -> Owners.of(snapshot.find(id));
        Map.of("/applications", application, "/servicePrincipals", principal, "/groups", group)
                .forEach((set, start) -> {
                    bind(edge, set + "/{id}/owners", start, false, owners, List.of("user", "servicePrincipal"));
                    references(edge, set + "/{id}/owners", start, owners);
                });
        Map.of("/users", user, "/servicePrincipals", principal).forEach((set, start) -> {
            String template = set + "/{id}/ownedObjects";
            owned(edge, template, start, OWNED, "");
            OWNED.forEach(cast -> owned(edge, template + "/microsoft.graph." + cast, start, List.of(cast), cast));
        });
    }

    private void bind(GraphEdge edge, String template, Start start, boolean transitive, Step step, List<String> casts) {
        edge.bind("GET", template, DIRECTORY_READ, lists(start, transitive, step, ""));
        edge.bind("GET", template + "/$count", DIRECTORY_READ, counts(start, transitive, step, ""));
        for (String cast : casts) {
            String narrowed = template + "/microsoft.graph." + cast;
            edge.bind("GET", narrowed, DIRECTORY_READ, lists(start, transitive, step, cast));
            edge.bind("GET", narrowed + "/$count", DIRECTORY_READ, counts(start, transitive, step, cast));
        }
    }

    private OperationHandler<DirectoryReader> lists(Start start, boolean transitive, Step step, String cast) {
        return (directory, request) ->
                DirectoryListing.list(request, source(directory, request, start, transitive, step, cast));
    }

    private OperationHandler<DirectoryReader> counts(Start start, boolean transitive, Step step, String cast) {
        return (directory, request) ->
                DirectoryListing.count(request, source(directory, request, start, transitive, step, cast));
    }

    private DirectoryListing.Source source(
            DirectoryReader directory, GraphRequest request, Start start, boolean transitive, Step step, String cast) {
        DirectorySnapshot snapshot = directory.snapshot();
        ObjectId from = start.find(new Lookup(snapshot), request).id();
        Collection<ObjectId> reached =
                transitive ? reach(snapshot, from, id -> step.from(snapshot, id)) : step.from(snapshot, from);
        var documents = new Documents(snapshot, false);
        Stream<DirectoryObject> found = reached.stream().map(snapshot::find).filter(Objects::nonNull);
        if (cast.isEmpty()) {
            return new DirectoryListing.Source(
                    "directoryObjects", polymorphic(), true, snapshot, query -> found.map(documents::typed));
        }
        Class<? extends DirectoryObject> kind = Objects.requireNonNull(KINDS.get(cast));
        return new DirectoryListing.Source(
                cast + "s",
                List.of(types.type(cast)),
                true,
                snapshot,
                query -> found.filter(kind::isInstance).map(documents::typed));
    }

    /** The member types: a query may use any of their properties, and each object shows those it has. */
    private List<StructuredType> polymorphic() {
        return Stream.of("directoryObject", "user", "group", "servicePrincipal", "application", "administrativeUnit")
                .map(types::type)
                .toList();
    }

    /** All reachable objects, also with cycles; the start is not included. Only direct members are in an administrative unit. */
    static Set<ObjectId> reach(
            DirectorySnapshot snapshot, ObjectId from, Function<ObjectId, Collection<ObjectId>> next) {
        var reached = new LinkedHashSet<ObjectId>();
        var waiting = new ArrayDeque<ObjectId>(next.apply(from));
        while (!waiting.isEmpty()) {
            ObjectId one = waiting.remove();
            if (!one.equals(from) && reached.add(one)) {
                next.apply(one).stream()
                        .filter(id -> snapshot.find(id, AdministrativeUnit.class) == null)
                        .forEach(waiting::add);
            }
        }
        return reached;
    }

    /** What an object owns is found by looking at all that can have owners, apart from requests like every search. */
    private void owned(GraphEdge edge, String template, Start start, List<String> kinds, String cast) {
        edge.bind("GET", template, DIRECTORY_READ, owned(start, kinds, cast, DirectoryListing::list));
        edge.bind("GET", template + "/$count", DIRECTORY_READ, owned(start, kinds, cast, DirectoryListing::count));
    }

    private OperationHandler<DirectoryReader> owned(
            Start start,
            List<String> kinds,
            String cast,
            BiFunction<GraphRequest, DirectoryListing.Source, Response> how) {
        return (directory, request) -> {
            DirectorySnapshot snapshot = directory.snapshot();
            ObjectId owner = start.find(new Lookup(snapshot), request).id();
            var documents = new Documents(snapshot, false);
            return how.apply(
                    request,
                    new DirectoryListing.Source(
                            cast.isEmpty() ? "directoryObjects" : cast + "s",
                            cast.isEmpty() ? polymorphic() : List.of(types.type(cast)),
                            true,
                            snapshot,
                            query -> kinds.stream()
                                    .map(kind -> Objects.requireNonNull(KINDS.get(kind)))
                                    .flatMap(snapshot::all)
                                    .filter(object -> Owners.of(object).contains(owner))
                                    .map(documents::typed)));
        };
    }

    private static void references(GraphEdge edge, String template, Start start, Step step) {
        edge.bind("GET", template + "/$ref", DIRECTORY_READ, (directory, request) -> {
            DirectorySnapshot snapshot = directory.snapshot();
            ObjectId from = start.find(new Lookup(snapshot), request).id();
            MetadataLevel level = request.metadata();
            var links = step.from(snapshot, from).stream()
                    .filter(id -> snapshot.find(id) != null)
                    .map(id -> Json.object().put("@odata.id", request.serviceRoot() + "/directoryObjects/" + id))
                    .toList();
            return GraphAnswer.ok(
                    request.envelope(level, "Collection($ref)").page(links, OptionalLong.empty(), Optional.empty()),
                    level);
        });
    }
}
