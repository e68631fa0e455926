package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The cmdlets of the Graph, Az and AzureAD modules. Each calls the service that its module uses. */
final class DirectoryCmdlet {
    private static final String PRINCIPALS = "/v1.0/servicePrincipals";
    private static final String ASSIGNMENTS = "/appRoleAssignments";
    private final Server server;
    private final ObjectNode given;

    private DirectoryCmdlet(Server server, ObjectNode given) {
        this.server = server;
        this.given = given;
    }

    static List<JsonNode> run(Server server, Cmdlet cmdlet, ObjectNode given) {
        requireMandatory(cmdlet, given);
        return new DirectoryCmdlet(server, given).call(cmdlet.name());
    }

    /** Who would gain and who would lose access. */
    static JsonNode whatIf(Server server, Cmdlet cmdlet, ObjectNode given, boolean all) {
        requireMandatory(cmdlet, given);
        return PlanCommand.whatIf(server, cmdlet.name(), given, all);
    }

    private static void requireMandatory(Cmdlet cmdlet, ObjectNode given) {
        String missing = cmdlet.parameters().stream()
                .filter(parameter -> parameter.required() && !given.has(parameter.name()))
                .map(CmdletParameter::name)
                .collect(Collectors.joining(" "));
        if (!missing.isEmpty()) {
            throw CliFailure.failed(
                    "Cannot process command because of one or more missing mandatory parameters: " + missing + ".");
        }
    }

    private List<JsonNode> call(String name) {
        return switch (name) {
            case "Get-MgServicePrincipal" ->
                given.has("ServicePrincipalId")
                        ? one(PRINCIPALS + "/" + path("ServicePrincipalId") + query())
                        : list(
                                Audience.GRAPH,
                                PRINCIPALS + query(),
                                given.path("All").asBoolean(false));
            case "Get-AzADServicePrincipal" -> azure();
            case "New-MgServicePrincipalAppRoleAssignment" ->
                send(Audience.GRAPH, "POST", PRINCIPALS + "/" + path("ServicePrincipalId") + ASSIGNMENTS, assignment());
            case "Get-MgServicePrincipalAppRoleAssignment" -> {
                String all = PRINCIPALS + "/" + path("ServicePrincipalId") + ASSIGNMENTS;
                yield given.has("AppRoleAssignmentId")
                        ? one(all + "/" + path("AppRoleAssignmentId"))
                        : list(Audience.GRAPH, all + query(), given.path("All").asBoolean(false));
            }
            case "Remove-MgServicePrincipalAppRoleAssignment" ->
                send(
                        Audience.GRAPH,
                        "DELETE",
                        PRINCIPALS + "/" + path("ServicePrincipalId") + ASSIGNMENTS + "/" + path("AppRoleAssignmentId"),
                        null);
            case "Add-MgApplicationPassword" ->
                send(
                        Audience.GRAPH,
                        "POST",
                        "/v1.0/applications/" + path("ApplicationId") + "/addPassword",
                        credential());
            case "Remove-MgApplicationPassword" ->
                send(
                        Audience.GRAPH,
                        "POST",
                        "/v1.0/applications/" + path("ApplicationId") + "/removePassword",
                        body("KeyId"));
            case "Remove-MgServicePrincipalPassword" ->
                send(
                        Audience.GRAPH,
                        "POST",
                        PRINCIPALS + "/" + path("ServicePrincipalId") + "/removePassword",
                        body("KeyId"));
            case "Get-AzureADServicePrincipal" -> {
                String all = "/" + server.profile().tenantId() + "/servicePrincipals";
                yield given.has("ObjectId")
                        ? list(Audience.AZURE_AD_GRAPH, all + "/" + path("ObjectId") + "?api-version=1.6", false)
                        : list(
                                Audience.AZURE_AD_GRAPH,
                                all + oldQuery(),
                                given.path("All").asBoolean(false));
            }
            case "New-AzureADServiceAppRoleAssignment" ->
                send(
                        Audience.AZURE_AD_GRAPH,
                        "POST",
                        "/" + server.profile().tenantId() + "/servicePrincipals/" + path("ObjectId") + ASSIGNMENTS
                                + "?api-version=1.6",
                        body("Id", "PrincipalId", "ResourceId"));
            default -> throw CliFailure.failed(name + " is not supported.");
        };
    }

    /** The cmdlets of the Az module accept an object id or an app id and find the same objects. */
    private List<JsonNode> azure() {
        if (given.has("ObjectId")) {
            return one(PRINCIPALS + "/" + path("ObjectId"));
        }
        ObjectNode filters = JsonNodeFactory.instance.objectNode();
        filter(filters, "ApplicationId", "appId");
        filter(filters, "DisplayName", "displayName");
        if (given.has("DisplayNameBeginsWith")) {
            filters.put("DisplayNameBeginsWith", beginning("DisplayNameBeginsWith"));
        }
        String filter = given.has("Filter")
                ? text("Filter")
                : filters.propertyStream()
                        .map(entry -> entry.getValue().asString())
                        .collect(Collectors.joining(" and "));
        String query = filter.isEmpty() ? "" : "?$filter=" + Server.encode(filter);
        List<JsonNode> all = list(Audience.GRAPH, PRINCIPALS + query, true);
        int first = given.has("First") ? count("First") : all.size();
        return all.subList(0, Math.min(first, all.size()));
    }

    private void filter(ObjectNode filters, String parameter, String property) {
        if (given.has(parameter)) {
            filters.put(parameter, property + " eq '" + text(parameter).replace("'", "''") + "'");
        }
    }

    private String beginning(String parameter) {
        return "startswith(displayName,'" + text(parameter).replace("'", "''") + "')";
    }

    private int count(String parameter) {
        String text = text(parameter);
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw CliFailure.failed("Cannot process argument transformation on parameter '" + parameter
                    + "'. Cannot convert value \"" + text + "\" to type \"System.Int32\".");
        }
        return Integer.parseInt(text);
    }

    private String query() {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        if (given.has("Filter")) {
            query.add("$filter=" + Server.encode(text("Filter")));
        }
        if (given.has("Search")) {
            query.add("$search=" + Server.encode(searched()));
        }
        if (given.has("Property")) {
            query.add("$select="
                    + given.path("Property")
                            .valueStream()
                            .map(JsonNode::asString)
                            .map(Server::encode)
                            .collect(Collectors.joining(",")));
        }
        if (given.has("Top")) {
            query.add("$top=" + count("Top"));
        }
        return query.toString();
    }

    /** The module passes the text on; it must be quoted, which is often forgotten in a shell. */
    private String searched() {
        String text = text("Search");
        return text.startsWith("\"") ? text : "\"" + text + "\"";
    }

    private Map<String, String> headers() {
        return given.has("ConsistencyLevel") ? Map.of("ConsistencyLevel", text("ConsistencyLevel")) : Map.of();
    }

    private String oldQuery() {
        List<String> filters = new ArrayList<>();
        if (given.has("Filter")) {
            filters.add(given.has("SearchString") ? "(" + text("Filter") + ")" : text("Filter"));
        }
        if (given.has("SearchString")) {
            filters.add(beginning("SearchString"));
        }
        return "?api-version=1.6"
                + (filters.isEmpty() ? "" : "&$filter=" + Server.encode(String.join(" and ", filters)))
                + (given.has("Top") ? "&$top=" + count("Top") : "");
    }

    /** Combines the body parameter with the other parameters; property names begin with a lower-case letter. */
    private ObjectNode assignment() {
        ObjectNode body = body("PrincipalId", "ResourceId", "AppRoleId");
        JsonNode whole = given.path("BodyParameter");
        if (!whole.isMissingNode() && !whole.isObject()) {
            throw CliFailure.failed("-BodyParameter must be a JSON object.");
        }
        for (Map.Entry<String, JsonNode> member : whole.properties()) {
            body.set(small(member.getKey()), member.getValue());
        }
        return body;
    }

    private ObjectNode credential() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (given.has("PasswordCredential")) {
            body.set("passwordCredential", given.path("PasswordCredential"));
        }
        return body;
    }

    private ObjectNode body(String... names) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            if (given.has(name)) {
                body.put(small(name), text(name));
            }
        }
        return body;
    }

    private static String small(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private String text(String parameter) {
        return given.path(parameter).asString("");
    }

    private String path(String parameter) {
        return Server.encode(text(parameter));
    }

    private List<JsonNode> one(String path) {
        return list(Audience.GRAPH, path, false);
    }

    /** Returns one page, or with {@code all} every page. A response that is a single object is returned as such. */
    private List<JsonNode> list(Audience audience, String path, boolean all) {
        List<JsonNode> objects = new ArrayList<>();
        String next = path;
        while (!next.isEmpty()) {
            Answer answer = server.send(audience, "GET", next, null, headers());
            if (!answer.ok()) {
                throw FailureText.of(answer);
            }
            JsonNode value = answer.json().get("value");
            if (value == null) {
                return List.of(Output.pascal(answer.json()));
            }
            value.forEach(object -> objects.add(Output.pascal(object)));
            next = all ? answer.json().path("@odata.nextLink").asString("") : "";
        }
        return objects;
    }

    private List<JsonNode> send(Audience audience, String method, String path, @Nullable ObjectNode body) {
        Answer answer = server.send(audience, method, path, body);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json().isObject() ? List.of(Output.pascal(answer.json())) : List.of();
    }
}
