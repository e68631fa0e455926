package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signs in as an application: as the viewer of developer mode, or as any application, which gets a secret for the moment of the sign-in. So
 * the policies of that application are in force.
 */
final class MailApp {
    private static final Duration LIFE = Duration.ofMinutes(5);

    private MailApp() {}

    static Server viewer(Server administrator) {
        Profile own = administrator.profile();
        Profile viewer = own.sibling("viewer.json")
                .filter(other -> other.tenantId().equals(own.tenantId()))
                .orElseThrow(() -> CliFailure.failed("There is no viewer.json beside " + own.file()
                        + ": only a server in developer mode writes it, for its first tenant. Use --as APP to read as"
                        + " an application that may read the mailbox."));
        return administrator.as(viewer);
    }

    /** @param app an application by its name or its app id */
    static Server as(Server administrator, String app) {
        JsonNode found = find(administrator, app);
        String id = found.path("id").asString("");
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        wanted.putObject("passwordCredential")
                .put("displayName", "postern mail")
                .put("endDateTime", now(administrator).plus(LIFE).toString());
        JsonNode secret = call(administrator, "POST", "/v1.0/applications/" + id + "/addPassword", wanted);
        Server server = administrator.as(administrator
                .profile()
                .as(found.path("appId").asString(""), secret.path("secretText").asString("")));
        try {
            server.signIn(Audience.GRAPH);
            return server;
        } catch (CliFailure e) {
            server.close();
            throw e;
        } finally {
            administrator.send(
                    Audience.GRAPH,
                    "POST",
                    "/v1.0/applications/" + id + "/removePassword",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("keyId", secret.path("keyId").asString("")));
        }
    }

    private static JsonNode find(Server administrator, String app) {
        String property = app.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}") ? "appId" : "displayName";
        String filter = property + " eq '" + app.replace("'", "''") + "'";
        JsonNode found = call(administrator, "GET", "/v1.0/applications?$filter=" + Server.encode(filter), null)
                .path("value");
        if (found.size() != 1) {
            throw CliFailure.failed(
                    found.isEmpty()
                            ? "There is no application '" + app + "'."
                            : "There are several applications '" + app + "'. Use the app id.");
        }
        return found.path(0);
    }

    /** The time of the server: that of developer mode may be ahead. */
    static Instant now(Server administrator) {
        Answer answer = administrator.send(Audience.MANAGEMENT, "GET", "/postern/dev/clock", null);
        return answer.ok() ? Instant.parse(answer.json().path("now").asString("")) : Instant.now();
    }

    private static JsonNode call(Server server, String method, String path, @Nullable JsonNode body) {
        Answer answer = server.send(Audience.GRAPH, method, path, body);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json();
    }
}
