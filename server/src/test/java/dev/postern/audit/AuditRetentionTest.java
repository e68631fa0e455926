package dev.postern.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.AuditProblem.Kind;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Old entries are removed, the rest stays verifiable, and removal by anyone else is detected. Entries are verified when they are shown. */
class AuditRetentionTest {
    private static final Duration RETENTION = Duration.ofDays(30);
    private static final TenantId TENANT = new TenantId(UUID.randomUUID());
    private static final MailboxId MAILBOX = new MailboxId(UUID.randomUUID());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T08:00:00Z"));

    @TempDir
    Path folder;

    private void pass(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    private UUID append(Audit audit, @Nullable MailboxId mailbox) {
        UUID request = UUID.randomUUID();
        audit.append(new AuditEntry(
                TENANT,
                mailbox,
                now.get(),
                new Actor(new AppId(UUID.randomUUID()), new ObjectId(UUID.randomUUID()), request),
                "GET /users/{id}/messages",
                "x".repeat(511) + "\uD83D\uDE00",
                "granted",
                "r",
                null,
                "because"));
        return request;
    }

    private AuditReport verify(Database database) {
        return new Verifier(database, Anchors.read(folder), now.get(), Verifier.Pace.FULL).run();
    }

    private long sweep(Database database, Audit audit, Duration retention) {
        return new Sweep(database, audit, retention, now::get).run(Verifier.Pace.FULL);
    }

    private Anchoring anchoring(Database database, Audit audit) {
        return new Anchoring(database, audit, folder, RETENTION, now::get);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void oldEntriesAreRemovedAndTheRestVerifies(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            Anchoring anchoring = anchoring(database, audit);
            for (int i = 0; i < 1100; i++) {
                append(audit, MAILBOX);
            }
            append(audit, null);
            anchoring.all();
            pass(Duration.ofDays(20));
            append(audit, MAILBOX);
            anchoring.all();
            assertEquals(0, sweep(database, audit, RETENTION));
            assertEquals(1102, verify(database).rows());
            pass(Duration.ofDays(15));
            assertEquals(1101, sweep(database, audit, RETENTION));
            assertEquals(List.of(), verify(database).problems());
            // One entry of twenty days ago, and one entry for each batch that was removed.
            assertEquals(1 + 3 + 1, verify(database).rows());
            assertTrue(new AuditRows(database).isWhole(MAILBOX));
            anchoring.all();
            assertEquals(List.of(), verify(database).problems());
            pass(Duration.ofDays(400));
            assertEquals(0, sweep(database, audit, Retention.FOREVER));
            assertEquals(5, sweep(database, audit, RETENTION));
            anchoring.all();
            assertEquals(List.of(), verify(database).problems());
            append(audit, MAILBOX);
            assertEquals(List.of(), verify(database).problems());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void alteredEntriesAreKeptAsEvidence(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            for (int i = 0; i < 5; i++) {
                append(audit, MAILBOX);
            }
            anchoring(database, audit).all();
            database.write(sql -> sql.update("update mailbox_audit set at = at + 1 where sequence = 3"));
            pass(Duration.ofDays(31));
            assertEquals(2, sweep(database, audit, RETENTION));
            assertEquals(
                    List.of(new AuditProblem(MAILBOX.value().toString(), 3, Kind.ALTERED)),
                    verify(database).problems());
        }
    }

    /** If the time column was altered, retention must not remove recent entries. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void retentionDoesNotTrustTheTimeColumn(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            append(audit, MAILBOX);
            database.write(sql -> sql.update("update mailbox_audit set at = 0"));
            assertEquals(0, sweep(database, audit, RETENTION));
            assertFalse(verify(database).ok());
        }
    }

    /** An attacker removes recent entries and writes a checkpoint and an entry like a sweep. The anchors reveal it. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void removalThatPretendsToBeRetentionIsDetected(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            Anchoring anchoring = anchoring(database, audit);
            append(audit, MAILBOX);
            anchoring.all();
            pass(Duration.ofDays(10));
            append(audit, MAILBOX);
            append(audit, MAILBOX);
            anchoring.all();
            pass(Duration.ofDays(2));
            assertEquals(3, sweep(database, audit, Duration.ofDays(1)));
            assertEquals(
                    List.of(new AuditProblem(MAILBOX.value().toString(), 3, Kind.TRUNCATED)),
                    verify(database).problems());
            // A false cutoff does not help: rows after an anchor are younger than it.
            database.write(sql -> sql.update(
                    "update mailbox_audit_checkpoint set cutoff = cutoff - ?",
                    Duration.ofDays(40).toMillis()));
            assertEquals(
                    List.of(new AuditProblem(MAILBOX.value().toString(), 3, Kind.TRUNCATED)),
                    verify(database).problems());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aHeadThatDoesNotContinueTheChainIsNotAnchored(Engine engine) throws Exception {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            append(audit, MAILBOX);
            append(audit, MAILBOX);
            anchoring(database, audit).all();
            database.write(sql -> {
                sql.update("delete from mailbox_audit where sequence = 2");
                return sql.update(
                        "update mailbox_audit_head set sequence = 1, hash = (select hash from mailbox_audit)");
            });
            append(audit, MAILBOX);
            append(audit, MAILBOX);
            long before = Files.size(folder.resolve(Anchors.FILE));
            anchoring(database, audit).all();
            assertEquals(before, Files.size(folder.resolve(Anchors.FILE)));
            assertEquals(
                    List.of(new AuditProblem(MAILBOX.value().toString(), 2, Kind.ALTERED)),
                    verify(database).problems());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFewChangedChainsAreAnchoredWithinTheMinute(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            Anchoring anchoring = anchoring(database, audit);
            anchoring.round();
            append(audit, MAILBOX);
            pass(Duration.ofMinutes(1));
            anchoring.round();
            assertEquals(1, Anchors.read(folder).size());
            for (int i = 0; i < 70; i++) {
                append(audit, new MailboxId(UUID.randomUUID()));
            }
            pass(Duration.ofMinutes(1));
            anchoring.round();
            assertEquals(1, Anchors.read(folder).size());
            pass(Duration.ofHours(1));
            anchoring.round();
            assertEquals(71, Anchors.read(folder).size());
            assertEquals(List.of(), verify(database).problems());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theKeeperCountsItsFindings(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            append(audit, MAILBOX);
            append(audit, MAILBOX);
            try (AuditKeeper keeper = new AuditKeeper(database, audit, folder, RETENTION, now::get)) {
                assertEquals(0, keeper.verifiedAt());
                keeper.round(rest -> true);
                assertEquals(0, keeper.problems());
                assertEquals(now.get().getEpochSecond(), keeper.verifiedAt());
                database.write(sql -> sql.update("delete from mailbox_audit where sequence = 1"));
                keeper.round(rest -> true);
                assertEquals(1, keeper.problems());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void oneVerificationRunsAtATimeAndSaysHowFarItIs(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            append(audit, MAILBOX);
            append(audit, null);
            Verifications verifications = new Verifications(database, folder, now::get);
            try {
                List<Long> heard = new ArrayList<>();
                AuditReport report = verifications.verify(Verifier.Pace.FULL, (chains, rows) -> heard.add(rows));
                assertEquals(2, report.rows());
                assertEquals(List.of(1L, 2L), heard);
                assertEquals(
                        report,
                        Objects.requireNonNull(verifications.state().last()).report());
                // its end needs the monitor, so that it runs until then
                synchronized (verifications) {
                    assertTrue(verifications.start());
                    assertFalse(verifications.start(), "one is running");
                    assertNotNull(verifications.state().running());
                }
                verifications.close();
                assertNull(verifications.state().running());
                assertFalse(verifications.start(), "closed");
            } finally {
                verifications.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void shownEntriesAreVerified(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            append(audit, MAILBOX);
            UUID request = append(audit, MAILBOX);
            append(audit, MAILBOX);
            assertEquals(null, audit.byRequest(TENANT, request).getFirst().problem());
            assertEquals(List.of(), audit.byRequest(new TenantId(UUID.randomUUID()), request));
            shown(database, audit, request, "tenant_id = request_id", Kind.ALTERED);
            shown(database, audit, request, "at = at + 1", Kind.ALTERED);
            shown(database, audit, request, "hash = previous", Kind.ALTERED);
            shown(database, audit, request, "previous = hash", Kind.ALTERED);
            shown(database, audit, request, "entry = replace(entry, 'granted', 'denied')", Kind.ALTERED);
            shown(database, audit, request, "mailbox_id = request_id", Kind.ALTERED);
            UUID another = UUID.randomUUID();
            database.write(sql -> sql.update("update mailbox_audit set request_id = ? where sequence = 2", another));
            assertEquals(
                    Kind.ALTERED, audit.byRequest(TENANT, another).getFirst().problem());
            database.write(sql -> sql.update("update mailbox_audit set request_id = ? where sequence = 2", request));
            // Its neighbours are removed.
            database.write(sql -> sql.update("delete from mailbox_audit where sequence = 1"));
            assertEquals(
                    Kind.MISSING, audit.byRequest(TENANT, request).getFirst().problem());
        }
    }

    private static void shown(Database database, Audit audit, UUID request, String change, Kind expected) {
        database.write(sql -> {
            sql.update("create table kept as select * from mailbox_audit");
            return sql.update("update mailbox_audit set " + change + " where request_id = ?", request);
        });
        ShownEntry shown = audit.byRequest(TENANT, request).getFirst();
        assertEquals(expected, shown.problem(), change);
        database.write(sql -> {
            sql.update("delete from mailbox_audit");
            sql.update("insert into mailbox_audit select * from kept");
            return sql.update("drop table kept");
        });
    }

    /** An entry is not shown to another tenant whose id was written into the column. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aForgedTenantColumnDoesNotDiscloseAnEntry(Engine engine) {
        try (Database database = Databases.open(engine)) {
            Audit audit = new Audit(database, false);
            UUID request = append(audit, MAILBOX);
            TenantId other = new TenantId(UUID.randomUUID());
            database.write(sql -> sql.update("update mailbox_audit set tenant_id = ?", other.value()));
            ShownEntry shown = audit.byRequest(other, request).getFirst();
            assertEquals(null, shown.entry());
            assertEquals(Kind.ALTERED, shown.problem());
        }
    }
}
