package dev.postern.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Policies by right and application, each list in the order of the policy ids. Immutable once made. */
final class PolicyIndex {
    private final ByApp restrict = new ByApp();
    private final ByApp deny = new ByApp();

    /** Takes policies in the order of their ids. */
    PolicyIndex(List<ScopedPolicy> policies) {
        for (ScopedPolicy scoped : policies) {
            switch (scoped.policy().right()) {
                case RESTRICT_ACCESS -> restrict.add(scoped);
                case DENY_ACCESS -> deny.add(scoped);
            }
        }
    }

    /** The RestrictAccess policies that name the application. */
    PolicySet restrict(AppId app) {
        return restrict.of(app);
    }

    /** The DenyAccess policies that name the application. */
    PolicySet deny(AppId app) {
        return deny.of(app);
    }

    private static final class ByApp {
        private final Map<AppId, List<ScopedPolicy>> own = new HashMap<>();
        private final List<ScopedPolicy> every = new ArrayList<>();

        void add(ScopedPolicy scoped) {
            switch (scoped.policy().app()) {
                case AppSelector.One(AppId app) ->
                    own.computeIfAbsent(app, _ -> new ArrayList<>(2)).add(scoped);
                case AppSelector.Every() -> every.add(scoped);
            }
        }

        PolicySet of(AppId app) {
            return new PolicySet(own.getOrDefault(app, List.of()), every);
        }
    }
}
