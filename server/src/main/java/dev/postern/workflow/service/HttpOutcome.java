package dev.postern.workflow.service;

import dev.postern.workflow.call.CallReader;
import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.definition.RetryPolicy;
import dev.postern.workflow.definition.Status;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.ActionRow;
import dev.postern.workflow.stored.Errors;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an HTTP action does after a call: end, retry, or poll for the result. A pure function except for the random delay. */
public sealed interface HttpOutcome {
    /** The polling interval if the service does not specify one. */
    Duration POLL_DELAY = Duration.ofSeconds(20);

    /** The minimum interval, whatever the service specifies, to limit the load. */
    Duration MIN_POLL_INTERVAL = Duration.ofSeconds(1);

    /** The action has ended. */
    record End(ActionRow.Ending ending) implements HttpOutcome {}

    /** The action continues later. {@code poll} says where; null if the call itself is repeated. */
    record Wait(Instant due, @Nullable String poll, ArrayNode retries) implements HttpOutcome {}

    static HttpOutcome of(
            ActionRow row,
            boolean asynchronous,
            RetryPolicy policy,
            CallResult result,
            Instant now,
            RandomGenerator r,
            UnaryOperator<String> poll) {
        int used = row.retries().size() - row.interrupted();
        return switch (result) {
            case CallResult.Unreachable none
            when used < policy.count() -> retry(row, policy.delay(used + 1, r), none.code(), none.message(), null, now);
            case CallResult.Unreachable none ->
                new End(ActionRow.Ending.failed(none.code(), none.code(), none.message()));
            case CallResult.Reply reply
            when mayPass(reply.status()) && used < policy.count() -> {
                Duration wished = reply.retryAfter().orElse(Duration.ZERO);
                Duration delay = policy.delay(used + 1, r);
                yield retry(
                        row,
                        wished.compareTo(delay) > 0 ? wished : delay,
                        CallResult.reason(reply.status()),
                        "The service returned the status " + reply.status() + ".",
                        reply.header("request-id").orElse(null),
                        now);
            }
            case CallResult.Reply reply -> {
                Optional<String> location = asynchronous && reply.status() == 202 ? location(reply) : Optional.empty();
                if (location.isPresent()) {
                    Duration wished = reply.retryAfter().orElse(POLL_DELAY);
                    Instant due = now.plus(wished.compareTo(MIN_POLL_INTERVAL) < 0 ? MIN_POLL_INTERVAL : wished);
                    yield new Wait(due, poll.apply(location.get()), row.retries());
                }
                boolean succeeded = reply.status() / 100 == 2;
                yield new End(new ActionRow.Ending(
                        succeeded ? Status.SUCCEEDED : Status.FAILED,
                        CallResult.reason(reply.status()),
                        null,
                        outputs(reply)));
            }
        };
    }

    /** Returns whether a retry may succeed after this status. */
    private static boolean mayPass(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    /** Returns where to poll for the result. Without an absolute URL the response is final, as for Graph's sendMail. */
    private static Optional<String> location(CallResult.Reply reply) {
        return reply.header("location").filter(text -> {
            try {
                CallReader.absolute(text);
                return true;
            } catch (CallRefused e) {
                return false;
            }
        });
    }

    private static HttpOutcome retry(
            ActionRow row, Duration delay, String code, String message, @Nullable String serviceId, Instant now) {
        ArrayNode retries = row.retries().deepCopy();
        retries.add(entry(row, code, message, serviceId, now));
        return new Wait(now.plus(delay), row.poll(), retries);
    }

    /** Returns a failed attempt for the history. */
    static JsonNode entry(ActionRow row, String code, String message, @Nullable String serviceId, Instant now) {
        ObjectNode entry = JsonValues.object();
        Instant sent = row.sent();
        entry.put("startTime", sent == null ? now.toString() : sent.toString());
        entry.put("endTime", now.toString());
        entry.put("code", code);
        entry.put("clientRequestId", row.requestId().toString());
        if (serviceId != null) {
            entry.put("serviceRequestId", serviceId);
        }
        entry.putObject("error").set("error", Errors.of(code, message));
        return entry;
    }

    static JsonNode outputs(CallResult.Reply reply) {
        ObjectNode outputs = JsonValues.object();
        outputs.put("statusCode", reply.status());
        ObjectNode headers = outputs.putObject("headers");
        for (Map.Entry<String, String> header : new TreeMap<>(reply.headers()).entrySet()) {
            headers.put(header.getKey(), header.getValue());
        }
        if (reply.body() != null) {
            outputs.set("body", reply.body());
        }
        return outputs;
    }
}
