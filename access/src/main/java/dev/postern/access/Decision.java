package dev.postern.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one decision record. The live request, the test cmdlet, the console, {@code explain} and the audit log all read it;
 * none of them works anything out again. The same question to the same snapshot always gives an equal record. Immutable.
 *
 * @param rule the rule that decided
 * @param grant the permission that was used: when several would do, the smallest by name. Null when the permission was refused
 *     or not asked about
 * @param policy the policy that decided: of several that match, the smallest id. For {@link Rule#OUTSIDE_EVERY_SCOPE} it is the
 *     smallest RestrictAccess policy that names the application. Null for the rules that no policy decides
 * @param path from the scope of the deciding policy through nested groups down to the mailbox owner, both included; one element
 *     when the scope is the owner. The shortest way; of several, the smallest when read from the owner upward. Empty unless the
 *     policy contains the mailbox; copied
 * @param asked what was asked, of which snapshot
 */
public record Decision(
        Rule rule, @Nullable Grant grant, @Nullable AccessPolicy policy, List<ObjectId> path, Asked asked) {
    /** Copies the path. */
    public Decision {
        path = List.copyOf(path);
    }

    /** The answer: that of the rule. */
    public Verdict verdict() {
        return rule.verdict();
    }

    /**
     * The decision as one English sentence for administrators: which rule, which policy, which way through the groups. Equal
     * decisions have equal sentences. It names ids of objects; it is not for the refused caller.
     */
    public String explanation() {
        return Explanation.of(this);
    }
}
