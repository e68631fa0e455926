package dev.postern.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.console.session.ConsoleRole;
import dev.postern.console.session.ConsoleSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Few downloads of a tenant run at a time, and each session sees its own. */
class MatrixDownloadsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T08:00:00Z");

    private final MatrixDownloads downloads = new MatrixDownloads();

    private static ConsoleSession session(TenantId tenant, String person) {
        return new ConsoleSession(
                tenant, new ObjectId(UUID.randomUUID()), ConsoleRole.READER, person, NOW.plusSeconds(60), "token");
    }

    @Test
    void fourOfATenantRunAtATime() {
        TenantId tenant = new TenantId(UUID.randomUUID());
        ConsoleSession one = session(tenant, "one");
        List<MatrixDownloads.Download> begun = new ArrayList<>();
        for (int at = 0; at < MatrixDownloads.MAX_RUNNING; at++) {
            begun.add(downloads.begin(one, NOW));
        }
        assertNull(downloads.begin(session(tenant, "two"), NOW));
        assertNotNull(downloads.begin(session(new TenantId(UUID.randomUUID()), "other"), NOW));
        begun.getFirst().rows(7);
        begun.getFirst().ended(true);
        ConsoleSession two = session(tenant, "two");
        assertNotNull(downloads.begin(two, NOW));
        assertEquals(
                new MatrixExport.Download(NOW.toString(), 7, true, true),
                downloads.of(one).getLast());
        assertEquals(1, downloads.of(two).size());
        assertEquals(List.of(), downloads.of(session(tenant, "two")), "another session of the same person");
    }

    @Test
    void oldOnesAreForgotten() {
        ConsoleSession one = session(new TenantId(UUID.randomUUID()), "one");
        for (int at = 0; at < 250; at++) {
            MatrixDownloads.Download begun = downloads.begin(one, NOW);
            assertNotNull(begun);
            begun.ended(false);
        }
        assertEquals(5, downloads.of(one).size());
    }
}
