package dev.postern.advice;

import java.util.Locale;

/** What a finding is about. */
enum FindingKind {
    UNSCOPED_GRANT(FindingSeverity.HIGH),
    GRANT_WIDENS_ROLE_ASSIGNMENT(FindingSeverity.HIGH),
    POLICY_NAMES_OBJECT_ID(FindingSeverity.HIGH),
    ORPHANED_SCOPE(FindingSeverity.HIGH),
    EMPTY_SCOPE(FindingSeverity.MEDIUM),
    NESTED_LIST_DOES_NOT_COUNT(FindingSeverity.MEDIUM),
    RESTRICT_SHADOWED_BY_DENY(FindingSeverity.MEDIUM),
    SECRET_NEVER_EXPIRES(FindingSeverity.MEDIUM),
    POLICY_FOR_UNKNOWN_APPLICATION(FindingSeverity.LOW),
    DENY_WITHOUT_EFFECT(FindingSeverity.LOW),
    UNUSED_PERMISSION(FindingSeverity.LOW),
    UNUSED_MANAGEMENT_SCOPE(FindingSeverity.LOW),
    ORPHANED_GROUP(FindingSeverity.LOW),
    EXPIRED_SECRET(FindingSeverity.INFORMATION);

    private final FindingSeverity severity;

    FindingKind(FindingSeverity severity) {
        this.severity = severity;
    }

    FindingSeverity severity() {
        return severity;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
