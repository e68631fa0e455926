package dev.postern.directory;

import dev.postern.access.ObjectId;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An administrative unit. Its members are stored separately: {@link DirectorySnapshot#members}. They are users and groups; a group does
 * not bring its own members.
 */
public record AdministrativeUnit(ObjectId id, Instant createdAt, String displayName, Map<String, JsonNode> profile)
        implements DirectoryObject {
    public AdministrativeUnit {
        profile = Map.copyOf(profile);
    }
}
