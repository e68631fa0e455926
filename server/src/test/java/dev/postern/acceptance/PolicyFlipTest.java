package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestCore;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.Directory;
import dev.postern.directory.Draft;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies and memberships change under continuous traffic, in a directory of many mailboxes. No request that begins after the cmdlet has
 * returned is decided by the old state. How long requests wait meanwhile is measured by the benchmark {@code flips}.
 */
@Tag("alone")
class PolicyFlipTest {
    private static final int MAILBOXES = Integer.getInteger("directory.mailboxes", 5_000);
    private static final int AT_ONCE = 1_000;
    private static final int FLIPS = 12;
    private static final int CALLERS = 4;

    @TempDir
    private Path folder;

    private record Seen(long began, long ended, int status) {}

    private record Phase(long from, long until, boolean allowed) {}

    @Test
    void aChangeIsInForceWhenItsCmdletReturns() throws Exception {
        TestPostern.start(folder).close();
        fill(folder.resolve("postern.db"));
        try (TestPostern postern = TestPostern.start(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Administration admin = postern.admin();
            admin.sharedMailbox("member");
            admin.sharedMailbox("outsider");
            admin.securityGroup("senders");
            admin.cmdlet("Add-DistributionGroupMember", "Identity", "senders", "Member", "member");
            Administration.App app = admin.app("reader", "Mail.Read");
            String token = admin.token(app);
            var done = new AtomicBoolean();
            var seen = new ConcurrentLinkedQueue<Seen>();
            var made = new Semaphore(0);
            var callers = new ArrayList<Future<?>>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> {
                    while (!done.get()) {
                        long began = System.nanoTime();
                        int status = admin.http()
                                .get("/v1.0/users/outsider@contoso.example/mailFolders/inbox", token)
                                .status();
                        seen.add(new Seen(began, System.nanoTime(), status));
                        made.release();
                    }
                }));
            }
            List<Phase> phases = flip(admin, app, made);
            done.set(true);
            for (Future<?> caller : callers) {
                caller.get();
            }
            int judged = 0;
            for (Phase phase : phases) {
                for (Seen request : seen) {
                    if (request.began() >= phase.from() && request.ended() <= phase.until()) {
                        judged++;
                        assertEquals(phase.allowed() ? 200 : 403, request.status(), phase::toString);
                    }
                }
            }
            assertTrue(judged >= FLIPS * 40, "only " + judged + " requests were made between two changes");
        }
    }

    /** Mailboxes in the directory that no request is about. */
    private static void fill(Path database) {
        try (var core = new TestCore(TestCore.on(new SqliteDatabase(database, StatementListener.NONE))
                .open())) {
            Directory directory = core.directory();
            Tenant tenant = directory.tenants().getFirst();
            for (int from = 0; from < MAILBOXES; from += AT_ONCE) {
                int begin = from;
                directory.change(tenant.id(), TestCore.ACTOR, draft -> {
                    for (int i = begin; i < Math.min(MAILBOXES, begin + AT_ONCE); i++) {
                        put(draft, "many" + i);
                    }
                    return true;
                });
            }
        }
    }

    private static void put(Draft draft, String alias) {
        String address = alias + "@contoso.example";
        draft.put(new User(
                new ObjectId(UUID.randomUUID()),
                Instant.parse("2026-11-01T00:00:00Z"),
                alias,
                address,
                true,
                new Recipient(
                        RecipientType.USER_MAILBOX,
                        alias,
                        alias,
                        address,
                        List.of(),
                        "S-1-5-21-1-2-3-" + alias,
                        UUID.randomUUID(),
                        false,
                        Map.of()),
                new MailboxId(UUID.randomUUID()),
                Map.of()));
    }

    /** Each phase lasts from the return of one cmdlet to the start of the next, and until some requests were made in it. */
    private static List<Phase> flip(Administration admin, Administration.App app, Semaphore made)
            throws InterruptedException {
        var phases = new ArrayList<Phase>();
        for (int i = 0; i < FLIPS; i++) {
            String policy = admin.restrict(app.appId(), "senders");
            phases.add(phase(false, made));
            admin.cmdlet("Add-DistributionGroupMember", "Identity", "senders", "Member", "outsider");
            phases.add(phase(true, made));
            admin.cmdlet(
                    "Remove-DistributionGroupMember", "Identity", "senders", "Member", "outsider", "Confirm", false);
            phases.add(phase(false, made));
            admin.cmdlet("Remove-ApplicationAccessPolicy", "Identity", policy, "Confirm", false);
            phases.add(phase(true, made));
        }
        return phases;
    }

    private static Phase phase(boolean allowed, Semaphore made) throws InterruptedException {
        long from = System.nanoTime();
        made.drainPermits();
        made.acquire(40);
        return new Phase(from, System.nanoTime(), allowed);
    }
}
