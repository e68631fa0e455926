package dev.postern.workflow.stored;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** A version of a definition, with the values of its parameters. */
public record VersionRow(String version, Instant created, JsonNode definition, JsonNode parameters) {}
