package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What has an object id in a tenant. Immutable; a change puts a new one in its place. */
public sealed interface DirectoryObject permits User, Group, Application, ServicePrincipal {
    ObjectId id();

    Instant createdAt();

    String displayName();

    /** Properties of the Graph type that no code of ours acts on, by their canonical names: kept and given back as they came. */
    Map<String, JsonNode> profile();
}
