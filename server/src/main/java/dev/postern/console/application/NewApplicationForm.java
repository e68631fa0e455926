package dev.postern.console.application;

import java.util.List;
import java.util.Set;

/**
 * The form for a new application.
 *
 * @param problem why it was not made; empty if it was not tried
 * @param asksForSameName whether another application has the name
 * @param chosen permissions
 */
public record NewApplicationForm(
        String problem,
        String name,
        boolean asksForSameName,
        Set<String> chosen,
        String mailbox,
        boolean every,
        int months,
        List<RoleChoice> roles) {
    public NewApplicationForm {
        chosen = Set.copyOf(chosen);
        roles = List.copyOf(roles);
    }

    /** The permissions for mailboxes, or all others. */
    public List<RoleChoice> roles(boolean ofMailboxes) {
        return roles.stream().filter(one -> one.ofMailboxes() == ofMailboxes).toList();
    }
}
