package dev.postern.directory;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A client secret. The secret itself was returned once and is not stored.
 *
 * @param hint the secret's first three characters
 */
public record PasswordCredential(
        UUID keyId, @Nullable String displayName, String hint, Instant start, Instant end, SecretHash hash) {}
