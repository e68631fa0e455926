package dev.postern.gate;

import java.util.Set;

/**
 * What is asked for: a row of an operations table.
 *
 * @param name how audit and logs call it, for instance {@code POST /users/{id}/sendMail}
 * @param permissions of which any one suffices
 * @param writes whether it changes something; then its audit row commits with the change
 */
public record Operation(String name, Set<String> permissions, boolean writes) {
    public Operation {
        permissions = Set.copyOf(permissions);
    }
}
