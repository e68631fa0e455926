package dev.postern.console.recipient;

/**
 * The form for a new mailbox or a new group.
 *
 * @param problem why it was not made; empty if it was not tried
 */
public record NewRecipientForm(String problem, String kind, String name, String address, String displayName) {}
