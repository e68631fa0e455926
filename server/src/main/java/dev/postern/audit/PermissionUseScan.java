package dev.postern.audit;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.store.Database;
import dev.postern.store.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the newest entries about the mailboxes of a tenant, some hundred in each transaction, and what they say about the use of
 * permissions. The sentences of decisions are stable, so that they can be read back.
 */
final class PermissionUseScan {
    private static final int BATCH = 1_000;
    /** Of the entries about mailboxes, and of those about the tenant. */
    private static final int MAX_ROWS = 50_000;

    private static final int MAX_MAILBOXES = 20;
    private static final String ROLE_ASSIGNMENT = "ROLE_ASSIGNMENT";
    private static final String GUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern GRANTED = Pattern.compile("^Granted with ([A-Za-z.-]+) by assignment ");
    private static final Pattern BY_ROLE = Pattern.compile("the scope of role assignment (" + GUID + ") contains");
    private static final Pattern BY_POLICY =
            Pattern.compile("Access policy " + GUID + " for (?:\\*|" + GUID + ") on (" + GUID + ")");
    private static final Pattern REMOVED = Pattern.compile("remove policy " + GUID + " on (" + GUID + ")");

    private final Database database;
    private final TenantId tenant;
    private final int maxRows;
    private final Map<AppId, Map<String, Instant>> permissions = new HashMap<>();
    private final Map<AppId, Set<MailboxId>> mailboxes = new HashMap<>();
    private final Map<String, Instant> assignments = new HashMap<>();
    private final Set<ObjectId> scopes = new HashSet<>();

    private record Located(StoredRow row, @Nullable UUID key) {}

    private PermissionUseScan(Database database, TenantId tenant, int maxRows) {
        this.database = database;
        this.tenant = tenant;
        this.maxRows = maxRows;
    }

    static PermissionUse read(Database database, TenantId tenant) {
        return read(database, tenant, MAX_ROWS);
    }

    /** @param maxRows a multiple of the rows of a batch */
    static PermissionUse read(Database database, TenantId tenant, int maxRows) {
        var scan = new PermissionUseScan(database, tenant, maxRows);
        Instant since = scan.mailboxes();
        scan.changes();
        scan.mailboxes.values().removeIf(all -> all.size() > MAX_MAILBOXES);
        return new PermissionUse(since, scan.permissions, scan.assignments, scan.mailboxes, scan.scopes);
    }

    /** Returns since when every entry was read. */
    private @Nullable Instant mailboxes() {
        long at = Long.MAX_VALUE;
        UUID key = new UUID(-1, -1);
        long sequence = Long.MAX_VALUE;
        for (int read = 0; read < maxRows; read += BATCH) {
            List<Located> rows = rows(at, key, sequence);
            rows.forEach(one -> mailbox(one.row()));
            if (!rows.isEmpty()) {
                Located last = rows.getLast();
                at = Objects.requireNonNullElse(last.row().at(), 0L);
                key = Objects.requireNonNullElse(last.key(), new UUID(0, 0));
                sequence = last.row().sequence();
            }
            if (rows.size() < BATCH) {
                Long oldest = database.read(sql -> sql.one(
                        "select at from tenant_audit where tenant_id = ? order by sequence limit 1",
                        row -> row.number(1),
                        tenant.value()));
                long first = Math.min(at, Objects.requireNonNullElse(oldest, Long.MAX_VALUE));
                return first == Long.MAX_VALUE ? null : Instant.ofEpochMilli(first);
            }
        }
        return Instant.ofEpochMilli(at);
    }

    private List<Located> rows(long at, UUID key, long sequence) {
        return Objects.requireNonNull(database.read(sql -> sql.list(
                "select mailbox_id, " + Chain.Place.MAILBOX.columns() + " from mailbox_audit where tenant_id = ?"
                        + " and (at, mailbox_id, sequence) < (?, ?, ?)"
                        + " order by at desc, mailbox_id desc, sequence desc limit ?",
                row -> new Located(StoredRow.read(row, 2), key(row)),
                tenant.value(),
                at,
                key,
                sequence,
                BATCH)));
    }

    private static @Nullable UUID key(Row row) {
        try {
            return row.uuid(1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void mailbox(StoredRow row) {
        AuditEntry entry = row.entry();
        AppId app = entry == null ? null : entry.actor().app();
        String sentence = entry == null ? null : entry.explanation();
        if (entry == null || app == null || sentence == null || !entry.tenant().equals(tenant)) {
            return;
        }
        scope(BY_POLICY.matcher(sentence));
        if (!sentence.startsWith("Granted")) {
            return;
        }
        if (entry.mailbox() != null) {
            Set<MailboxId> used = mailboxes.computeIfAbsent(app, _ -> new HashSet<>());
            if (used.size() <= MAX_MAILBOXES) {
                used.add(entry.mailbox());
            }
        }
        if (ROLE_ASSIGNMENT.equals(entry.rule())) {
            Matcher role = BY_ROLE.matcher(sentence);
            if (role.find()) {
                // the newest entry comes first
                assignments.putIfAbsent(role.group(1), entry.at());
            }
        } else {
            Matcher granted = GRANTED.matcher(sentence);
            if (granted.find()) {
                permissions.computeIfAbsent(app, _ -> new HashMap<>()).putIfAbsent(granted.group(1), entry.at());
            }
        }
    }

    private void scope(Matcher found) {
        while (found.find()) {
            scopes.add(ObjectId.of(found.group(1)));
        }
    }

    /** The removed policies in the newest entries about the tenant. */
    private void changes() {
        long before = Long.MAX_VALUE;
        for (int read = 0; read < maxRows; read += BATCH) {
            long end = before;
            List<StoredRow> rows = Objects.requireNonNull(database.read(sql -> sql.list(
                    "select " + Chain.Place.TENANT.columns()
                            + " from tenant_audit where tenant_id = ? and sequence < ? order by sequence desc limit ?",
                    row -> StoredRow.read(row, 1),
                    tenant.value(),
                    end,
                    BATCH)));
            for (StoredRow row : rows) {
                AuditEntry entry = row.entry();
                if (entry != null && entry.operation().equals("directory")) {
                    scope(REMOVED.matcher(entry.target()));
                }
                before = row.sequence();
            }
            if (rows.size() < BATCH) {
                return;
            }
        }
    }
}
