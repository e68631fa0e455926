package dev.postern.console.application;

/**
 * A role that can be granted.
 *
 * @param value its name, such as {@code Mail.Read}
 * @param says what it allows; may be empty
 * @param resource the name of the service principal that has it
 * @param ofMailboxes whether it gives access to mailboxes
 */
public record RoleChoice(
        String value, String says, String resource, String resourceId, String roleId, boolean ofMailboxes) {}
