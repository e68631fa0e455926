package dev.postern.console.application;

import java.util.List;

/** The permissions that an application does not have yet. */
public record GrantChoice(ApplicationRow app, List<RoleChoice> roles) {
    public GrantChoice {
        roles = List.copyOf(roles);
    }
}
