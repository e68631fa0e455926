package dev.postern.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the two ways to get access to a mailbox, with its own verdict. Access that either of them grants is granted. Immutable.
 *
 * <p>Follows Microsoft's "Role Based Access Control for Applications in Exchange Online": a grant in Entra, narrowed by application
 * access policies, and a role assignment, narrowed by its scope, are evaluated apart from each other.
 */
public sealed interface DecisionHalf {
    /** The rule that decided this half. */
    Rule rule();

    /**
     * The permission that was used: when several would do, the smallest by name. Null when the permission was refused or not asked
     * about.
     */
    @Nullable
    Grant grant();

    /**
     * From the deciding scope through nested groups down to the mailbox owner, both included; one element when the scope is the owner.
     * The shortest way; of several, the smallest when read from the owner upward. Empty unless the scope contains the mailbox.
     * Unmodifiable.
     */
    List<ObjectId> path();

    /** The verdict of this half: that of its rule. */
    default Verdict verdict() {
        return rule().verdict();
    }

    /**
     * A permission that was granted in Entra, under the application access policies.
     *
     * @param policy the policy that decided: of several that match, the smallest id. For {@link Rule#OUTSIDE_EVERY_SCOPE} it is the
     *     smallest RestrictAccess policy that names the application. Null for the rules that no policy decides
     */
    record Entra(Rule rule, @Nullable Grant grant, @Nullable AccessPolicy policy, List<ObjectId> path)
            implements DecisionHalf {
        /** Copies the path. */
        public Entra {
            path = List.copyOf(path);
        }
    }

    /**
     * A role assignment of RBAC for Applications.
     *
     * @param assignment the id of the role assignment that decided, as the directory prints it: of several that contain the mailbox, or
     *     of several that would if their scope did, the smallest. Null when none did
     */
    record Rbac(Rule rule, @Nullable Grant grant, @Nullable String assignment, List<ObjectId> path)
            implements DecisionHalf {
        /** Without any role assignment that names the caller. */
        public static final Rbac NONE = new Rbac(Rule.NO_ROLE_ASSIGNMENT, null, null, List.of());

        /** Copies the path. */
        public Rbac {
            path = List.copyOf(path);
        }
    }
}
