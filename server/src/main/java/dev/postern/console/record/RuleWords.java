package dev.postern.console.record;

import java.util.Map;

/** The rules of entries, in words. */
final class RuleWords {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("PERMISSION_HELD", "It has the permission."),
            Map.entry("READ_ONLY_SESSION", "The person is signed in to the console as a reader."),
            Map.entry("PERMISSION_MISSING", "It has no permission that suffices."),
            Map.entry("PRINCIPAL_UNKNOWN", "The tenant does not have this application."),
            Map.entry("PRINCIPAL_OF_ANOTHER_APP", "The token is of another application."),
            Map.entry("PRINCIPAL_DISABLED", "The application is disabled."),
            Map.entry("PERMISSION_NOT_IN_TOKEN", "The token has no permission that suffices."),
            Map.entry("GRANT_REVOKED", "The token has the permission, but its grant was removed."),
            Map.entry("DENY_POLICY", "A DenyAccess policy contains the mailbox."),
            Map.entry("DENY_SCOPE_ORPHANED", "The scope of a DenyAccess policy is gone, so it denies every mailbox."),
            Map.entry("RESTRICT_POLICY", "A RestrictAccess policy contains the mailbox."),
            Map.entry(
                    "RESTRICT_MEMBERSHIP_UNCONFIRMED",
                    "A RestrictAccess policy contains the mailbox only through a group that is no security group."),
            Map.entry(
                    "RESTRICT_SCOPE_ORPHANED",
                    "The mailbox is outside of every RestrictAccess policy, and the scope of one is gone."),
            Map.entry("OUTSIDE_EVERY_SCOPE", "The mailbox is outside of every RestrictAccess policy."),
            Map.entry(
                    "SCOPE_REQUIRED", "No RestrictAccess policy names the application, and this server requires one."),
            Map.entry("UNSCOPED", "No policy confines the application."),
            Map.entry("ROLE_ASSIGNMENT", "A role assignment contains the mailbox."),
            Map.entry("OUTSIDE_EVERY_ROLE_SCOPE", "The mailbox is outside of every role assignment."),
            Map.entry("ROLE_WITHOUT_PERMISSION", "Its role assignments have no permission that suffices."),
            Map.entry("NO_ROLE_ASSIGNMENT", "It has no role assignment."));

    private RuleWords() {}

    /** Returns an empty text for a rule that has no sentence. */
    static String of(String rule) {
        return WORDS.getOrDefault(rule, "");
    }
}
