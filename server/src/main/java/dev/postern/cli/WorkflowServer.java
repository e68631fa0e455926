package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import dev.postern.workflow.template.DeploymentPlace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The management API of workflows on a running server. */
record WorkflowServer(Server server) {
    /** The subscription and the group of the workflows that the command line deploys. */
    static final DeploymentPlace PLACE =
            new DeploymentPlace("", "00000000-0000-4000-8000-000000000000", "postern", "local");

    /** Subscriptions and resource groups exist implicitly; the command line always uses these. */
    private static final String WORKFLOWS = "/subscriptions/" + PLACE.subscription() + "/resourceGroups/"
            + PLACE.group() + "/providers/Microsoft.Logic/workflows";

    private static final String VERSION = "?api-version=2019-05-01";

    /** Elements of a list, and whether there are more. */
    record Listed(List<JsonNode> elements, boolean more) {}

    /** @param rest the path below the workflow, with encoded names; may have a query that begins with an ampersand */
    static String path(String workflow, String rest) {
        int query = rest.indexOf('&');
        String path = query < 0 ? rest : rest.substring(0, query);
        return WORKFLOWS + "/" + Server.encode(workflow) + path + VERSION + (query < 0 ? "" : rest.substring(query));
    }

    static String run(String workflow, String run, String rest) {
        return path(workflow, "/runs/" + Server.encode(run) + rest);
    }

    List<JsonNode> workflows() {
        return all(WORKFLOWS + VERSION);
    }

    JsonNode get(String path) {
        return call("GET", path, null).json();
    }

    Answer call(String method, String path, @Nullable JsonNode body) {
        Answer answer = send(method, path, body);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer;
    }

    Answer send(String method, String path, @Nullable JsonNode body) {
        return server.send(Audience.MANAGEMENT, method, path, body);
    }

    List<JsonNode> all(String path) {
        return list(path, Integer.MAX_VALUE).elements();
    }

    /** Reads pages up to a number of elements. */
    Listed list(String path, int max) {
        var found = new ArrayList<JsonNode>();
        String next = path;
        while (!next.isEmpty() && found.size() < max) {
            JsonNode page = get(next);
            page.path("value").forEach(found::add);
            next = page.path("nextLink").asString("");
        }
        boolean more = !next.isEmpty() || found.size() > max;
        return new Listed(found.size() > max ? found.subList(0, max) : found, more);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
