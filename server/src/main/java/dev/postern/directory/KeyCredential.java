package dev.postern.directory;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that an application may sign assertions with.
 *
 * @param certificate in DER
 */
public record KeyCredential(UUID keyId, @Nullable String displayName, Instant start, Instant end, byte[] certificate) {}
