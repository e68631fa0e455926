package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessQuestion;
import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.TenantId;
import dev.postern.access.Verdict;
import dev.postern.audit.Actor;
import dev.postern.audit.Audit;
import dev.postern.store.Database;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A policy and a membership are added and removed in a directory of many mailboxes while decisions are made continuously. No decision
 * that begins after a change has returned, and ends before the next one begins, uses the state before it.
 */
class ManyMailboxesFlipTest {
    private static final int MAILBOXES = Integer.getInteger("directory.mailboxes", 20_000);
    private static final int FLIPS = 100;
    private static final int CALLERS = 2;
    private static final int DECISIONS = 200;
    private static final Actor ACTOR = Actor.server(UUID.randomUUID());

    private final DirectoryObjects objects = new DirectoryObjects(11);
    /** The number of starts and ends of changes; odd during a change. */
    private final AtomicLong changes = new AtomicLong();

    private volatile Verdict expected = Verdict.GRANTED;
    private final AtomicLong judged = new AtomicLong();

    @Test
    void noDecisionIsMadeOnAnOldState() throws Exception {
        try (Database database = Databases.open(Engine.SQLITE);
                var threads = Executors.newFixedThreadPool(CALLERS)) {
            var directory = new Directory(
                    database,
                    new Audit(database, false),
                    () -> DirectoryObjects.CREATED,
                    Duration.ofSeconds(5),
                    false,
                    Long.MAX_VALUE);
            TenantId tenant = directory
                    .createTenant(
                            new Tenant(
                                    new TenantId(objects.id()), DirectoryObjects.CREATED, List.of("contoso.example")),
                            ACTOR)
                    .id();
            Group scope = objects.group("scope", RecipientType.SECURITY_GROUP);
            Group nested = objects.group("nested", RecipientType.SECURITY_GROUP);
            ServicePrincipal app = objects.principal("app");
            User mailbox = objects.user("mailbox");
            fill(directory, tenant, nested, List.of(scope, nested, app, mailbox));
            change(directory, tenant, draft -> draft.addMember(scope.id(), nested.id()));
            change(directory, tenant, draft -> draft.put(objects.grant(draft.before(), app, "Mail.Send")));
            var question =
                    new AccessQuestion(app.appId(), app.id(), Set.of("Mail.Send"), Set.of("Mail.Send"), mailbox.id());
            var done = new AtomicBoolean();
            var made = new Semaphore(0);
            var callers = new ArrayList<Future<?>>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(threads.submit(() -> {
                    while (!done.get()) {
                        ask(directory, tenant, question);
                        made.release();
                    }
                }));
            }
            ApplicationAccessPolicy policy =
                    objects.policy(new AppSelector.One(app.appId()), AccessRight.RESTRICT_ACCESS, scope.id());
            for (int flip = 0; flip < FLIPS; flip++) {
                flip(directory, tenant, Verdict.DENIED, made, draft -> draft.put(policy));
                flip(directory, tenant, Verdict.GRANTED, made, draft -> draft.addMember(nested.id(), mailbox.id()));
                flip(directory, tenant, Verdict.DENIED, made, draft -> draft.removeMember(nested.id(), mailbox.id()));
                flip(directory, tenant, Verdict.GRANTED, made, draft -> draft.remove(policy));
            }
            done.set(true);
            for (Future<?> caller : callers) {
                caller.get();
            }
            assertTrue(judged.get() >= FLIPS * DECISIONS, () -> "only " + judged + " decisions fell between changes");
        }
    }

    private void fill(Directory directory, TenantId tenant, Group group, List<DirectoryObject> first) {
        change(directory, tenant, draft -> first.forEach(draft::put));
        for (int from = 0; from < MAILBOXES; from += 2000) {
            int begin = from;
            change(directory, tenant, draft -> {
                for (int i = begin; i < Math.min(MAILBOXES, begin + 2000); i++) {
                    User user = objects.user("user" + i);
                    draft.put(user);
                    draft.addMember(group.id(), user.id());
                }
            });
        }
    }

    private static void change(Directory directory, TenantId tenant, Consumer<Draft> change) {
        directory.change(tenant, ACTOR, draft -> {
            change.accept(draft);
            return true;
        });
    }

    private void flip(Directory directory, TenantId tenant, Verdict after, Semaphore made, Consumer<Draft> change)
            throws InterruptedException {
        changes.incrementAndGet();
        change(directory, tenant, change);
        expected = after;
        changes.incrementAndGet();
        made.drainPermits();
        made.acquire(DECISIONS);
    }

    private void ask(Directory directory, TenantId tenant, AccessQuestion question) {
        long before = changes.get();
        Verdict wanted = expected;
        Verdict verdict = AccessEngine.decide(directory.snapshot(tenant).access(), question)
                .verdict();
        if (before % 2 == 0 && changes.get() == before) {
            assertEquals(wanted, verdict, () -> "after " + before / 2 + " changes");
            judged.incrementAndGet();
        }
    }
}
