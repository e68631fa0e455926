package dev.postern.gate;

import dev.postern.access.AccessPolicy;
import dev.postern.access.AppId;
import dev.postern.access.Decision;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import dev.postern.audit.AuditEntry;
import dev.postern.directory.User;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Who began an upload and by what, as it is stored with it. Its parts hold no line breaks, so they are its lines. */
record UploadHolder(
        TenantId tenant, AppId app, ObjectId principal, ObjectId owner, String operation, Set<String> permissions) {
    private static final int LINES = 6;

    /** Only what the caller's token has: a permission that it did not show when it began does not let it go on. */
    static UploadHolder of(Caller caller, User owner, Operation operation) {
        Set<String> shown = operation.permissions().stream()
                .filter(caller.token().roles()::contains)
                .collect(Collectors.toSet());
        return new UploadHolder(
                caller.token().tenant(),
                caller.token().app(),
                caller.token().principal(),
                owner.id(),
                operation.name(),
                shown.isEmpty() ? operation.permissions() : shown);
    }

    String text() {
        return String.join(
                "\n",
                List.of(
                        tenant.toString(),
                        app.toString(),
                        principal.toString(),
                        owner.toString(),
                        operation,
                        String.join(" ", permissions)));
    }

    static UploadHolder parse(String text) {
        List<String> lines = Arrays.asList(text.split("\n", LINES));
        return new UploadHolder(
                TenantId.of(lines.get(0)),
                AppId.of(lines.get(1)),
                ObjectId.of(lines.get(2)),
                ObjectId.of(lines.get(3)),
                lines.get(4),
                Set.copyOf(Arrays.asList(lines.get(5).split(" "))));
    }

    AuditEntry entry(RequestContext knock, MailboxId mailbox, Decision decision, Instant now) {
        AccessPolicy policy = decision.policy();
        return new AuditEntry(
                tenant,
                mailbox,
                now,
                new Actor(app, principal, knock.requestId()),
                operation + " (upload)",
                owner.toString(),
                decision.verdict().text().toLowerCase(Locale.ROOT),
                decision.rule().name(),
                policy == null ? null : policy.id().toString(),
                decision.explanation());
    }
}
