package dev.postern.directory;

import java.util.List;
import java.util.UUID;

/**
 * A permission that a resource offers.
 *
 * @param value what stands in the {@code roles} claim, for instance {@code Mail.Send}
 * @param allowedMemberTypes {@code Application}, {@code User}
 */
public record AppRole(
        UUID id,
        String value,
        String displayName,
        String description,
        List<String> allowedMemberTypes,
        boolean enabled) {
    public AppRole {
        allowedMemberTypes = List.copyOf(allowedMemberTypes);
    }
}
