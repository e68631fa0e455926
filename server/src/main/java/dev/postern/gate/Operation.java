package dev.postern.gate;

import java.util.HashSet;
import java.util.Set;

/**
 * A row of an operations table.
 *
 * @param name its name in the audit and in logs, for instance {@code POST /users/{id}/sendMail}
 * @param permissions any one of them suffices
 * @param basic the permissions that show items without their content; empty in areas without such permissions
 */
public record Operation(String name, Area area, Form form, Set<String> permissions, Set<String> basic) {
    /** In place of a permission: any caller with a token for the resource may perform the operation. */
    public static final String NO_PERMISSION = "none";

    public Operation {
        permissions = Set.copyOf(permissions);
        basic = Set.copyOf(basic);
        if (!permissions.containsAll(basic)) {
            throw new IllegalArgumentException(name + ": every basic permission has to suffice");
        }
    }

    /** Returns whether it changes something. Its audit row is then committed with the change. */
    public boolean writes() {
        return form != Form.READ;
    }

    /** Returns the permissions that show items with their content. */
    Set<String> full() {
        var full = new HashSet<>(permissions);
        full.removeAll(basic);
        return full;
    }

    /** Returns the same operation with another name for the audit. */
    Operation named(String other) {
        return new Operation(other, area, form, permissions, basic);
    }
}
