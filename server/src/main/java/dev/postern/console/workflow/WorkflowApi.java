package dev.postern.console.workflow;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The calls about one workflow that a page makes. */
record WorkflowApi(EdgeCalls calls, Place place) {
    private static final Pattern TOKEN = Pattern.compile("[?&]%24skiptoken=([^&]*)");

    static WorkflowApi of(Visit visit) {
        return new WorkflowApi(visit.calls(), Place.of(visit));
    }

    static JsonNode get(EdgeCalls calls, String target) {
        return calls.get(Resource.MANAGEMENT, target).json();
    }

    /** @param rest see {@link Place#api} */
    JsonNode get(String rest) {
        return get(calls, place.api(rest));
    }

    JsonNode workflow() {
        return get("");
    }

    JsonNode triggers() {
        return get("/triggers").path("value");
    }

    JsonNode run(String run) {
        return get("/runs/" + EdgeCalls.encode(run));
    }

    static String action(String run, String action) {
        return "/runs/" + EdgeCalls.encode(run) + "/actions/" + EdgeCalls.encode(action);
    }

    /** Makes a change that has no body. */
    Response post(String rest) {
        return calls.response(Resource.MANAGEMENT, "POST", place.api(rest));
    }

    /** The id of the run that a call has started. */
    static Optional<String> started(Response response) {
        return response.headers().getOrDefault("x-ms-workflow-run-id", java.util.List.of()).stream()
                .findFirst();
    }

    /** The query of a page of a list. */
    static String page(int top, String after, String filter) {
        return "&%24top=" + top
                + (after.isEmpty() ? "" : "&%24skiptoken=" + EdgeCalls.encode(after))
                + (filter.isEmpty() ? "" : "&%24filter=" + EdgeCalls.encode(filter));
    }

    /** Where the next page of a list begins, percent-encoded; empty on the last one. */
    static String next(JsonNode list) {
        Matcher token = TOKEN.matcher(list.path("nextLink").asString(""));
        return token.find() ? token.group(1) : "";
    }

    static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
