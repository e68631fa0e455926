package dev.postern.graph.batch;

import dev.postern.gate.Caller;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Several requests in one. Each part passes through the gate separately, with the token of the batch. */
public final class Batch {
    private static final int MAX_REQUESTS = 20;

    private final Handler edge;

    public Batch(Handler edge) {
        this.edge = edge;
    }

    public Response handle(Caller caller, GraphRequest request) {
        if (request.http() instanceof BatchPart) {
            throw GraphFailure.badRequest("A batch cannot contain another batch.");
        }
        List<BatchPart> parts = parts(request);
        Map<String, Integer> done = new HashMap<>();
        BatchResponse all = new BatchResponse(request.http().memory());
        try {
            while (done.size() < parts.size()) {
                for (BatchPart part : parts) {
                    if (!done.containsKey(part.id()) && done.keySet().containsAll(part.dependsOn())) {
                        Response answer = answer(part, done, all, caller);
                        done.put(part.id(), answer.status());
                        all.add(
                                part.name(),
                                answer,
                                tooLarge -> failure(413, "RequestEntityTooLarge", tooLarge, caller));
                    }
                }
            }
            return all.response(request.metadata());
        } catch (RuntimeException | Error e) {
            all.close();
            throw e;
        }
    }

    private static List<BatchPart> parts(GraphRequest request) {
        if (!(request.json().get("requests") instanceof ArrayNode given) || given.isEmpty()) {
            throw GraphFailure.badRequest(
                    "A batch must have 'requests', an array of 1 to " + MAX_REQUESTS + " requests.");
        }
        if (given.size() > MAX_REQUESTS) {
            throw GraphFailure.badRequest(
                    "Number of batch request steps exceeds the maximum value of " + MAX_REQUESTS + ".");
        }
        var parts = new ArrayList<BatchPart>();
        for (JsonNode one : given) {
            BatchPart part = BatchPart.of(one, request.http());
            if (parts.stream().anyMatch(other -> other.id().equals(part.id()))) {
                throw GraphFailure.badRequest("The id '" + part.id() + "' is used twice in the batch.");
            }
            parts.add(part);
        }
        List<String> ids = parts.stream().map(BatchPart::id).toList();
        for (BatchPart part : parts) {
            if (!ids.containsAll(part.dependsOn())) {
                throw GraphFailure.badRequest(
                        "The request '" + part.id() + "' depends on a request that is not in the batch.");
            }
        }
        refuseCycles(parts);
        return parts;
    }

    /** Checks before any part is executed, because the results of executed parts would be lost with the refusal. */
    private static void refuseCycles(List<BatchPart> parts) {
        Set<String> possible = new HashSet<>();
        boolean found = true;
        while (found) {
            found = false;
            for (BatchPart part : parts) {
                found |= possible.containsAll(part.dependsOn()) && possible.add(part.id());
            }
        }
        if (possible.size() < parts.size()) {
            throw GraphFailure.badRequest("The dependencies between the requests of the batch are cyclic.");
        }
    }

    private Response answer(BatchPart part, Map<String, Integer> done, BatchResponse all, Caller caller) {
        boolean failed = part.dependsOn().stream().anyMatch(id -> done.getOrDefault(id, 0) >= 400);
        if (failed) {
            return failure(424, "FailedDependency", "Failed Dependency", caller);
        }
        if (all.isFull()) {
            return failure(
                            429,
                            "TooManyRequests",
                            "The responses to the previous requests have reached the size limit of a batch. This"
                                    + " request was not executed. Send it in another batch.",
                            caller)
                    .with("Retry-After", "1");
        }
        return edge.handle(part);
    }

    private static Response failure(int status, String code, String message, Caller caller) {
        ObjectNode root = Json.object();
        root.putObject("error")
                .put("code", code)
                .put("message", message)
                .putObject("innerError")
                .put("request-id", caller.context().requestId().toString())
                .put("client-request-id", caller.context().clientRequestId());
        return Json.response(status, root);
    }
}
