package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Verifies the tokens of callers of triggers. Thread-safe. */
@FunctionalInterface
public interface TriggerTokens {
    /** Returns the claims of a token; empty if it is not a valid token of the tenant. */
    Optional<Map<String, Set<String>>> claims(String token, TenantId tenant);
}
