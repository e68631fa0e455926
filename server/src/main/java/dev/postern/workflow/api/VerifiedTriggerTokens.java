package dev.postern.workflow.api;

import dev.postern.access.TenantId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.token.TokenRefused;
import dev.postern.token.TokenVerifier;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tokens that this server issued. */
public record VerifiedTriggerTokens(TokenVerifier verifier) implements TriggerTokens {
    @Override
    public Optional<Map<String, Set<String>>> claims(String token, TenantId tenant) {
        try {
            return Optional.of(verifier.claims(token, tenant));
        } catch (TokenRefused | DirectoryFailure.NotFound e) {
            return Optional.empty();
        } catch (DirectoryFailure.NotCurrent e) {
            throw new ArmFailure(503, "ServerTimeout", "The directory is not up to date. Try again later.");
        }
    }
}
