package dev.postern.graph.directory;

import static dev.postern.gate.DirectoryOpening.DIRECTORY_WRITE;

import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.DirectoryFailure;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.Draft;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.SecretHash;
import dev.postern.directory.ServicePrincipal;
import dev.postern.gate.DirectoryWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Moments;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code addPassword} and {@code removePassword}. The secret is only in the response that creates it. */
final class Passwords {
    private static final Duration USUAL_LIFE = Duration.ofDays(2 * 365);

    private final InstantSource clock;
    private final StructuredType credential;
    private final SecureRandom random = new SecureRandom();

    Passwords(InstantSource clock, TypeModel types) {
        this.clock = clock;
        this.credential = types.type("passwordCredential");
    }

    void bind(GraphEdge edge) {
        edge.bind("POST", "/applications/{id}/addPassword", DIRECTORY_WRITE, this::add);
        edge.bind("POST", "/servicePrincipals/{id}/addPassword", DIRECTORY_WRITE, this::add);
        edge.bind("POST", "/applications/{id}/removePassword", DIRECTORY_WRITE, Passwords::remove);
        edge.bind("POST", "/servicePrincipals/{id}/removePassword", DIRECTORY_WRITE, Passwords::remove);
    }

    private Response add(DirectoryWriter directory, GraphRequest request) {
        holder(new Lookup(directory.snapshot()), request);
        JsonNode requested = requested(request);
        String secret = SecretHash.newSecret(random);
        PasswordCredential created = created(requested, secret);
        directory.change(draft -> {
            DirectoryObject holder = holder(new Lookup(draft.before()), request);
            var passwords = new ArrayList<>(credentials(holder).passwords());
            // newest first, as Graph lists them
            passwords.addFirst(created);
            put(draft, holder, passwords);
            return created;
        });
        MetadataLevel level = request.metadata();
        return GraphAnswer.ok(
                request.envelope(level, "microsoft.graph.passwordCredential")
                        .single(CredentialDocuments.password(created, secret)),
                level);
    }

    private JsonNode requested(GraphRequest request) {
        byte[] body = request.content();
        JsonNode root = body.length == 0
                ? Json.object()
                : Json.parse(body, request.http().memory());
        for (String name : root.propertyNames()) {
            if (!name.equalsIgnoreCase("passwordCredential")) {
                throw GraphFailure.directory(
                        "The parameter '" + name + "' is unknown. The only parameter is 'passwordCredential'.");
            }
        }
        JsonNode value = root.properties().stream()
                .map(Map.Entry::getValue)
                .filter(one -> !one.isNull())
                .findFirst()
                .orElseGet(Json::object);
        return request.model().bodies().read(credential, root.isObject() ? value : root);
    }

    private PasswordCredential created(JsonNode requested, String secret) {
        if (requested.path("secretText").isString()) {
            throw GraphFailure.directory("Property 'secretText' is read-only and cannot be set.");
        }
        Instant start = time(requested, "startDateTime", clock.instant());
        Instant end = time(requested, "endDateTime", start.plus(USUAL_LIFE));
        if (!end.isAfter(start)) {
            throw GraphFailure.directory("Key credential end date is invalid: it must be after the start date.");
        }
        @Nullable
        String name = requested.path("displayName").isString()
                ? requested.path("displayName").stringValue()
                : null;
        if (name != null && name.length() > 256) {
            throw GraphFailure.directory(
                    "Invalid value specified for property 'displayName' of resource 'PasswordCredential'.");
        }
        return new PasswordCredential(
                UUID.randomUUID(), name, secret.substring(0, 3), start, end, SecretHash.of(secret, random));
    }

    private static Instant time(JsonNode requested, String name, Instant usual) {
        JsonNode value = requested.path(name);
        return value.isString() ? Moments.parse(value.stringValue()).orElse(usual) : usual;
    }

    private static Response remove(DirectoryWriter directory, GraphRequest request) {
        holder(new Lookup(directory.snapshot()), request);
        JsonNode body = request.json();
        if (!body.path("keyId").isString() || body.size() != 1) {
            throw GraphFailure.directory("The body must contain only 'keyId'.");
        }
        UUID keyId = Lookup.guid(body.path("keyId").stringValue());
        directory.change(draft -> {
            DirectoryObject holder = holder(new Lookup(draft.before()), request);
            var left = new ArrayList<>(credentials(holder).passwords());
            if (!left.removeIf(password -> password.keyId().equals(keyId))) {
                throw new DirectoryFailure.NotFound(keyId.toString());
            }
            put(draft, holder, left);
            return true;
        });
        return GraphAnswer.noContent();
    }

    private static DirectoryObject holder(Lookup lookup, GraphRequest request) {
        if (request.has("applications")) {
            return lookup.application(request.key("applications"));
        }
        return WellKnownApps.refuse(lookup.servicePrincipal(request.key("servicePrincipals")), "updated");
    }

    private static Credentials credentials(DirectoryObject holder) {
        return switch (holder) {
            case Application application -> application.credentials();
            case ServicePrincipal principal -> principal.credentials();
            default -> throw new IllegalStateException("Only applications and service principals have credentials");
        };
    }

    private static void put(Draft draft, DirectoryObject holder, List<PasswordCredential> passwords) {
        Credentials credentials = credentials(holder).withPasswords(passwords);
        switch (holder) {
            case Application application -> draft.put(application.withCredentials(credentials));
            case ServicePrincipal principal -> draft.put(principal.withCredentials(credentials));
            default -> throw new IllegalStateException("Only applications and service principals have credentials");
        }
    }
}
