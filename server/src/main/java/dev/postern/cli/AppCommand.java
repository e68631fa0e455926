package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code app create}: creates an application, its service principal, a secret and its Graph roles, with calls to Graph. */
final class AppCommand {
    private static final String USAGE = "./postern app create NAME [--permission ROLE]... [--certificate PEM]";
    private static final String GRAPH = "00000003-0000-0000-c000-000000000000";
    private final Server server;

    private AppCommand(Server server) {
        this.server = server;
    }

    static ObjectNode run(Server server, List<String> arguments, Path directory) {
        Options options = Options.read(arguments, Set.of("--permission", "--certificate"), Options.JSON);
        List<String> words = options.words(2, 2, USAGE);
        if (!words.getFirst().equals("create")) {
            throw CliFailure.usage("Usage: " + USAGE);
        }
        String certificate = options.one("--certificate")
                .map(file -> certificate(directory.resolve(file)))
                .orElse(null);
        return new AppCommand(server).create(words.get(1), options.all("--permission"), certificate);
    }

    private ObjectNode create(String name, List<String> permissions, @Nullable String certificate) {
        JsonNode graph = call(
                        "GET", "/v1.0/servicePrincipals?$filter=" + Server.encode("appId eq '" + GRAPH + "'"), null)
                .path("value")
                .path(0);
        Map<String, String> roles = roles(graph, permissions);
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
            return complete(made, roles, graph.path("id").asString());
        } catch (CliFailure e) {
            // an incomplete application is deleted; if that fails too, the first error is more useful
            server.send(Audience.GRAPH, "DELETE", "/v1.0/applications/" + objectId, null);
            throw e;
        }
    }

    private ObjectNode complete(JsonNode application, Map<String, String> roles, String graphId) {
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
        roles.values()
                .forEach(role -> call(
                        "POST",
                        "/v1.0/servicePrincipals/" + principal + "/appRoleAssignments",
                        object().put("principalId", principal)
                                .put("resourceId", graphId)
                                .put("appRoleId", role)));
        return object().put("appId", appId).put("servicePrincipalId", principal).put("clientSecret", secret);
    }

    /** Returns the ids of roles by name. A role that Graph does not have is refused before anything is created. */
    private static Map<String, String> roles(JsonNode graph, List<String> permissions) {
        Map<String, String> known = new LinkedHashMap<>();
        graph.path("appRoles")
                .forEach(role ->
                        known.put(role.path("value").asString(), role.path("id").asString()));
        Map<String, String> wanted = new LinkedHashMap<>();
        for (String permission : permissions) {
            String name = known.keySet().stream()
                    .filter(permission::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> CliFailure.failed("Microsoft Graph has no application role '" + permission + "'."
                            + Suggestion.of(permission, known.keySet()) + " Nothing was created."));
            wanted.put(name, known.getOrDefault(name, ""));
        }
        return wanted;
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
