package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Everything that has an object id in a tenant. Immutable; a change replaces the object. */
public sealed interface DirectoryObject permits User, Group, Application, ServicePrincipal, AdministrativeUnit {
    ObjectId id();

    Instant createdAt();

    String displayName();

    /** Properties of the Graph type that have no effect here, by their canonical names: stored and returned unchanged. */
    Map<String, JsonNode> profile();
}
