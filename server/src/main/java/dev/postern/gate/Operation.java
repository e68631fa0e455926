package dev.postern.gate;

import java.util.HashSet;
import java.util.Set;

/**
 * What is asked for: a row of an operations table.
 *
 * @param name its name in the audit and in logs, for instance {@code POST /users/{id}/sendMail}
 * @param permissions of which any one suffices
 * @param basic those of the permissions that show items without their content; of other areas there are none
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

    /** Whether it changes something. Then its audit row commits with the change. */
    public boolean writes() {
        return form != Form.READ;
    }

    /** The permissions that show items with their content. */
    Set<String> full() {
        var full = new HashSet<>(permissions);
        full.removeAll(basic);
        return full;
    }

    /** The same operation under another name in the audit. */
    Operation named(String other) {
        return new Operation(other, area, form, permissions, basic);
    }
}
