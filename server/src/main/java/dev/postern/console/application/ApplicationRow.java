package dev.postern.console.application;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.directory.BuiltInConsole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An application in brief.
 *
 * @param applicationId empty if it has no registration, as a managed identity
 * @param kind the text that the list of applications has for it, such as {@code managedIdentity}
 * @param reach {@code none}, {@code confined} or {@code every}
 * @param lastUse of a mailbox; empty if the audit knows none
 * @param nextExpiry of a secret or certificate; empty if it has none that is valid
 */
public record ApplicationRow(
        String name,
        String appId,
        String principalId,
        String applicationId,
        String kind,
        boolean enabled,
        String created,
        String reach,
        List<Granted> permissions,
        String lastUse,
        int credentials,
        int expired,
        String nextExpiry,
        boolean expiresSoon) {
    private static final Duration SOON = Duration.ofDays(30);

    public ApplicationRow {
        permissions = List.copyOf(permissions);
    }

    /** A role of a resource that the application has, by an assignment. */
    public record Granted(
            String assignment, String permission, String resource, String resourceId, String roleId, String since) {
        /** Whether it gives access to mailboxes. */
        public boolean ofMailboxes() {
            return Roles.isOfMailboxes(permission);
        }
    }

    static ApplicationRow of(JsonNode node, String lastUse, Instant now) {
        String next = text(node, "nextExpiry");
        return new ApplicationRow(
                text(node, "name"),
                text(node, "appId"),
                text(node, "principalId"),
                text(node, "applicationId"),
                text(node, "kind"),
                node.path("enabled").asBoolean(true),
                text(node, "created"),
                text(node, "reach"),
                node.path("permissions")
                        .valueStream()
                        .map(one -> new Granted(
                                text(one, "assignment"),
                                text(one, "permission"),
                                text(one, "resource"),
                                text(one, "resourceId"),
                                text(one, "roleId"),
                                text(one, "since")))
                        .toList(),
                lastUse,
                node.path("credentials").asInt(0),
                node.path("expired").asInt(0),
                next,
                !next.isEmpty() && Instant.parse(next).isBefore(now.plus(SOON)));
    }

    public String path() {
        return ApplicationPages.PATH + "/" + EdgeCalls.encode(appId);
    }

    /** Whether the server made it and nothing but its permissions can be changed. */
    public boolean isBuiltIn() {
        return kind.equals("console") || kind.equals("administrator");
    }

    public boolean isManagedIdentity() {
        return kind.equals("managedIdentity");
    }

    /** Whether the server gives it this permission again when it is removed. */
    public boolean isKept(Granted granted) {
        return kind.equals("administrator")
                || (kind.equals("console")
                        && BuiltInConsole.ROLES.values().stream()
                                .anyMatch(values -> values.contains(granted.permission())));
    }

    /** What it is, in words. */
    public String what() {
        return switch (kind) {
            case "console" -> "this console";
            case "administrator" -> "built-in administrator";
            case "managedIdentity" -> "managed identity";
            default -> "application";
        };
    }
}
