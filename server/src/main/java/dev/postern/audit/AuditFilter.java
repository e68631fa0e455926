package dev.postern.audit;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a search finds. The entry decides and not its columns, which may have been altered.
 *
 * @param app null for every caller
 * @param mailbox null for all chains of the tenant
 * @param denied whether only refusals are found
 * @param since null for no limit
 * @param text a part of the operation, the target or the person, in any case; null for all
 */
public record AuditFilter(
        TenantId tenant,
        @Nullable AppId app,
        @Nullable MailboxId mailbox,
        boolean denied,
        @Nullable Instant since,
        @Nullable String text) {
    private static final String DENIED = "denied";

    /** For any text. */
    public AuditFilter(
            TenantId tenant,
            @Nullable AppId app,
            @Nullable MailboxId mailbox,
            boolean denied,
            @Nullable Instant since) {
        this(tenant, app, mailbox, denied, since, null);
    }

    /**
     * Returns whether a row is found. A row of the tenant according to its columns, but without a readable entry of the tenant, is found
     * unless callers, verdicts or texts are excluded.
     */
    boolean accepts(StoredRow row) {
        AuditEntry entry = ofTenant(row);
        if (entry == null) {
            return app == null && !denied && text == null && tenant.value().equals(row.tenant());
        }
        return (app == null || app.equals(entry.actor().app()))
                && (!denied || entry.verdict().equals(DENIED))
                && (since == null || !entry.at().isBefore(since))
                && (text == null || contains(entry, text.toLowerCase(Locale.ROOT)));
    }

    private static boolean contains(AuditEntry entry, String part) {
        return Stream.of(entry.operation(), entry.target(), entry.actor().person())
                .anyMatch(text -> text != null && text.toLowerCase(Locale.ROOT).contains(part));
    }

    /** Returns the entry of a row; null if it contains none, or one of another tenant. */
    @Nullable
    AuditEntry ofTenant(StoredRow row) {
        AuditEntry entry = row.entry();
        return entry != null && entry.tenant().equals(tenant) ? entry : null;
    }
}
