package dev.postern.workflow.api;

import dev.postern.http.Request;
import dev.postern.query.Folding;
import dev.postern.workflow.stored.AccessControl;
import dev.postern.workflow.stored.AccessControl.Part;
import dev.postern.workflow.stored.WorkflowRow;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** Decides who may use the URLs of a workflow: by the address, and then by a signature or a token. */
record CallbackAccess(Signatures signatures, TriggerTokens tokens, InstantSource clock) {
    private static final String BEARER = "bearer ";

    /** @throws ArmFailure if the request must not use the permission */
    void check(Request request, WorkflowRow row, Part part, String permitted) {
        AccessControl control = AccessControl.of(row);
        checkAddress(control, part, request);
        ApiQuery query = ApiQuery.of(request.rawQuery());
        String authorization = request.header("authorization").orElse("");
        boolean bearer = Folding.lower(authorization).startsWith(BEARER);
        if (part == Part.TRIGGERS
                && control.hasPolicies()
                && bearer
                && query.get("sig").isEmpty()) {
            checkToken(control, row, authorization.substring(BEARER.length()).strip());
        } else if (!signatures.verify(row, permitted, query, clock.instant())) {
            throw unauthorized();
        }
    }

    /** @throws ArmFailure if callers at this address must not use the part */
    static void checkAddress(AccessControl control, Part part, Request request) {
        if (!control.allows(part, request.peer())) {
            throw new ArmFailure(
                    403,
                    "Forbidden",
                    "The client IP address '" + request.peer() + "' is not in the allowed caller IP address ranges"
                            + " specified in the workflow access control configuration.");
        }
    }

    private void checkToken(AccessControl control, WorkflowRow row, String token) {
        Map<String, Set<String>> claims =
                tokens.claims(token, row.key().tenant()).orElseThrow(CallbackAccess::unauthorized);
        if (!control.accepts(claims)) {
            throw new ArmFailure(
                    403,
                    "MisMatchingOAuthClaims",
                    "One or more claims either missing or does not match with the open authentication access control"
                            + " policy.");
        }
    }

    static ArmFailure unauthorized() {
        return new ArmFailure(
                401,
                "DirectApiAuthorizationRequired",
                "The request must be authenticated only by Shared Access scheme: the signature is missing, wrong or "
                        + "expired.");
    }
}
