package dev.postern.cli;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a run or an action of a workflow failed: the code and message of the called server if there was a response, and the request id by
 * which an administrator finds the decision in the audit.
 */
final class RunFailure {
    /** A skipped action did not fail; its error is that of another action. */
    private static final Set<String> NOT_FAILED = Set.of("", "Succeeded", "Skipped", "Running", "Waiting", "Paused");

    private RunFailure() {}

    static boolean is(JsonNode properties) {
        return !NOT_FAILED.contains(properties.path("status").asString(""));
    }

    /** Returns {@code code}, {@code message} and {@code requestId} as far as they are known; empty without a failure. */
    static Optional<ObjectNode> of(JsonNode properties) {
        if (!is(properties)) {
            return Optional.empty();
        }
        ObjectNode failure = JsonNodeFactory.instance.objectNode();
        JsonNode response = properties.path("outputs").path("body");
        JsonNode error = Stream.of(response.path("error"), response.path("odata.error"), properties.path("error"))
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(JsonNodeFactory.instance.missingNode());
        String answer = answer(properties);
        put(
                failure,
                "code",
                error.path("code")
                        .asString(
                                answer.isEmpty() ? "" : properties.path("code").asString("")));
        JsonNode message = error.path("message");
        put(failure, "message", message.path("value").asString(message.asString(answer)));
        put(failure, "requestId", requestId(properties));
        return failure.isEmpty() ? Optional.empty() : Optional.of(failure);
    }

    /** For a response without an error object. */
    private static String answer(JsonNode properties) {
        int status = properties.path("outputs").path("statusCode").asInt(0);
        if (status == 0) {
            return "";
        }
        String redirect = status / 100 == 3 ? " Redirects are not followed." : "";
        return "The service returned the status " + status + "." + redirect;
    }

    private static String requestId(JsonNode properties) {
        String last = properties
                .path("outputs")
                .path("headers")
                .propertyStream()
                .filter(header -> header.getKey().equalsIgnoreCase("request-id"))
                .map(Map.Entry::getValue)
                .map(JsonNode::asString)
                .findFirst()
                .orElse("");
        JsonNode attempts = properties.path("retryHistory");
        return last.isEmpty()
                ? attempts.path(attempts.size() - 1).path("serviceRequestId").asString("")
                : last;
    }

    private static void put(ObjectNode failure, String name, String value) {
        if (!value.isEmpty()) {
            failure.put(name, value);
        }
    }
}
