package dev.postern.gate;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessPolicy;
import dev.postern.access.AccessQuestion;
import dev.postern.access.Decision;
import dev.postern.access.MailboxId;
import dev.postern.access.Verdict;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a mailbox, for a request and for a {@link StoredCaller} alike, and its consequences: whether items are shown with
 * their content, the audit entry, and the refusal.
 *
 * @param owner null if no user has the requested name
 * @param content whether the permission that was used shows the content of items
 */
record MailboxDecision(
        Requester requester, Operation operation, @Nullable User owner, Decision decision, boolean content) {
    /** Decides. Permissions that show content are tried first; basic permissions are used only if no other allows the operation. */
    static MailboxDecision of(
            DirectorySnapshot directory, Requester requester, Operation operation, @Nullable User owner) {
        Set<String> full = operation.full();
        Decision decision = decide(directory, requester, full, owner);
        if (operation.basic().isEmpty() || decision.verdict() == Verdict.GRANTED) {
            return new MailboxDecision(requester, operation, owner, decision, true);
        }
        Decision basic = decide(directory, requester, operation.permissions(), owner);
        return new MailboxDecision(requester, operation, owner, basic, false);
    }

    private static Decision decide(
            DirectorySnapshot directory, Requester requester, Set<String> sufficient, @Nullable User owner) {
        return owner == null || owner.recipient() == null
                ? AccessEngine.decideUnknownMailbox(
                        directory.access(), requester.app(), requester.principal(), requester.roles(), sufficient)
                : AccessEngine.decide(
                        directory.access(),
                        new AccessQuestion(
                                requester.app(), requester.principal(), requester.roles(), sufficient, owner.id()));
    }

    /** Returns the mailbox to open if there is no refusal. */
    @Nullable
    MailboxId mailbox() {
        return owner == null ? null : owner.mailbox();
    }

    boolean isDenied() {
        return decision.verdict() == Verdict.DENIED;
    }

    /**
     * Returns the reason why the mailbox is not opened, or null if it is.
     *
     * @param asked the name of the mailbox as the caller wrote it
     */
    @Nullable
    Refusal refusal(String asked) {
        if (isDenied()) {
            return Refusal.of(operation.name(), decision);
        }
        return owner == null ? new Refusal.UnknownMailbox(asked) : mailbox() == null ? new Refusal.NoMailbox() : null;
    }

    /** @param target the name of the mailbox as the caller wrote it */
    AuditEntry entry(UUID requestId, String target, Instant now) {
        AccessPolicy policy = decision.policy();
        return new AuditEntry(
                requester.tenant(),
                mailbox(),
                now,
                requester.actor(requestId),
                operation.name(),
                target,
                !isDenied() && mailbox() == null
                        ? "not found"
                        : decision.verdict().text().toLowerCase(Locale.ROOT),
                decision.rule().name(),
                policy == null ? null : policy.id().toString(),
                decision.explanation());
    }
}
