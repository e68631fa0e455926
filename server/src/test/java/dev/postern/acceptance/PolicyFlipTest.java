package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Policies change under continuous traffic. No request that begins after the cmdlet has returned is decided by the old state. */
class PolicyFlipTest {
    private static final int FLIPS = 12;
    private static final int CALLERS = 4;

    private record Seen(long began, long ended, int status) {}

    private record Phase(long from, long until, boolean restricted) {}

    @Test
    void aPolicyIsInForceWhenItsCmdletReturns() throws Exception {
        try (TestPostern postern = TestPostern.start();
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
                        assertEquals(phase.restricted() ? 403 : 200, request.status(), phase::toString);
                    }
                }
            }
            assertTrue(judged >= FLIPS * 20, "only " + judged + " requests fell between two changes");
        }
    }

    /** Each phase lasts from the return of one cmdlet to the start of the next, and until some requests were made in it. */
    private static List<Phase> flip(Administration admin, Administration.App app, Semaphore made)
            throws InterruptedException {
        var phases = new ArrayList<Phase>();
        for (int i = 0; i < FLIPS; i++) {
            String policy = admin.restrict(app.appId(), "senders");
            phases.add(phase(true, made));
            admin.cmdlet("Remove-ApplicationAccessPolicy", "Identity", policy, "Confirm", false);
            phases.add(phase(false, made));
        }
        return phases;
    }

    private static Phase phase(boolean restricted, Semaphore made) throws InterruptedException {
        long from = System.nanoTime();
        made.drainPermits();
        made.acquire(40);
        return new Phase(from, System.nanoTime(), restricted);
    }
}
