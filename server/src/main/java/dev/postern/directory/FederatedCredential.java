package dev.postern.directory;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Trust in tokens of another issuer: issuer, subject and audience must match exactly. */
public record FederatedCredential(
        UUID id,
        String name,
        String issuer,
        String subject,
        List<String> audiences,
        @Nullable String description) {
    public FederatedCredential {
        audiences = List.copyOf(audiences);
    }
}
