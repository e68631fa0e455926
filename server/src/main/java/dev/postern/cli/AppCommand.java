package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code app create}: creates an application, its service principal, a secret and its roles of Graph and of the
 * management of Postern, with calls to Graph.
 */
final class AppCommand {
    private static final String GRAPH = "00000003-0000-0000-c000-000000000000";
    private static final String MANAGEMENT = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
    private final Server server;

    /** A role and the resource that has it, by their ids. */
    private record Role(String resource, String id) {}

    private AppCommand(Server server) {
        this.server = server;
    }

    static ObjectNode run(Server server, List<String> arguments, Path directory) {
        Options options = Options.of("app create", arguments);
        List<String> words = options.words(2, 2);
        String certificate = options.one("--certificate")
                .map(file -> certificate(directory.resolve(file)))
                .orElse(null);
        return new AppCommand(server).create(words.get(1), options.all("--permission"), certificate);
    }

    private ObjectNode create(String name, List<String> permissions, @Nullable String certificate) {
        List<Role> roles = roles(permissions);
        ObjectNode application = object().put("displayName", name);
        if (certificate != null) {
            application
                    .putArray("keyCredentials")
                    .addObject()
                    .put("type", "AsymmetricX509Cert")
                    .put("usage", "Verify")
                    .put("key", certificate);
        }
        JsonNode made = call("POST", "/v1.0/applications", application);
        String objectId = made.path("id").asString();
        try {
            return complete(made, roles);
        } catch (CliFailure e) {
            // an incomplete application is deleted; if that fails too, the first error is more useful
            server.send(Audience.GRAPH, "DELETE", "/v1.0/applications/" + objectId, null);
            throw e;
        }
    }

    private ObjectNode complete(JsonNode application, List<Role> roles) {
        String appId = application.path("appId").asString();
        ObjectNode wanted = object();
        wanted.putObject("passwordCredential").put("displayName", "postern app create");
        String secret = call(
                        "POST", "/v1.0/applications/" + application.path("id").asString() + "/addPassword", wanted)
                .path("secretText")
                .asString();
        String principal = call("POST", "/v1.0/servicePrincipals", object().put("appId", appId))
                .path("id")
                .asString();
        roles.forEach(role -> call(
                "POST",
                "/v1.0/servicePrincipals/" + principal + "/appRoleAssignments",
                object().put("principalId", principal)
                        .put("resourceId", role.resource())
                        .put("appRoleId", role.id())));
        return object().put("appId", appId).put("servicePrincipalId", principal).put("clientSecret", secret);
    }

    /** Finds roles by name. A role that neither resource has is refused before anything is created. */
    private List<Role> roles(List<String> permissions) {
        Map<String, Role> known = new LinkedHashMap<>();
        addRoles(GRAPH, known);
        if (permissions.stream().anyMatch(wanted -> known.keySet().stream().noneMatch(wanted::equalsIgnoreCase))) {
            addRoles(MANAGEMENT, known);
        }
        List<Role> wanted = new ArrayList<>();
        for (String permission : permissions) {
            String name = known.keySet().stream()
                    .filter(permission::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> CliFailure.failed("There is no application role '" + permission + "'."
                            + Suggestion.of(permission, known.keySet()) + " Nothing was created."));
            wanted.add(Objects.requireNonNull(known.get(name)));
        }
        return wanted;
    }

    private void addRoles(String appId, Map<String, Role> known) {
        JsonNode resource = call(
                        "GET", "/v1.0/servicePrincipals?$filter=" + Server.encode("appId eq '" + appId + "'"), null)
                .path("value")
                .path(0);
        resource.path("appRoles")
                .forEach(role -> known.putIfAbsent(
                        role.path("value").asString(),
                        new Role(resource.path("id").asString(), role.path("id").asString())));
    }

    /** Returns the certificate of a PEM file for Graph: DER in base64. */
    private static String certificate(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            return Base64.getEncoder()
                    .encodeToString(CertificateFactory.getInstance("X.509")
                            .generateCertificate(pem)
                            .getEncoded());
        } catch (IOException e) {
            throw CliFailure.failed("The certificate " + file + " cannot be read.");
        } catch (CertificateException e) {
            throw CliFailure.failed(file + " is not a PEM certificate.");
        }
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body) {
        Answer answer = server.send(Audience.GRAPH, method, path, body);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
