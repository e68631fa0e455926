package dev.postern.workflow.trigger;

import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.definition.RetryPolicy;
import dev.postern.workflow.expression.JsonValues;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a poll results in. A pure function except for the random delay. */
public sealed interface PollOutcome {
    /** The shortest time between two polls, whatever the service specifies. */
    Duration MIN_PAUSE = Duration.ofSeconds(1);

    /**
     * The trigger fires, or its conditions decide.
     *
     * @param pause until the next poll, if the service specified it
     */
    record Data(JsonNode outputs, Optional<Duration> pause) implements PollOutcome {}

    /** There is no data yet. {@code location} is where to poll next, if the service specified it. */
    record Nothing(JsonNode outputs, Optional<String> location, Optional<Duration> pause) implements PollOutcome {}

    /** The attempt failed, and another one follows. */
    record Again(Duration pause) implements PollOutcome {}

    /** The poll failed. */
    record Failed(String code, String message, @Nullable JsonNode outputs) implements PollOutcome {}

    /**
     * @param ownStatus whether conditions decide for every status, instead of the rule that 200 has data
     * @param used failed attempts before this one
     */
    static PollOutcome of(CallResult result, boolean ownStatus, RetryPolicy policy, int used, RandomGenerator random) {
        return switch (result) {
            case CallResult.Unreachable none when used < policy.count() -> new Again(policy.delay(used + 1, random));
            case CallResult.Unreachable none -> new Failed(none.code(), none.message(), null);
            case CallResult.Reply reply when ownStatus -> new Data(outputs(reply), pause(reply));
            case CallResult.Reply reply
            when mayPass(reply.status()) && used < policy.count() -> {
                Duration delay = policy.delay(used + 1, random);
                yield new Again(reply.retryAfter()
                        .filter(wished -> wished.compareTo(delay) > 0)
                        .orElse(delay));
            }
            case CallResult.Reply reply when reply.status() == 200 -> new Data(outputs(reply), pause(reply));
            case CallResult.Reply reply
            when reply.status() / 100 == 2 -> new Nothing(outputs(reply), reply.header("location"), pause(reply));
            case CallResult.Reply reply ->
                new Failed(
                        CallResult.reason(reply.status()),
                        "The service returned the status " + reply.status() + ".",
                        outputs(reply));
        };
    }

    /** Returns whether a retry may succeed after this status. */
    static boolean mayPass(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private static Optional<Duration> pause(CallResult.Reply reply) {
        return reply.retryAfter().map(wished -> wished.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : wished);
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
