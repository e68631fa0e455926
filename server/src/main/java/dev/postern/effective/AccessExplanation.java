package dev.postern.effective;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why an application may use a permission on a mailbox, or why not.
 *
 * @param permission the one that was asked about, or for an operation the one that decided
 * @param text sentences for people, with names
 * @param command the command that would change the answer; null if no single one does
 */
public record AccessExplanation(
        boolean allowed,
        AppId appId,
        String app,
        @Nullable ObjectId mailboxId,
        String mailbox,
        @Nullable String permission,
        Entra entra,
        Rbac rbac,
        @Nullable Denial refusal,
        List<String> text,
        @Nullable ChangingCommand command) {
    public AccessExplanation {
        text = List.copyOf(text);
    }

    /**
     * The grant in Entra and the application access policies.
     *
     * @param held whether a sufficient permission is granted
     * @param policyVerdict what the policies say whatever is granted; null if that is not known
     */
    public record Entra(boolean held, @Nullable String policyVerdict, List<Policy> policies) {
        public Entra {
            policies = List.copyOf(policies);
        }
    }

    /**
     * A policy for the application.
     *
     * @param path addresses from the mailbox up to the scope; empty if the scope does not contain the mailbox
     */
    public record Policy(String id, String right, String scope, List<String> path) {
        public Policy {
            path = List.copyOf(path);
        }
    }

    /** The role assignments. */
    public record Rbac(boolean allowed, List<Assignment> assignments) {
        public Rbac {
            assignments = List.copyOf(assignments);
        }
    }

    /**
     * A role assignment of the application.
     *
     * @param grants whether the role has a permission that suffices
     * @param path addresses from the mailbox up to the scope; empty if the scope does not contain the mailbox
     */
    public record Assignment(
            String name,
            String role,
            String scopeType,
            String scope,
            boolean inScope,
            boolean grants,
            List<String> path) {
        public Assignment {
            path = List.copyOf(path);
        }
    }

    /** The error of a request. */
    public record Denial(int status, String code, String message) {}

    /** With what is different today; if nothing is, with the command that would change the answer. */
    public AccessExplanation comparedWith(AccessExplanation today) {
        boolean same = allowed == today.allowed;
        List<String> all = new ArrayList<>(text);
        if (!same) {
            all.add("Today it would be " + (today.allowed ? "allowed." : "denied."));
        } else if (today.command == null) {
            all.add("The answer would be the same today.");
        } else {
            all.addAll(today.command.text("The answer would be the same today. This command would change it: "));
        }
        return new AccessExplanation(
                allowed,
                appId,
                app,
                mailboxId,
                mailbox,
                permission,
                entra,
                rbac,
                refusal,
                all,
                same ? today.command : null);
    }

    public ObjectNode json() {
        ObjectNode node = object().put("allowed", allowed);
        node.putObject("application").put("appId", appId.toString()).put("displayName", app);
        node.putObject("mailbox")
                .put("id", mailboxId == null ? null : mailboxId.toString())
                .put("address", mailbox);
        node.put("permission", permission);
        ObjectNode entraNode =
                node.putObject("entra").put("held", entra.held()).put("policyVerdict", entra.policyVerdict());
        ArrayNode policies = entraNode.putArray("policies");
        entra.policies()
                .forEach(one -> policies.addObject()
                        .put("id", one.id())
                        .put("right", one.right())
                        .put("scope", one.scope())
                        .set("path", texts(one.path())));
        ArrayNode assignments =
                node.putObject("rbac").put("allowed", rbac.allowed()).putArray("assignments");
        rbac.assignments()
                .forEach(one -> assignments
                        .addObject()
                        .put("name", one.name())
                        .put("role", one.role())
                        .put("scopeType", one.scopeType())
                        .put("scope", one.scope())
                        .put("inScope", one.inScope())
                        .put("grantsPermission", one.grants())
                        .set("path", texts(one.path())));
        if (refusal == null) {
            node.putNull("refusal");
        } else {
            node.putObject("refusal")
                    .put("status", refusal.status())
                    .put("code", refusal.code())
                    .put("message", refusal.message());
        }
        node.set("text", texts(text));
        return node.put("command", command == null ? null : command.command());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static ArrayNode texts(List<String> all) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        all.forEach(array::add);
        return array;
    }
}
