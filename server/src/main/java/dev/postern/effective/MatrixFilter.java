package dev.postern.effective;

import dev.postern.directory.Recipient;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.query.Folding;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the matrix are wanted.
 *
 * @param app null for all
 * @param mailbox null for all
 * @param permissions of which a row has one; empty for all
 * @param text a part of the mailbox's address or name, folded; empty for all
 */
public record MatrixFilter(
        @Nullable ServicePrincipal app, @Nullable User mailbox, Set<String> permissions, String text) {
    public static final MatrixFilter ALL = new MatrixFilter(null, null, Set.of());

    public MatrixFilter(@Nullable ServicePrincipal app, @Nullable User mailbox, Set<String> permissions) {
        this(app, mailbox, permissions, "");
    }

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

    /** Whether rows of this mailbox are wanted, as far as its address and its name say. */
    boolean accepts(User owner) {
        if (text.isEmpty()) {
            return true;
        }
        Recipient recipient = owner.recipient();
        return (recipient != null && Folding.fold(recipient.primaryAddress()).contains(text))
                || Folding.fold(owner.displayName()).contains(text);
    }
}
