package dev.postern.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.TenantId;
import dev.postern.audit.AuditProblem.Kind;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit is searched from the newest entry to the oldest, in parts, and what was altered is marked. */
class AuditSearchTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final TenantId TENANT = new TenantId(UUID.randomUUID());
    private static final TenantId OTHER = new TenantId(UUID.randomUUID());
    private static final MailboxId ONE = new MailboxId(UUID.randomUUID());
    private static final MailboxId TWO = new MailboxId(UUID.randomUUID());
    private static final AppId READER = new AppId(UUID.randomUUID());
    private static final AppId SENDER = new AppId(UUID.randomUUID());

    private static void append(
            Audit audit, TenantId tenant, @Nullable MailboxId mailbox, AppId app, int second, String verdict) {
        audit.append(new AuditEntry(
                tenant,
                mailbox,
                START.plusSeconds(second),
                new Actor(app, null, UUID.randomUUID()),
                "operation",
                second + "",
                verdict,
                null,
                null,
                null));
    }

    private static Audit filled(Database database) {
        Audit audit = new Audit(database, false);
        append(audit, TENANT, ONE, READER, 1, "granted");
        append(audit, TENANT, null, SENDER, 2, "changed");
        append(audit, TENANT, TWO, SENDER, 3, "denied");
        append(audit, OTHER, null, SENDER, 4, "denied");
        append(audit, TENANT, ONE, SENDER, 5, "granted");
        append(audit, TENANT, ONE, READER, 5, "denied");
        append(audit, TENANT, null, READER, 5, "denied");
        return audit;
    }

    private static AuditFilter all() {
        return new AuditFilter(TENANT, null, null, false, null);
    }

    private static List<ShownEntry> search(Audit audit, AuditFilter filter, int max) {
        var found = new ArrayList<ShownEntry>();
        AuditCursor from = AuditCursor.NEWEST;
        while (from != null) {
            AuditPage page = audit.search(filter, from, max);
            assertTrue(page.entries().size() <= max);
            found.addAll(page.entries());
            AuditCursor next = page.next();
            from = next == null ? null : AuditCursor.read(next.text()).orElseThrow();
        }
        return found;
    }

    private static List<String> targets(Audit audit, AuditFilter filter) {
        return search(audit, filter, 100).stream()
                .map(shown -> {
                    assertNull(shown.problem());
                    AuditEntry entry = shown.entry();
                    return entry == null ? "?" : entry.target();
                })
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void filtersAreCombined(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = filled(database);
            assertEquals(List.of("5", "5", "5", "3", "2", "1"), targets(audit, all()));
            assertEquals(List.of("5", "5", "1"), targets(audit, new AuditFilter(TENANT, READER, null, false, null)));
            assertEquals(List.of("5", "5", "1"), targets(audit, new AuditFilter(TENANT, null, ONE, false, null)));
            assertEquals(List.of("5", "5", "3"), targets(audit, new AuditFilter(TENANT, null, null, true, null)));
            Instant since = START.plusSeconds(3);
            assertEquals(
                    List.of("5", "5", "5", "3"), targets(audit, new AuditFilter(TENANT, null, null, false, since)));
            assertEquals(List.of("5"), targets(audit, new AuditFilter(TENANT, READER, ONE, true, since)));
            assertEquals(List.of(), targets(audit, new AuditFilter(TENANT, READER, TWO, true, since)));
            assertEquals(List.of("4"), targets(audit, new AuditFilter(OTHER, null, null, false, null)));
            assertEquals(List.of("3"), targets(audit, new AuditFilter(TENANT, null, null, false, null, "3")));
            assertEquals(List.of(), targets(audit, new AuditFilter(TENANT, null, null, false, null, "4")));
            assertEquals(
                    List.of(), search(audit, new AuditFilter(OTHER, null, ONE, false, null), 100), "not its mailbox");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void pagesOfAnySizeHaveEveryEntryOnce(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = filled(database);
            List<ShownEntry> whole = search(audit, all(), 100);
            for (int max = 1; max <= whole.size(); max++) {
                assertEquals(whole, search(audit, all(), max), "pages of " + max);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void oneCallReadsABoundedNumberOfRows(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = filled(database);
            for (int i = 0; i < 6_000; i++) {
                audit.later(new AuditEntry(
                        TENANT,
                        ONE,
                        START.plusSeconds(60),
                        new Actor(SENDER, null, UUID.randomUUID()),
                        "o",
                        "",
                        "granted",
                        null,
                        null,
                        null));
            }
            audit.flush();
            AuditFilter rare = new AuditFilter(TENANT, READER, null, false, null);
            AuditPage first = audit.search(rare, AuditCursor.NEWEST, 10);
            assertEquals(List.of(), first.entries());
            AuditPage second =
                    audit.search(rare, Optional.ofNullable(first.next()).orElseThrow(), 10);
            assertEquals(3, second.entries().size());
            assertNull(second.next());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void alteredRowsAreMarked(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = filled(database);
            database.write(sql -> {
                sql.update(
                        "update mailbox_audit set entry = replace(entry, 'denied', 'granted') where mailbox_id = ?",
                        TWO.value());
                sql.update(
                        "update mailbox_audit set request_id = ? where mailbox_id = ? and sequence = 1",
                        UUID.randomUUID(),
                        ONE.value());
                sql.update(
                        "update tenant_audit set entry = 'nonsense' where tenant_id = ? and sequence = 1",
                        TENANT.value());
                return sql.update(
                        "update tenant_audit set tenant_id = ?, sequence = 9 where tenant_id = ?",
                        TENANT.value(),
                        OTHER.value());
            });
            List<ShownEntry> found = search(audit, all(), 100);
            assertEquals(7, found.size());
            long altered = found.stream()
                    .filter(shown -> shown.problem() == Kind.ALTERED)
                    .count();
            assertEquals(4, altered);
            assertTrue(
                    found.stream()
                            .noneMatch(shown -> shown.entry() != null
                                    && !shown.entry().tenant().equals(TENANT)),
                    "an entry of another tenant is not shown");
        }
    }

    @Test
    void anIndexGivesTheOrder() {
        try (Database database = Databases.open(Engine.SQLITE)) {
            List<String> plan = database.read(sql -> sql.list(
                    "explain query plan select entry from mailbox_audit where tenant_id = x'00' and at >= 1 and (at,"
                            + " mailbox_id, sequence) < (2, x'00', 3) order by at desc, mailbox_id desc, sequence desc"
                            + " limit 500",
                    row -> row.text(4)));
            assertEquals(1, plan.size(), plan::toString);
            assertTrue(plan.getFirst().contains("mailbox_audit_time"), plan::toString);
        }
    }

    @Test
    void aCursorIsReadOnlyFromItsOwnText() {
        String text = AuditCursor.NEWEST.text();
        assertNotNull(AuditCursor.read(text).orElseThrow());
        for (String other : List.of("", "x", text + ".", text.replace("9", "99999999999"), "-1" + text)) {
            assertTrue(AuditCursor.read(other).isEmpty(), other);
        }
    }

    @Test
    void aBeginningIsATimeADateOrAnAge() {
        Instant now = START;
        assertEquals(Optional.of(now.minusSeconds(1800)), AuditSince.read("30m", now));
        assertEquals(Optional.of(now.minusSeconds(7200)), AuditSince.read("2h", now));
        assertEquals(Optional.of(now.minusSeconds(86_400)), AuditSince.read("1d", now));
        assertEquals(Optional.of(now), AuditSince.read("2026-11-23T09:00:00+01:00", now));
        assertEquals(Optional.of(Instant.parse("2026-11-23T00:00:00Z")), AuditSince.read("2026-11-23", now));
        for (String other : List.of(
                "", "yesterday", "1y", "2026-13-01", "2026-11-23T09:00:00", "-1d", "+999999999-01-01T00:00:00Z")) {
            assertEquals(Optional.empty(), AuditSince.read(other, now), other);
        }
    }
}
