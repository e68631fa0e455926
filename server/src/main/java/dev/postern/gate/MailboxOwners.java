package dev.postern.gate;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessPolicy;
import dev.postern.access.AccessQuestion;
import dev.postern.access.Decision;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.Verdict;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.User;
import dev.postern.token.VerifiedToken;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whose mailbox is meant, and what the decision about it is. */
final class MailboxOwners {
    private static final int GUID_LENGTH = 36;

    private MailboxOwners() {}

    /** The user that a path names by object id, userPrincipalName or address; groups own no mailbox here. */
    static @Nullable User find(DirectorySnapshot directory, String name) {
        if (name.length() == GUID_LENGTH && name.indexOf('@') < 0) {
            try {
                return directory.find(ObjectId.of(name), User.class);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        User user = directory.byPrincipalName(name);
        return user != null ? user : directory.byAddress(name) instanceof User addressed ? addressed : null;
    }

    static Decision decide(
            DirectorySnapshot directory, VerifiedToken token, Operation operation, @Nullable User owner) {
        return owner == null || owner.recipient() == null
                ? AccessEngine.decideUnknownMailbox(
                        directory.access(), token.app(), token.principal(), token.roles(), operation.permissions())
                : AccessEngine.decide(
                        directory.access(),
                        new AccessQuestion(
                                token.app(), token.principal(), token.roles(), operation.permissions(), owner.id()));
    }

    static AuditEntry entry(
            Caller caller,
            Operation operation,
            String target,
            @Nullable MailboxId mailbox,
            Decision decision,
            Instant now) {
        AccessPolicy policy = decision.policy();
        return new AuditEntry(
                caller.token().tenant(),
                mailbox,
                now,
                caller.actor(),
                operation.name(),
                target,
                decision.verdict() == Verdict.GRANTED && mailbox == null
                        ? "not found"
                        : decision.verdict().text().toLowerCase(Locale.ROOT),
                decision.rule().name(),
                policy == null ? null : policy.id().toString(),
                decision.explanation());
    }
}
