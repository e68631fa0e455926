package dev.postern.audit;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One decision or one change.
 *
 * @param mailbox null when it is not about a mailbox, or the mailbox is unknown
 * @param operation what was asked for: a row of the operations table, a cmdlet, a change of the directory
 * @param target what it was asked of, as the caller named it; cut when long
 * @param verdict {@code granted}, {@code denied} or {@code changed}
 * @param rule the rule that decided, by its stored name
 * @param policy the policy that decided
 * @param explanation the decision in a sentence
 */
public record AuditEntry(
        TenantId tenant,
        @Nullable MailboxId mailbox,
        Instant at,
        Actor actor,
        String operation,
        String target,
        String verdict,
        @Nullable String rule,
        @Nullable String policy,
        @Nullable String explanation) {
    private static final int LONGEST_TARGET = 512;

    public AuditEntry {
        if (target.length() > LONGEST_TARGET) {
            target = target.substring(0, LONGEST_TARGET);
        }
    }
}
