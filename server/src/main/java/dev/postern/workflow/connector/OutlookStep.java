package dev.postern.workflow.connector;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * The next step of an operation. Only the last request changes something; after a crash, the steps before it can be repeated.
 */
public sealed interface OutlookStep {
    /** A request that only reads; a successful response leads to the next step, another one ends the operation. */
    record Ask(OutlookRequest request, Function<JsonNode, OutlookStep> then) implements OutlookStep {}

    /** What was found out must be stored before the operation continues from it, see {@link OutlookPlan}. */
    record Keep(String found) implements OutlookStep {}

    /**
     * The last request.
     *
     * @param body the body of the connector's response, from that of a successful response of Graph; a null node for none
     * @param undone whether a 404 to a repeated request means that an earlier one succeeded
     */
    record Last(OutlookRequest request, UnaryOperator<JsonNode> body, boolean undone) implements OutlookStep {
        Last(OutlookRequest request, UnaryOperator<JsonNode> body) {
            this(request, body, false);
        }
    }

    /** The operation ends with this response, without another request. */
    record Ended(int status, JsonNode body) implements OutlookStep {}
}
