package dev.postern.workflow.trigger;

import dev.postern.workflow.call.CallRefused;
import dev.postern.workflow.call.CallResult;
import dev.postern.workflow.connector.ConnectorRefused;
import dev.postern.workflow.connector.OutlookTrigger;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.row.TriggerRow;
import dev.postern.workflow.service.ActionCallResult;
import dev.postern.workflow.service.OutlookCalls;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The result of a poll for new messages, as the connector returns it: 200 with messages, or 202.
 *
 * @param state the state after it; if it failed, the one to continue from
 * @param more whether more messages may be there now
 */
public record MailPoll(CallResult result, JsonNode state, boolean more) {
    /** Requests that find nothing new, or too much, before other timers get their turn. */
    private static final int MAX_PAGES = 20;

    /**
     * Polls.
     *
     * @param inputs evaluated
     * @param known the state that is stored; null if the trigger has not polled yet
     * @throws CallRefused if the inputs are invalid or a request is not allowed
     */
    static MailPoll make(
            Trigger.NewMail trigger,
            JsonNode inputs,
            @Nullable JsonNode known,
            TriggerRow row,
            OutlookCalls.Sender sender)
            throws InterruptedException {
        JsonNode before = known == null ? OutlookTrigger.initial(row.anchor()) : known;
        try {
            OutlookTrigger polled = OutlookTrigger.of(trigger.connection(), inputs.path("queries"));
            MailPoll made = once(trigger, polled, before, sender);
            for (int page = 1; page < MAX_PAGES && made.more() && !made.hasMessages(); page++) {
                made = once(trigger, polled, made.state(), sender);
            }
            return made;
        } catch (ConnectorRefused e) {
            throw new CallRefused("BadRequest", String.valueOf(e.getMessage()));
        }
    }

    private boolean hasMessages() {
        return result instanceof CallResult.Reply reply && reply.status() == 200;
    }

    private static MailPoll once(
            Trigger.NewMail trigger, OutlookTrigger polled, JsonNode before, OutlookCalls.Sender sender)
            throws InterruptedException {
        ActionCallResult made =
                OutlookCalls.run(polled.poll(before), trigger.connection().authentication(), false, sender);
        return switch (made) {
            case ActionCallResult.Made(CallResult.Reply reply)
            when reply.status() == 200 -> found(polled, before, reply);
            case ActionCallResult.Made(CallResult.Unreachable none)
            when none.code().equals(CallResult.TOO_LARGE) -> {
                Optional<JsonNode> smaller = polled.smaller(before);
                yield new MailPoll(none, smaller.orElse(before), smaller.isPresent());
            }
            case ActionCallResult.Made(CallResult other) -> new MailPoll(other, before, false);
            default -> throw new IllegalStateException("A poll stores nothing on its way: " + made);
        };
    }

    private static MailPoll found(OutlookTrigger trigger, JsonNode before, CallResult.Reply reply) {
        JsonNode body = JsonValues.orNull(reply.body());
        try {
            if (body.path("value").isArray()) {
                OutlookTrigger.Polled found = trigger.items(before, body);
                boolean none = found.messages().isEmpty();
                CallResult shown = new CallResult.Reply(none ? 202 : 200, headers(reply), none ? null : found.body());
                return new MailPoll(shown, found.state(), found.more());
            }
        } catch (DateTimeException e) {
            // reported like a response without messages
        }
        throw new CallRefused("BadGateway", "The response of the service is not a list of messages.");
    }

    /** The length is that of the response of Graph. */
    private static Map<String, String> headers(CallResult.Reply reply) {
        var headers = new HashMap<>(reply.headers());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("content-length") || name.equalsIgnoreCase("location"));
        return headers;
    }
}
