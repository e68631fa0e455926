package dev.postern.workflow.row;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of an action, without secrets.
 *
 * @param number from 1
 * @param ended null while the call is in progress
 * @param poll the URL that was polled for the result; null if the call of the inputs was made
 * @param response status, headers, and the body if it is small; null without a response, and if the outputs are secured
 * @param error why there was no response
 */
public record Attempt(
        int number,
        Instant started,
        @Nullable Instant ended,
        @Nullable String code,
        @Nullable String poll,
        @Nullable JsonNode response,
        @Nullable JsonNode error) {}
