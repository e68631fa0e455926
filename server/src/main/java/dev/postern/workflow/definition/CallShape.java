package dev.postern.workflow.definition;

import dev.postern.query.Folding;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks the members of a call as far as possible before its expressions are evaluated. They are checked again in the run. */
public final class CallShape {
    private static final Set<String> MEMBERS =
            Set.of("method", "uri", "headers", "queries", "body", "cookie", "authentication", "retryPolicy");
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS");
    private static final Set<String> AUTHENTICATION =
            Set.of("ManagedServiceIdentity", "Basic", "Raw", "ClientCertificate", "ActiveDirectoryOAuth");

    private CallShape() {}

    /** A call that is invalid in every run. */
    public static final class NotValid extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotValid(String message) {
            super(message);
        }
    }

    /** @param member the member of the definition that contains the call */
    public static void check(JsonNode call, String member) {
        if (!call.isObject()) {
            throw new NotValid("the member '" + member + "' must be an object");
        }
        for (String each : call.propertyNames()) {
            if (!MEMBERS.contains(each)) {
                throw new NotValid("the " + name(member, each) + " is not supported by Postern");
            }
        }
        for (String required : new String[] {"method", "uri"}) {
            if (!call.hasNonNull(required)) {
                throw new NotValid("the " + name(member, required) + " is missing");
            }
        }
        String method = call.path("method").asString("");
        if (isPlain(call.path("method")) && !METHODS.contains(Folding.upper(method))) {
            throw new NotValid("the method '" + method + "' is not one of 'GET, PUT, POST, PATCH, DELETE'");
        }
        authentication(call.path("authentication"));
        retry(call.path("retryPolicy"));
    }

    private static String name(String member, String each) {
        return member.equals("inputs") ? "input '" + each + "'" : "member '" + member + "." + each + "'";
    }

    private static void authentication(JsonNode authentication) {
        String type = authentication.path("type").asString("");
        if (authentication.isObject()
                && !type.startsWith("@")
                && AUTHENTICATION.stream().noneMatch(type::equalsIgnoreCase)) {
            throw new NotValid("the authentication type '" + type + "' is not supported by Postern; "
                    + "'ManagedServiceIdentity', 'Basic', 'Raw', 'ClientCertificate' and 'ActiveDirectoryOAuth' are");
        }
    }

    /** Checks a retry policy without expressions. */
    public static void retry(JsonNode policy) {
        if (policy.isObject() && policy.values().stream().allMatch(CallShape::isPlain)) {
            try {
                RetryPolicy.read(policy);
            } catch (IllegalArgumentException e) {
                throw new NotValid(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Returns whether a value is known when the definition is saved. */
    public static boolean isPlain(JsonNode value) {
        return value.isValueNode() && !value.isNull() && !value.asString("").contains("@");
    }
}
