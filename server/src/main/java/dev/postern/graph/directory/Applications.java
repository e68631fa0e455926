package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;
import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.Draft;
import dev.postern.directory.ServicePrincipal;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.http.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * {@code /applications}: registrations. The properties that a service principal copies from its application follow
 * every change.
 */
final class Applications {
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "appId",
            "deletedDateTime",
            "createdDateTime",
            "publisherDomain",
            "verifiedPublisher",
            "createdByAppId");

    private final InstantSource clock;
    private final StructuredType type;
    private final ObjectReads objects;
    private final IdentifierUris names;

    Applications(InstantSource clock, TypeModel types, IdentifierUris names) {
        this.names = names;
        this.clock = clock;
        this.type = types.type("application");
        this.objects = new ObjectReads("applications", type);
    }

    void bind(GraphEdge edge) {
        edge.bind(
                "GET",
                "/applications/delta",
                DIRECTORY_READ,
                new ObjectDelta("applications", type, Application.class)::get);
        edge.bind(
                "GET",
                "/applications",
                DIRECTORY_READ,
                (directory, request) -> objects.list(directory, request, Application.class));
        edge.bind(
                "GET",
                "/applications/$count",
                DIRECTORY_READ,
                (directory, request) -> objects.count(directory, request, Application.class));
        edge.bind("POST", "/applications", DIRECTORY_WRITE, this::create);
        edge.bind(
                "GET",
                "/applications/{id}",
                DIRECTORY_READ,
                (directory, request) -> objects.get(
                        directory, request, new Lookup(directory.snapshot()).application(request.key("applications"))));
        edge.bind("PATCH", "/applications/{id}", DIRECTORY_WRITE, this::update);
        edge.bind("DELETE", "/applications/{id}", DIRECTORY_WRITE, Applications::delete);
    }

    private Response create(DirectoryWriter directory, GraphRequest request) {
        JsonNode body = request.body(type);
        Application created = directory.change(draft -> {
            var given = new RequestProperties(body.deepCopy().asObject(), type, "Application");
            if (!given.has("displayName")) {
                throw given.missing("displayName");
            }
            Application empty = new Application(
                    new ObjectId(UUID.randomUUID()),
                    new AppId(UUID.randomUUID()),
                    clock.instant(),
                    "",
                    List.of(),
                    List.of(),
                    Credentials.NONE,
                    List.of(),
                    Map.of());
            List<ObjectId> owners = Owners.bound(given, draft.before());
            Application application = changed(given, empty).withOwners(owners);
            names.check(application, draft.before());
            draft.put(application);
            return application;
        });
        return objects.created(directory, request, created);
    }

    private Response update(DirectoryWriter directory, GraphRequest request) {
        new Lookup(directory.snapshot()).application(request.key("applications"));
        JsonNode body = request.body(type);
        directory.change(draft -> {
            Application before = new Lookup(draft.before()).application(request.key("applications"));
            Application after = changed(new RequestProperties(body.deepCopy().asObject(), type, "Application"), before);
            names.check(after, draft.before());
            draft.put(after);
            ServicePrincipal principal = draft.before().servicePrincipal(after.appId());
            if (principal != null) {
                follow(draft, principal, after);
            }
            return after;
        });
        return GraphAnswer.noContent();
    }

    private static void follow(Draft draft, ServicePrincipal principal, Application application) {
        draft.put(PrincipalChanges.following(principal, application));
        // a role that is no longer declared must not remain granted
        var declared = application.appRoles().stream().map(role -> role.id()).toList();
        draft.before().assignmentsTo(principal.id()).stream()
                .filter(assignment -> !declared.contains(assignment.appRoleId()))
                .forEach(draft::remove);
    }

    private static Application changed(RequestProperties given, Application application) {
        given.refuse(READ_ONLY);
        given.take("passwordCredentials").filter(list -> !list.isEmpty()).ifPresent(list -> {
            throw GraphFailure.directory(
                    "Only the server creates secrets. Use addPassword and removePassword instead of the"
                            + " property 'passwordCredentials'.");
        });
        String displayName = given.text("displayName")
                .map(text -> Users.displayName(given, text))
                .orElse(application.displayName());
        Credentials credentials = given.take("keyCredentials")
                .map(keys -> application
                        .credentials()
                        .withKeys(KeyCredentials.read(
                                keys, application.credentials().keys())))
                .orElse(application.credentials());
        return new Application(
                application.id(),
                application.appId(),
                application.createdAt(),
                displayName,
                given.texts("identifierUris").orElse(application.identifierUris()),
                given.take("appRoles").map(AppRoles::read).orElse(application.appRoles()),
                credentials,
                application.owners(),
                given.profile(application.profile()));
    }

    /** The service principal of this tenant is deleted with its application, and with it every grant. */
    private static Response delete(DirectoryWriter directory, GraphRequest request) {
        directory.change(draft -> {
            Application application = new Lookup(draft.before()).application(request.key("applications"));
            draft.remove(application.id());
            ServicePrincipal principal = draft.before().servicePrincipal(application.appId());
            if (principal != null) {
                draft.remove(principal.id());
            }
            return true;
        });
        return GraphAnswer.noContent();
    }
}
