package dev.postern.access;

import java.util.List;
import java.util.UUID;

/**
 * The policies that one selector names, each list in the order of the policy ids. The app id is stored as two numbers, because a further
 * object is a further place that a decision has to read from memory; both are zero for the policies for {@code *}.
 */
record AppPolicies(long high, long low, List<ScopedPolicy> restrict, List<ScopedPolicy> deny) {
    static final AppPolicies EVERY = new AppPolicies(0, 0, List.of(), List.of());

    static AppPolicies none(AppId app) {
        UUID value = app.value();
        return new AppPolicies(value.getMostSignificantBits(), value.getLeastSignificantBits(), List.of(), List.of());
    }

    boolean isEmpty() {
        return restrict.isEmpty() && deny.isEmpty();
    }

    List<ScopedPolicy> of(AccessRight right) {
        return switch (right) {
            case RESTRICT_ACCESS -> restrict;
            case DENY_ACCESS -> deny;
        };
    }

    AppPolicies with(AccessRight right, List<ScopedPolicy> policies) {
        return switch (right) {
            case RESTRICT_ACCESS -> new AppPolicies(high, low, policies, deny);
            case DENY_ACCESS -> new AppPolicies(high, low, restrict, policies);
        };
    }
}
