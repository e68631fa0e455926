package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.TenantId;
import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import dev.postern.store.PostgresDatabase;
import dev.postern.store.StatementListener;
import dev.postern.store.StoreException;
import dev.postern.store.TcpHole;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the database of an opened mailbox says of itself is what the database of the server says. */
class AuditedDatabaseTest {
    private static final TenantId TENANT = TenantId.of("5f000000-0000-4000-8000-000000000001");

    private static AuditedDatabase audited(GateFixture fixture, Database database) {
        return new AuditedDatabase(
                database,
                new PendingEntry(
                        fixture.here.core.audit(),
                        new AuditEntry(
                                TENANT, null, Instant.EPOCH, TestCore.ACTOR, "x", "x", "granted", null, null, null)));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void onlySqliteHasOneWriter(Engine engine) {
        try (GateFixture fixture = new GateFixture();
                Database database = Databases.open(engine)) {
            AuditedDatabase audited = audited(fixture, database);
            assertEquals(engine, audited.engine());
            assertEquals(engine == Engine.SQLITE, audited.hasOneWriter());
        }
    }

    @Test
    void aDatabaseThatIsAwayIsNotReachable() {
        try (GateFixture fixture = new GateFixture();
                TcpHole network = new TcpHole(Databases.postgresUrl());
                Database database = new PostgresDatabase(network.url(), 2, StatementListener.NONE)) {
            AuditedDatabase audited = audited(fixture, database);
            assertTrue(audited.isReachable());
            network.swallow();
            assertThrows(StoreException.class, () -> audited.read(sql -> sql.number("select 1")));
            // the read and the heartbeat have limits of their own
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (audited.isReachable() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertFalse(audited.isReachable());
            network.forward();
        }
    }
}
