package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads applications and their service principals with calls to Graph. */
final class AppLookup {
    private static final String APPLICATIONS = "/v1.0/applications";
    private static final String PRINCIPALS = "/v1.0/servicePrincipals";

    private final Server server;

    AppLookup(Server server) {
        this.server = server;
    }

    /**
     * An application; each part may be missing, as the application of a managed identity always is.
     *
     * @param application the application object
     * @param principal the service principal
     */
    record App(JsonNode application, JsonNode principal) {
        private JsonNode any() {
            return application.isObject() ? application : principal;
        }

        String name() {
            return any().path("displayName").asString("");
        }

        String appId() {
            return any().path("appId").asString("");
        }

        String applicationId() {
            return application.path("id").asString("");
        }

        String principalId() {
            return principal.path("id").asString("");
        }
    }

    /** Finds an application by app id, object id or name, which must be unique. */
    App find(String text) {
        Map<String, JsonNode> applications = matching(APPLICATIONS, text);
        Map<String, JsonNode> principals = matching(PRINCIPALS, text);
        var ids = new TreeMap<>(applications);
        principals.forEach(ids::putIfAbsent);
        if (ids.size() > 1) {
            throw CliFailure.failed("Several applications are called '" + text + "': " + String.join(", ", ids.keySet())
                    + ". Use the app id.");
        }
        if (ids.isEmpty()) {
            List<String> names = all().stream().map(App::name).toList();
            throw CliFailure.failed("There is no application '" + text + "'." + Suggestion.of(text, names));
        }
        String appId = ids.firstKey();
        JsonNode application = applications.get(appId);
        JsonNode principal = principals.get(appId);
        return new App(
                application == null ? one(APPLICATIONS, appId) : application,
                principal == null ? one(PRINCIPALS, appId) : principal);
    }

    /** All applications, by name; without managed identities. */
    List<App> all() {
        Map<String, JsonNode> principals = new TreeMap<>();
        pages(PRINCIPALS + "?$select=id,appId")
                .forEach(one -> principals.put(one.path("appId").asString(""), one));
        return pages(APPLICATIONS).stream()
                .map(one ->
                        new App(one, principals.getOrDefault(one.path("appId").asString(""), missing())))
                .sorted((one, other) -> one.name().compareToIgnoreCase(other.name()))
                .toList();
    }

    private Map<String, JsonNode> matching(String path, String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        String id = text.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
                ? "appId eq " + quoted + " or id eq " + quoted + " or "
                : "";
        Map<String, JsonNode> found = new TreeMap<>();
        pages(path + "?$filter=" + Server.encode(id + "displayName eq " + quoted))
                .forEach(one -> found.put(one.path("appId").asString(""), one));
        return found;
    }

    private JsonNode one(String path, String appId) {
        List<JsonNode> found = pages(path + "?$filter=" + Server.encode("appId eq '" + appId + "'"));
        return found.isEmpty() ? missing() : found.getFirst();
    }

    private static JsonNode missing() {
        return JsonNodeFactory.instance.missingNode();
    }

    /** The names of the roles of a service principal. A role that its resource no longer has is shown by its id. */
    List<String> roles(App app) {
        if (app.principalId().isEmpty()) {
            return List.of();
        }
        Map<String, JsonNode> resources = new TreeMap<>();
        List<String> names = new ArrayList<>();
        for (JsonNode grant : pages(PRINCIPALS + "/" + app.principalId() + "/appRoleAssignments")) {
            JsonNode roles = resources.computeIfAbsent(
                    grant.path("resourceId").asString(),
                    id -> call("GET", PRINCIPALS + "/" + id, null).path("appRoles"));
            String role = grant.path("appRoleId").asString();
            names.add(roles.valueStream()
                    .filter(one -> one.path("id").asString().equals(role))
                    .map(one -> one.path("value").asString())
                    .findFirst()
                    .orElse(role));
        }
        return names.stream().sorted().toList();
    }

    List<JsonNode> pages(String first) {
        List<JsonNode> all = new ArrayList<>();
        String next = first;
        while (!next.isEmpty()) {
            JsonNode page = call("GET", next, null);
            page.path("value").forEach(all::add);
            next = page.path("@odata.nextLink").asString("");
        }
        return all;
    }

    /** Calls Graph; a refusal is a failure with the text of the server. */
    JsonNode call(String method, String path, @Nullable JsonNode body) {
        Answer answer = server.send(Audience.GRAPH, method, path, body);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json();
    }
}
