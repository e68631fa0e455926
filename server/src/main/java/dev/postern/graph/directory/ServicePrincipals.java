package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;
import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.ServicePrincipalType;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code /servicePrincipals}: the objects that have grants and get tokens. Disabling or deleting one takes effect at
 * its next request.
 */
final class ServicePrincipals {
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "deletedDateTime",
            "appDisplayName",
            "appOwnerOrganizationId",
            "appRoles",
            "oauth2PermissionScopes",
            "servicePrincipalNames",
            "servicePrincipalType",
            "signInAudience",
            "alternativeNames",
            "passwordCredentials",
            "verifiedPublisher",
            "createdByAppId");

    private final InstantSource clock;
    private final StructuredType type;
    private final ObjectReads objects;

    ServicePrincipals(InstantSource clock, TypeModel types) {
        this.clock = clock;
        this.type = types.type("servicePrincipal");
        this.objects = new ObjectReads("servicePrincipals", type);
    }

    void bind(GraphEdge edge) {
        edge.bind(
                "GET",
                "/servicePrincipals/delta",
                DIRECTORY_READ,
                new ObjectDelta("servicePrincipals", type, ServicePrincipal.class)::get);
        edge.bind(
                "GET",
                "/servicePrincipals",
                DIRECTORY_READ,
                (directory, request) -> objects.list(directory, request, ServicePrincipal.class));
        edge.bind(
                "GET",
                "/servicePrincipals/$count",
                DIRECTORY_READ,
                (directory, request) -> objects.count(directory, request, ServicePrincipal.class));
        edge.bind("POST", "/servicePrincipals", DIRECTORY_WRITE, this::create);
        edge.bind(
                "GET",
                "/servicePrincipals/{id}",
                DIRECTORY_READ,
                (directory, request) -> objects.get(directory, request, requested(directory.snapshot(), request)));
        edge.bind("PATCH", "/servicePrincipals/{id}", DIRECTORY_WRITE, this::update);
        edge.bind("DELETE", "/servicePrincipals/{id}", DIRECTORY_WRITE, ServicePrincipals::delete);
    }

    private static ServicePrincipal requested(DirectorySnapshot directory, GraphRequest request) {
        return new Lookup(directory).servicePrincipal(request.key("servicePrincipals"));
    }

    private Response create(DirectoryWriter directory, GraphRequest request) {
        JsonNode body = request.body(type);
        ServicePrincipal created = directory.change(draft -> {
            var given = new RequestProperties(body.deepCopy().asObject(), type, "ServicePrincipal");
            List<ObjectId> owners = Owners.bound(given, draft.before());
            ServicePrincipal principal = created(given, draft.before()).withOwners(owners);
            draft.put(principal);
            return principal;
        });
        return objects.created(directory, request, created);
    }

    private ServicePrincipal created(RequestProperties given, DirectorySnapshot before) {
        given.refuse(READ_ONLY);
        String text = given.required("appId");
        ObjectId guid = Lookup.id(text).orElseThrow(() -> given.invalid("appId"));
        AppId appId = new AppId(guid.value());
        @Nullable Application application = before.application(appId);
        if (application == null) {
            throw new GraphFailure(
                    400,
                    "Request_BadRequest",
                    "The appId '" + appId
                            + "' of the service principal does not reference a valid application object.");
        }
        if (before.servicePrincipal(appId) != null) {
            throw new GraphFailure(
                    409,
                    "Request_MultipleObjectsWithSameKeyValue",
                    "The service principal cannot be created, updated, or restored because the service principal name "
                            + appId + " is already in use.");
        }
        ServicePrincipal fresh = new ServicePrincipal(
                new ObjectId(UUID.randomUUID()),
                appId,
                clock.instant(),
                application.displayName(),
                ServicePrincipalType.APPLICATION,
                true,
                false,
                PrincipalChanges.names(application),
                List.of(),
                application.appRoles(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of());
        return PrincipalChanges.patched(fresh, given);
    }

    private Response update(DirectoryWriter directory, GraphRequest request) {
        requested(directory.snapshot(), request);
        JsonNode body = request.body(type);
        directory.change(draft -> {
            ServicePrincipal before = WellKnownApps.refuse(requested(draft.before(), request), "updated");
            var given = new RequestProperties(body.deepCopy().asObject(), type, "ServicePrincipal");
            given.refuse(READ_ONLY);
            given.refuse(Set.of("appId"));
            ServicePrincipal after = PrincipalChanges.patched(before, given);
            draft.put(after);
            return after;
        });
        return GraphAnswer.noContent();
    }

    private static Response delete(DirectoryWriter directory, GraphRequest request) {
        directory.change(draft -> {
            draft.remove(WellKnownApps.refuse(requested(draft.before(), request), "deleted")
                    .id());
            return true;
        });
        return GraphAnswer.noContent();
    }
}
