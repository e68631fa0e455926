package dev.postern.audit;

import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One decision or one change.
 *
 * @param mailbox null if it does not concern a mailbox, or the mailbox is unknown
 * @param operation the requested operation: a row of the operations table, a cmdlet, a directory change
 * @param target the target of the operation as the caller named it; truncated if long
 * @param verdict {@code granted}, {@code denied} or {@code changed}
 * @param rule the deciding rule, by its stored name
 * @param policy the deciding policy
 * @param explanation the decision as a sentence
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
    private static final int MAX_TARGET_LENGTH = 512;

    public AuditEntry {
        if (target.length() > MAX_TARGET_LENGTH) {
            target = target.substring(0, MAX_TARGET_LENGTH);
        }
    }

    /** Returns the entry with one more sentence, unless it ends with it. */
    AuditEntry explainedBy(String sentence) {
        if (explanation != null && explanation.endsWith(sentence)) {
            return this;
        }
        String all = explanation == null ? sentence : explanation + " " + sentence;
        return new AuditEntry(tenant, mailbox, at, actor, operation, target, verdict, rule, policy, all);
    }
}
