package dev.postern.console.access;

import java.util.List;

/**
 * The form that asks why.
 *
 * @param permissions which are offered
 * @param incomplete whether something was asked, but not all of it
 */
public record Question(Asked asked, List<String> permissions, boolean incomplete) {
    public Question {
        permissions = List.copyOf(permissions);
    }
}
