package dev.postern.console.access;

import java.util.List;

/**
 * The form that asks why.
 *
 * @param permissions which are offered
 * @param problem why there is no answer; empty if nothing was asked
 */
public record Question(Asked asked, List<String> permissions, String problem) {
    public Question {
        permissions = List.copyOf(permissions);
    }
}
