package dev.postern.trace;

import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are searched.
 *
 * @param from the earliest time
 * @param to the latest time
 * @param messageId null for any
 * @param also decides about each message in this time
 */
public record TraceFilter(
        TenantId tenant, Instant from, Instant to, @Nullable String messageId, Predicate<TracedMessage> also) {}
