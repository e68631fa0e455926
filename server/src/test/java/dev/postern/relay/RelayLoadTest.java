package dev.postern.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A queue of 100,000 deferred messages costs next to nothing. */
class RelayLoadTest {
    private static final int ROWS = 100_000;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLookAtManyDeferredRowsIsCheap(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            Instant now = fixture.instant();
            for (int part = 0; part < ROWS / 10_000; part++) {
                List<Object[]> rows = new ArrayList<>();
                for (int i = 0; i < 10_000; i++) {
                    rows.add(new Object[] {
                        fixture.sender.value(),
                        new UUID(part, i),
                        "d" + i % 50 + ".example",
                        Uuids.timeOrdered(now, new java.util.Random(part * 10_000L + i)),
                        RelayFixture.TENANT.value(),
                        now,
                        now.plusSeconds(60 + i),
                        now.plusSeconds(100_000),
                        now.plusSeconds(10_000 + i)
                    });
                }
                fixture.database.write(sql -> sql.batch(
                        "insert into relay (mailbox_id, submission_id, destination, relay_id, tenant_id, state, sender,"
                                + " submitted_at, due_at, expires_at, notice_at, attempts, recipients)"
                                + " values (?, ?, ?, ?, ?, 'WAITING', '', ?, ?, ?, ?, 1, '[]')",
                        rows));
            }
            fixture.send("a@fabrikam.example");
            RelayService relay = fixture.direct();
            assertEquals(1, relay.relayDue());
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertEquals(0, relay.relayDue());
            }
            long micros = (System.nanoTime() - start) / 100_000;
            // a scan of all rows takes tens of milliseconds
            assertTrue(micros < 5_000, () -> micros + " microseconds for each look");
        }
    }
}
