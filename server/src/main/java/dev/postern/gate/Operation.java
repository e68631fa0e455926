package dev.postern.gate;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is asked for: a row of an operations table.
 *
 * @param name how audit and logs call it, for instance {@code POST /users/{id}/sendMail}
 * @param permissions of which any one suffices
 * @param writes whether it changes something; then its audit row commits with the change
 */
public record Operation(String name, Set<String> permissions, boolean writes) {
    /** In the names of permissions that open an item without its content. */
    private static final String BASIC = ".ReadBasic";

    public Operation {
        permissions = Set.copyOf(permissions);
    }

    /** The same operation for those who see everything that it shows; itself when there is no lesser way to it. */
    Operation withContent() {
        boolean lesser = permissions.stream().anyMatch(permission -> permission.contains(BASIC));
        return lesser
                ? new Operation(
                        name,
                        permissions.stream()
                                .filter(permission -> !permission.contains(BASIC))
                                .collect(Collectors.toSet()),
                        writes)
                : this;
    }
}
