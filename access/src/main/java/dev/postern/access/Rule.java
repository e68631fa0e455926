package dev.postern.access;

/**
 * The rule that decided a half of a decision. Each rule has one verdict and belongs to one stage; they are listed in the order in
 * which they are tried. The names are stored in audit records and do not change.
 *
 * <p>The order of the policy rules follows Microsoft's New-ApplicationAccessPolicy documentation. Where that is silent, the
 * rules fail closed; docs/decisions/0002-policy-edges.md has the reasons.
 */
public enum Rule {
    /** The directory knows no service principal of that id. */
    PRINCIPAL_UNKNOWN(Verdict.DENIED, Stage.PERMISSION),
    /** The service principal belongs to another application than the one the token names. */
    PRINCIPAL_OF_ANOTHER_APP(Verdict.DENIED, Stage.PERMISSION),
    /** The service principal is disabled. */
    PRINCIPAL_DISABLED(Verdict.DENIED, Stage.PERMISSION),
    /** The token carries none of the permissions that suffice. */
    PERMISSION_NOT_IN_TOKEN(Verdict.DENIED, Stage.PERMISSION),
    /** The token carries a permission that suffices, but the directory does not grant it, or no longer. */
    GRANT_REVOKED(Verdict.DENIED, Stage.PERMISSION),

    /** A DenyAccess policy contains the mailbox, possibly through groups that are not security groups. */
    DENY_POLICY(Verdict.DENIED, Stage.POLICY),
    /** A DenyAccess policy has an orphaned scope. Which mailboxes it meant is unknown, so it applies to every mailbox. */
    DENY_SCOPE_ORPHANED(Verdict.DENIED, Stage.POLICY),
    /** A RestrictAccess policy contains the mailbox, through security groups only. */
    RESTRICT_POLICY(Verdict.GRANTED, Stage.POLICY),
    /** A RestrictAccess policy contains the mailbox only through a group that is not a security group. */
    RESTRICT_MEMBERSHIP_UNCONFIRMED(Verdict.DENIED, Stage.POLICY),
    /** The mailbox is outside every RestrictAccess scope, at least one of which is orphaned and counts as empty. */
    RESTRICT_SCOPE_ORPHANED(Verdict.DENIED, Stage.POLICY),
    /** The mailbox is outside every RestrictAccess scope. */
    OUTSIDE_EVERY_SCOPE(Verdict.DENIED, Stage.POLICY),
    /** No RestrictAccess policy names the application, and the tenant refuses grants without a scope. */
    SCOPE_REQUIRED(Verdict.DENIED, Stage.POLICY),
    /** No RestrictAccess policy names the application, and no DenyAccess policy contains the mailbox. */
    UNSCOPED(Verdict.GRANTED, Stage.POLICY),

    /** A role assignment (RBAC for Applications) grants a permission that suffices, and its scope contains the mailbox. */
    ROLE_ASSIGNMENT(Verdict.GRANTED, Stage.ROLE),
    /** Role assignments grant a permission that suffices, but the mailbox is outside of their scopes. */
    OUTSIDE_EVERY_ROLE_SCOPE(Verdict.DENIED, Stage.ROLE),
    /** The service principal has role assignments, but none of them grants a permission that suffices. */
    ROLE_WITHOUT_PERMISSION(Verdict.DENIED, Stage.ROLE),
    /** No role assignment names the service principal. */
    NO_ROLE_ASSIGNMENT(Verdict.DENIED, Stage.ROLE);

    private final Verdict verdict;
    private final Stage stage;

    Rule(Verdict verdict, Stage stage) {
        this.verdict = verdict;
        this.stage = stage;
    }

    /** The verdict of this rule, always the same. */
    public Verdict verdict() {
        return verdict;
    }

    /** The stage to which this rule belongs. */
    public Stage stage() {
        return stage;
    }
}
