package dev.postern.workflow.action;

import dev.postern.query.Folding;
import dev.postern.workflow.definition.RetryPolicy;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks the members of a call as far as possible before its expressions are evaluated. */
final class HttpInputs {
    private static final Set<String> MEMBERS =
            Set.of("method", "uri", "headers", "queries", "body", "cookie", "authentication", "retryPolicy");
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final Set<String> AUTHENTICATION =
            Set.of("ManagedServiceIdentity", "Basic", "Raw", "ClientCertificate", "ActiveDirectoryOAuth");

    private HttpInputs() {}

    static void check(ActionSource source, JsonNode call, String member) {
        source.known(call, member, MEMBERS);
        source.required(call, member, "method");
        source.required(call, member, "uri");
        if (ActionSource.plain(call.path("method"))) {
            String method = call.path("method").asString("");
            if (!METHODS.contains(Folding.upper(method))) {
                throw source.invalid("the method '" + method + "' is not one of 'GET, PUT, POST, PATCH, DELETE'");
            }
        }
        authentication(source, call.path("authentication"));
        retry(source, call.path("retryPolicy"));
    }

    private static void authentication(ActionSource source, JsonNode authentication) {
        String type = authentication.path("type").asString("");
        if (authentication.isObject()
                && !type.startsWith("@")
                && AUTHENTICATION.stream().noneMatch(type::equalsIgnoreCase)) {
            throw source.invalid("the authentication type '" + type + "' is not supported by Postern; "
                    + "'ManagedServiceIdentity', 'Basic', 'Raw', 'ClientCertificate' and 'ActiveDirectoryOAuth' are");
        }
    }

    static void retry(ActionSource source, JsonNode policy) {
        if (policy.isObject() && policy.values().stream().allMatch(ActionSource::plain)) {
            try {
                RetryPolicy.read(policy);
            } catch (IllegalArgumentException e) {
                throw source.invalid(String.valueOf(e.getMessage()));
            }
        }
    }
}
