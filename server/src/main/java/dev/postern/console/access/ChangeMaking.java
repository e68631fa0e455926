package dev.postern.console.access;

import dev.postern.console.call.EdgeCalls;
import dev.postern.http.Json;
import dev.postern.token.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes changes, each with the call that its cmdlet makes. Belongs to one request. */
final class ChangeMaking {
    private static final String PRINCIPALS = "/v1.0/servicePrincipals/";

    private final EdgeCalls calls;

    ChangeMaking(EdgeCalls calls) {
        this.calls = calls;
    }

    /** Returns the warnings of the server. */
    List<String> make(ProposedCmdlet one) {
        if (!AccessCmdlets.isOfGraph(one.name())) {
            return calls.cmdlet(one.name(), parameters(one)).warnings();
        }
        String assignments = PRINCIPALS + EdgeCalls.encode(one.value("ServicePrincipalId")) + "/appRoleAssignments";
        return one.name().equals(AccessCmdlets.NEW_GRANT)
                ? calls.send(
                                Resource.GRAPH,
                                "POST",
                                assignments,
                                Json.object()
                                        .put("principalId", one.value("PrincipalId"))
                                        .put("resourceId", one.value("ResourceId"))
                                        .put("appRoleId", one.value("AppRoleId")))
                        .warnings()
                : calls.send(
                                Resource.GRAPH,
                                "DELETE",
                                assignments + "/" + EdgeCalls.encode(one.value("AppRoleAssignmentId")))
                        .warnings();
    }

    private static Map<String, Object> parameters(ProposedCmdlet one) {
        var parameters = new LinkedHashMap<String, Object>();
        one.parameters()
                .forEachEntry((name, value) -> parameters.put(
                        name,
                        value.isArray()
                                ? value.valueStream()
                                        .map(text -> text.asString(""))
                                        .toList()
                                : value.asString("")));
        return parameters;
    }
}
