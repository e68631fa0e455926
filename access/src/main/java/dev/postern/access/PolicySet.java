package dev.postern.access;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one right that name one application. Both lists are in the order of the policy ids; they are not merged,
 * because then the policies for {@code *} would be copied once per application.
 *
 * @param own the policies that name the application by its client id
 * @param every the policies that name every application
 */
record PolicySet(List<ScopedPolicy> own, List<ScopedPolicy> every) {
    boolean isEmpty() {
        return own.isEmpty() && every.isEmpty();
    }

    /** The policy with the smallest id that fulfils the condition; null when none does. */
    @Nullable
    ScopedPolicy first(Predicate<ScopedPolicy> condition) {
        ScopedPolicy mine = first(own, condition);
        ScopedPolicy common = first(every, condition);
        if (mine == null || common == null) {
            return mine == null ? common : mine;
        }
        return mine.policy().id().compareTo(common.policy().id()) < 0 ? mine : common;
    }

    private static @Nullable ScopedPolicy first(List<ScopedPolicy> policies, Predicate<ScopedPolicy> condition) {
        for (ScopedPolicy policy : policies) {
            if (condition.test(policy)) {
                return policy;
            }
        }
        return null;
    }
}
