package dev.postern.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first stage of a grant in Entra: does the caller have a sufficient permission, in the token and in the directory? */
final class PermissionRules {
    /** Either the grant that suffices, or the rule that refuses. Exactly one of the two is present. */
    record Outcome(@Nullable Grant grant, @Nullable Rule refusal) {
        private static Outcome refused(Rule rule) {
            return new Outcome(null, rule);
        }
    }

    private PermissionRules() {}

    static Outcome check(
            @Nullable Principal principal, AppId app, Set<String> tokenRoles, Set<String> sufficientPermissions) {
        if (principal == null) {
            return Outcome.refused(Rule.PRINCIPAL_UNKNOWN);
        }
        if (!principal.isOf(app)) {
            return Outcome.refused(Rule.PRINCIPAL_OF_ANOTHER_APP);
        }
        if (!principal.enabled()) {
            return Outcome.refused(Rule.PRINCIPAL_DISABLED);
        }
        boolean inToken = false;
        Grant best = null;
        for (String permission : sufficientPermissions) {
            if (tokenRoles.contains(permission)) {
                inToken = true;
                Grant grant = principal.grants().get(permission);
                if (grant != null && (best == null || permission.compareTo(best.permission()) < 0)) {
                    best = grant;
                }
            }
        }
        if (best != null) {
            return new Outcome(best, null);
        }
        return Outcome.refused(inToken ? Rule.GRANT_REVOKED : Rule.PERMISSION_NOT_IN_TOKEN);
    }
}
