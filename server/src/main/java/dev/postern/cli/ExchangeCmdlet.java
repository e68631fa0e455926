package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import dev.postern.cmdlet.Cmdlet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs an Exchange cmdlet and fetches all pages. */
final class ExchangeCmdlet {
    private ExchangeCmdlet() {}

    /** Who would gain and who would lose access, as the server returns it; the cmdlet has the parameter -WhatIf. */
    static JsonNode whatIf(Server server, Cmdlet cmdlet, ObjectNode parameters, boolean all, Consumer<String> warn) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("CmdletInput").put("CmdletName", cmdlet.name()).set("Parameters", parameters);
        String path = path(server) + (all ? "?all=true" : "");
        Answer answer = server.send(Audience.EXCHANGE, "POST", path, body);
        JsonNode result = answer.ok() ? answer.json() : answer.json().path("error");
        result.path("@adminapi.warnings").forEach(warning -> warn.accept(warning.asString()));
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json().path("value").path(0);
    }

    private static String path(Server server) {
        return "/adminapi/beta/" + Server.encode(server.profile().tenantId()) + "/InvokeCommand";
    }

    static List<JsonNode> run(Server server, Cmdlet cmdlet, ObjectNode parameters, Consumer<String> warn) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("CmdletInput").put("CmdletName", cmdlet.name()).set("Parameters", parameters);
        List<JsonNode> rows = new ArrayList<>();
        String path = path(server);
        boolean first = true;
        while (!path.isEmpty()) {
            Answer answer = server.send(Audience.EXCHANGE, "POST", path, body);
            JsonNode result = answer.ok() ? answer.json() : answer.json().path("error");
            if (first) {
                result.path("@adminapi.warnings").forEach(warning -> warn.accept(warning.asString()));
            }
            if (!answer.ok()) {
                throw FailureText.of(answer);
            }
            answer.json().path("value").forEach(row -> rows.add(Output.pascal(row)));
            path = answer.json().path("@odata.nextLink").asString("");
            first = false;
        }
        return rows;
    }
}
