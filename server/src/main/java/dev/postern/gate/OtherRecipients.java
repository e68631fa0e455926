package dev.postern.gate;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessPolicy;
import dev.postern.access.AccessQuestion;
import dev.postern.access.Decision;
import dev.postern.access.Verdict;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.User;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides about recipients that a request names besides the mailbox in its path. Each is decided on its own, by the rules for the operation, and
 * audited. A recipient that the caller has no access to must be shown exactly as one that does not exist: both are decided in memory, and both
 * add one audit entry that is written later. For one request.
 */
final class OtherRecipients {
    private final OpenedMailbox opened;
    private final Requester requester;
    private final Instant now;

    OtherRecipients(OpenedMailbox opened) {
        this.opened = opened;
        this.requester = Requester.of(opened.caller().token());
        this.now = opened.entry().at();
    }

    DirectorySnapshot directory() {
        return opened.caller().directory();
    }

    /** @param owner null if there is no such mailbox */
    MailboxDecision decide(@Nullable User owner, String target) {
        MailboxDecision decision = MailboxDecision.of(directory(), requester, opened.operation(), owner);
        opened.audit().later(decision.entry(opened.caller().context().requestId(), target, now));
        return decision;
    }

    /** A group exists for the caller if the policies would grant access to a mailbox in its place. */
    boolean isVisible(Group group, String name) {
        Operation operation = opened.operation();
        Decision decision = AccessEngine.decide(
                directory().access(),
                new AccessQuestion(
                        requester.app(), requester.principal(), requester.roles(), operation.full(), group.id()));
        AccessPolicy policy = decision.policy();
        UUID request = opened.caller().context().requestId();
        opened.audit()
                .later(new AuditEntry(
                        requester.tenant(),
                        null,
                        now,
                        requester.actor(request),
                        operation.name(),
                        name,
                        decision.verdict().text().toLowerCase(Locale.ROOT),
                        decision.rule().name(),
                        policy == null ? null : policy.id().toString(),
                        decision.explanation()));
        return decision.verdict() == Verdict.GRANTED;
    }
}
