package dev.postern.advice;

import java.util.Locale;

/** How urgent a finding is, the most urgent first. */
enum FindingSeverity {
    /** An application reaches more than its configuration says, or a policy does the opposite of what it was made for. */
    HIGH,
    /** Something does not do what it seems to do. */
    MEDIUM,
    /** Something is not needed. */
    LOW,
    INFORMATION;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
