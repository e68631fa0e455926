package dev.postern.graph.mail;

import dev.postern.gate.Caller;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.query.Folding;
import dev.postern.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Several requests in one. Each part goes the whole way through the gate by itself, with the token of the batch. */
final class Batch {
    private static final int MOST = 20;
    /** What one part may bring back: an answer is held in memory until all of them are there. */
    private static final int LARGEST_ANSWER = 16 << 20;

    private final Handler edge;

    Batch(Handler edge) {
        this.edge = edge;
    }

    Response handle(Caller caller, GraphRequest request) {
        List<BatchPart> parts = parts(request);
        Map<String, Response> done = new HashMap<>();
        ArrayNode responses = Json.array();
        while (done.size() < parts.size()) {
            int before = done.size();
            for (BatchPart part : parts) {
                if (!done.containsKey(part.id()) && done.keySet().containsAll(part.dependsOn())) {
                    Response answer = answer(part, done, caller);
                    done.put(part.id(), answer);
                    responses.add(json(part, answer, caller));
                }
            }
            if (done.size() == before) {
                throw GraphFailure.badRequest("The requests of the batch depend on each other in a circle.");
            }
        }
        ObjectNode all = Json.object();
        all.set("responses", responses);
        return GraphAnswer.ok(all, request.metadata());
    }

    private static List<BatchPart> parts(GraphRequest request) {
        if (!(request.json().get("requests") instanceof ArrayNode given) || given.isEmpty()) {
            throw GraphFailure.badRequest("A batch has 'requests', an array with 1 to " + MOST + " of them.");
        }
        if (given.size() > MOST) {
            throw GraphFailure.badRequest("Number of batch request steps exceeds the maximum value of " + MOST + ".");
        }
        var parts = new ArrayList<BatchPart>();
        for (JsonNode one : given) {
            BatchPart part = BatchPart.of(one, request.http());
            if (parts.stream().anyMatch(other -> other.id().equals(part.id()))) {
                throw GraphFailure.badRequest("The id '" + part.id() + "' stands in the batch twice.");
            }
            parts.add(part);
        }
        List<String> ids = parts.stream().map(BatchPart::id).toList();
        for (BatchPart part : parts) {
            if (!ids.containsAll(part.dependsOn())) {
                throw GraphFailure.badRequest("The request '" + part.id() + "' depends on one that is not there.");
            }
        }
        return parts;
    }

    private Response answer(BatchPart part, Map<String, Response> done, Caller caller) {
        boolean failed =
                part.dependsOn().stream().map(done::get).anyMatch(answer -> answer != null && answer.status() >= 400);
        if (failed) {
            return failure(424, "FailedDependency", "Failed Dependency", caller);
        }
        if (part.isBatch()) {
            return failure(400, "BadRequest", "A batch cannot hold another batch.", caller);
        }
        return edge.handle(part);
    }

    private static Response failure(int status, String code, String message, Caller caller) {
        ObjectNode root = Json.object();
        root.putObject("error")
                .put("code", code)
                .put("message", message)
                .putObject("innerError")
                .put("request-id", caller.knock().requestId().toString())
                .put("client-request-id", caller.knock().clientRequestId());
        return Json.response(status, root);
    }

    /** What is too large is refused by itself: the other parts are done, and their answers count. */
    private static ObjectNode json(BatchPart part, Response answer, Caller caller) {
        try {
            return json(part, answer);
        } catch (GraphFailure tooLarge) {
            return json(part, failure(tooLarge.status(), tooLarge.code(), tooLarge.text(), caller));
        } catch (StoreException away) {
            String message = "The service cannot confirm its data at the moment. Try again.";
            return json(
                    part, failure(503, "ServiceUnavailable", message, caller).with("Retry-After", "5"));
        }
    }

    private static ObjectNode json(BatchPart part, Response answer) {
        ObjectNode json = Json.object();
        json.put("id", part.name());
        json.put("status", answer.status());
        ObjectNode headers = json.putObject("headers");
        answer.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        switch (answer.body()) {
            case Response.Empty _ -> {
                // such an answer has neither content nor its type
            }
            case Response.Bytes(var type, var content) -> body(json, headers, type, content);
            case Response.Stream stream -> body(json, headers, stream.contentType(), all(stream));
        }
        return json;
    }

    private static void body(ObjectNode json, ObjectNode headers, String type, byte[] content) {
        headers.put("Content-Type", type);
        if (Folding.lower(type).startsWith("application/json")) {
            json.set("body", Json.parse(content));
        } else {
            json.put("body", Base64.getEncoder().encodeToString(content));
        }
    }

    private static byte[] all(Response.Stream stream) {
        try (InputStream in = stream.content()) {
            byte[] content = in.readNBytes(LARGEST_ANSWER);
            if (in.read() >= 0) {
                throw new GraphFailure(
                        413,
                        "RequestEntityTooLarge",
                        "An answer within a batch has at most " + LARGEST_ANSWER + " bytes; ask for it by itself.");
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
