package dev.postern.effective;

import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the matrix are wanted.
 *
 * @param app null for all
 * @param mailbox null for all
 * @param permissions of which a row has one; empty for all
 */
public record MatrixFilter(
        @Nullable ServicePrincipal app, @Nullable User mailbox, Set<String> permissions) {
    public static final MatrixFilter ALL = new MatrixFilter(null, null, Set.of());

    public MatrixFilter {
        permissions = Set.copyOf(permissions);
    }

    /** Whether an application can have a row with one of the permissions. */
    boolean concerns(EffectiveAccess.AppFacts facts) {
        return permissions.isEmpty()
                || !Collections.disjoint(permissions, facts.heldNames())
                || facts.roles().stream().anyMatch(role -> !Collections.disjoint(permissions, role.permissions()));
    }

    boolean accepts(MatrixRow row) {
        return permissions.isEmpty() || permissions.contains(row.permission());
    }
}
