package dev.postern.workflow.action;

import dev.postern.workflow.definition.Status;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A result from the section {@code staticResults}, for tests. */
public record StaticResult(
        Status status,
        @Nullable String code,
        @Nullable JsonNode error,
        @Nullable JsonNode outputs) {}
