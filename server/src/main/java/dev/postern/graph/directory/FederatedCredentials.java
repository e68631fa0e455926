package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_READ;
import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.directory.Application;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.FederatedCredential;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * {@code /applications/{id}/federatedIdentityCredentials}: external tokens that an application may use as credentials.
 */
final class FederatedCredentials {
    private static final String BASE = "/applications/{id}/federatedIdentityCredentials";
    private static final String COLLECTION = "federatedIdentityCredentials";

    /** Graph's limit for one application. */
    private static final int MAX_CREDENTIALS = 20;

    private final FederatedBody bodies;

    FederatedCredentials(FederatedBody bodies) {
        this.bodies = bodies;
    }

    void bind(GraphEdge edge) {
        edge.bind("GET", BASE, DIRECTORY_READ, FederatedCredentials::list);
        edge.bind("POST", BASE, DIRECTORY_WRITE, this::create);
        edge.bind("GET", BASE + "/{id}", DIRECTORY_READ, FederatedCredentials::get);
        edge.bind("PATCH", BASE + "/{id}", DIRECTORY_WRITE, this::update);
        edge.bind("DELETE", BASE + "/{id}", DIRECTORY_WRITE, FederatedCredentials::delete);
    }

    private static Application application(DirectorySnapshot directory, GraphRequest request) {
        return new Lookup(directory).application(request.key("applications"));
    }

    private static String context(Application application) {
        return "applications('" + application.id() + "')/" + COLLECTION;
    }

    /** Always the whole list: it has at most twenty entries, so no query option applies. */
    private static Response list(DirectoryReader directory, GraphRequest request) {
        refuseQuery(request);
        Application application = application(directory.snapshot(), request);
        MetadataLevel level = request.metadata();
        var all = application.credentials().federated().stream()
                .map(CredentialDocuments::federated)
                .toList();
        return GraphAnswer.ok(
                request.envelope(level, context(application)).page(all, OptionalLong.empty(), Optional.empty()), level);
    }

    private static void refuseQuery(GraphRequest request) {
        if (!request.http().rawQuery().isEmpty()) {
            throw GraphFailure.notImplemented("A query on " + COLLECTION);
        }
    }

    private static Response get(DirectoryReader directory, GraphRequest request) {
        refuseQuery(request);
        Application application = application(directory.snapshot(), request);
        MetadataLevel level = request.metadata();
        return GraphAnswer.ok(
                request.envelope(level, context(application) + "/$entity")
                        .single(CredentialDocuments.federated(requested(application, request))),
                level);
    }

    /** Finds a credential by id or by name. */
    private static FederatedCredential requested(Application application, GraphRequest request) {
        String key = request.key(COLLECTION);
        return application.credentials().federated().stream()
                .filter(one ->
                        one.id().toString().equalsIgnoreCase(key) || one.name().equals(key))
                .findFirst()
                .orElseThrow(() -> new DirectoryFailure.NotFound(key));
    }

    private Response create(DirectoryWriter directory, GraphRequest request) {
        application(directory.snapshot(), request);
        JsonNode body = request.json();
        FederatedCredential created = bodies.created(body);
        Application holder = directory.change(draft -> {
            Application application = application(draft.before(), request);
            var all = new ArrayList<>(application.credentials().federated());
            if (all.size() == MAX_CREDENTIALS) {
                throw GraphFailure.directory(
                        "An application can have at most " + MAX_CREDENTIALS + " federated identity credentials.");
            }
            all.add(created);
            put(draft, application, all);
            return application;
        });
        MetadataLevel level = request.metadata();
        return GraphAnswer.created(
                request.envelope(level, context(holder) + "/$entity").single(CredentialDocuments.federated(created)),
                level,
                request.serviceRoot() + "/applications/" + holder.id() + "/" + COLLECTION + "/" + created.id());
    }

    private Response update(DirectoryWriter directory, GraphRequest request) {
        requested(application(directory.snapshot(), request), request);
        JsonNode body = request.json();
        directory.change(draft -> {
            Application application = application(draft.before(), request);
            FederatedCredential before = requested(application, request);
            var all = new ArrayList<>(application.credentials().federated());
            all.set(all.indexOf(before), bodies.changed(before, body));
            put(draft, application, all);
            return true;
        });
        return GraphAnswer.noContent();
    }

    private static Response delete(DirectoryWriter directory, GraphRequest request) {
        directory.change(draft -> {
            Application application = application(draft.before(), request);
            var all = new ArrayList<>(application.credentials().federated());
            all.remove(requested(application, request));
            put(draft, application, all);
            return true;
        });
        return GraphAnswer.noContent();
    }

    /** Refuses duplicate names, and a second credential with the same issuer and subject, which a token would match too. */
    private static void put(Draft draft, Application application, List<FederatedCredential> all) {
        for (FederatedCredential one : all) {
            for (FederatedCredential other : all) {
                if (!one.id().equals(other.id())) {
                    if (one.name().equals(other.name())) {
                        throw new DirectoryFailure.AlreadyExists("name", one.name());
                    }
                    if (one.issuer().equals(other.issuer()) && one.subject().equals(other.subject())) {
                        throw GraphFailure.directory("FederatedIdentityCredential with this combination of issuer and"
                                + " subject already exists.");
                    }
                }
            }
        }
        draft.put(application.withCredentials(application.credentials().withFederated(all)));
    }
}
