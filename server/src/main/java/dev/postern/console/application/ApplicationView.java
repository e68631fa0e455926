package dev.postern.console.application;

import java.util.List;
import java.util.Map;

/**
 * One application with everything about it.
 *
 * @param lastUses of its permissions, by their names
 * @param useKnownSince since when the audit knows uses; empty if it is not known
 */
public record ApplicationView(
        ApplicationRow app,
        Map<String, String> lastUses,
        String useKnownSince,
        List<Policy> policies,
        List<RoleAssignment> roleAssignments,
        List<Credential> credentials,
        List<Federated> federated) {
    public ApplicationView {
        lastUses = Map.copyOf(lastUses);
        policies = List.copyOf(policies);
        roleAssignments = List.copyOf(roleAssignments);
        credentials = List.copyOf(credentials);
        federated = List.copyOf(federated);
    }

    /**
     * A policy that is about the application.
     *
     * @param scopePath the page of its group or mailbox; empty if that is gone
     */
    public record Policy(
            String id, String right, boolean everyApplication, String scope, String scopePath, String description) {}

    /**
     * A role assignment.
     *
     * @param filter of its management scope, or an empty text
     */
    public record RoleAssignment(
            String name, String role, String scopeType, String scope, String filter, String lastUse) {}

    /**
     * A secret or a certificate.
     *
     * @param on {@code application} or {@code servicePrincipal}, which holds it
     * @param hint the first characters of a secret; empty for a certificate
     * @param soon whether it expires within 30 days
     */
    public record Credential(
            String keyId,
            String on,
            boolean secret,
            String name,
            String hint,
            String start,
            String end,
            boolean expired,
            boolean soon) {}

    /** Trust in another issuer. */
    public record Federated(String name, String issuer, String subject) {}
}
