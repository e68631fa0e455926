package dev.postern.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision record. Requests, the test cmdlet, the console, {@code explain} and the audit log all read it;
 * none of them computes anything again. The same question to the same snapshot always gives an equal record. Immutable.
 *
 * @param entra the grant in Entra under the application access policies
 * @param rbac the role assignments of RBAC for Applications
 * @param asked what was asked, of which snapshot
 */
public record Decision(DecisionHalf.Entra entra, DecisionHalf.Rbac rbac, Asked asked) {
    /** A decision in which no role assignment takes part. */
    public static Decision ofEntra(
            Rule rule, @Nullable Grant grant, @Nullable AccessPolicy policy, List<ObjectId> path, Asked asked) {
        return new Decision(new DecisionHalf.Entra(rule, grant, policy, path), DecisionHalf.Rbac.NONE, asked);
    }

    /** The verdict: granted when one of the halves grants. */
    public Verdict verdict() {
        return decisive().verdict();
    }

    /** The half that the verdict comes from: the one that grants, or, when both grant or both deny, the grant in Entra. */
    public DecisionHalf decisive() {
        return entra.verdict() == Verdict.DENIED && rbac.verdict() == Verdict.GRANTED ? rbac : entra;
    }

    /** The rule of the decisive half. */
    public Rule rule() {
        return decisive().rule();
    }

    /** The grant of the decisive half. */
    public @Nullable Grant grant() {
        return decisive().grant();
    }

    /** The policy that decided; null when none did. */
    public @Nullable AccessPolicy policy() {
        return switch (decisive()) {
            case DecisionHalf.Entra half -> half.policy();
            case DecisionHalf.Rbac half -> null;
        };
    }

    /** The path of the decisive half. */
    public List<ObjectId> path() {
        return decisive().path();
    }

    /**
     * The decision as one English sentence for administrators: the rule, the policy, the path through the groups. Equal
     * decisions have equal sentences. It names ids of objects; it is not for the refused caller.
     */
    public String explanation() {
        return Explanation.of(this);
    }
}
