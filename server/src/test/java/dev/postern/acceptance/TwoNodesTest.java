package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Nodes on one database: a change takes effect on all of them within a second, and concurrent changes are all made. */
@Tag("alone")
class TwoNodesTest {
    private static final String MESSAGES = "/v1.0/users/shared@contoso.example/messages?$top=1";
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final int CHANGES = 16;
    private static final int ROLE_CHANGES = 2;
    private static final int MAILBOXES = 64;

    @Test
    void aChangeIsInForceOnTheOtherNodeWithinASecond() {
        String url = Databases.postgresUrl();
        try (TestPostern one = TestPostern.start("--database", url);
                TestPostern other = TestPostern.start("--database", url)) {
            Administration admin = one.admin();
            admin.sharedMailbox("shared");
            admin.securityGroup("nobody");
            Administration.App app = admin.app("reader", "Mail.Read");
            String token = admin.token(app);
            Http there = other.admin().http();
            until(there, token, 200);
            Duration worst = Duration.ZERO;
            for (int i = 0; i < CHANGES; i++) {
                String policy = admin.restrict(app.appId(), "nobody");
                worst = max(worst, until(there, token, 403));
                admin.cmdlet("Remove-ApplicationAccessPolicy", "Identity", policy);
                worst = max(worst, until(there, token, 200));
            }
            Duration longest = worst;
            assertTrue(longest.compareTo(BOUND) < 0, () -> "a change took " + longest.toMillis() + " ms");
            roleAssignments(admin, there);
        }
    }

    /** Each kind of change that gives access by a role assignment and takes it away, while both nodes serve other requests. */
    private static void roleAssignments(Administration admin, Http there) {
        var roles = new RoleChanges(admin);
        String everywhere = admin.token(admin.app("everywhere", "Mail.ReadWrite"));
        until(there, everywhere, 200);
        var done = new AtomicBoolean();
        var served = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var traffic = new ArrayList<Future<?>>();
            try {
                for (Http node : List.of(there, there, admin.http())) {
                    traffic.add(threads.submit(() -> {
                        while (!done.get()) {
                            node.post("/v1.0/users/shared@contoso.example/messages", everywhere, "{\"subject\":\"x\"}")
                                    .expect(201);
                            node.get(MESSAGES, everywhere).expect(200);
                            served.addAndGet(2);
                        }
                    }));
                }
                for (RoleChanges.Change change : roles.changes("shared")) {
                    for (int i = 0; i < ROLE_CHANGES; i++) {
                        change.give().run();
                        within(change.name() + " gives access", until(there, change.token(), 200));
                        change.take().run();
                        within(change.name() + " takes access", until(there, change.token(), 403));
                    }
                }
            } finally {
                done.set(true);
            }
            for (Future<?> one : traffic) {
                assertDoesNotThrow(() -> one.get());
            }
        }
        assertTrue(served.get() > 20, () -> "only " + served + " other requests were served");
    }

    private static void within(String what, Duration took) {
        assertTrue(took.compareTo(BOUND) < 0, () -> what + " only after " + took.toMillis() + " ms");
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Returns how long it took until a node returned the expected response. */
    private static Duration until(Http node, String token, int status) {
        long began = System.nanoTime();
        Duration took = Duration.ZERO;
        while (node.get(MESSAGES, token).status() != status) {
            took = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, "it did not happen");
        }
        return took;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void concurrentChangesAreAllMade(Engine engine) throws Exception {
        String[] database =
                engine == Engine.POSTGRES ? new String[] {"--database", Databases.postgresUrl()} : new String[0];
        var nodes = new ArrayList<TestPostern>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            nodes.add(TestPostern.start(database));
            if (engine == Engine.POSTGRES) {
                nodes.add(TestPostern.start(database));
            }
            List<Administration> admins = nodes.stream().map(TestPostern::admin).toList();
            // the first node has to learn of the secret of the second node's administrator
            Waiting.until(() -> java.util.Optional.of(admins.getLast()
                            .requestToken(
                                    admins.getLast().clientId(),
                                    admins.getLast().clientSecret(),
                                    Administration.EXCHANGE))
                    .filter(answer -> answer.status() == 200));
            var made = new ArrayList<Future<Answer>>();
            for (int i = 0; i < MAILBOXES; i++) {
                String name = "box" + i;
                Administration admin = admins.get(i % admins.size());
                made.add(threads.submit(() -> admin.invoke(
                        "New-Mailbox", "Shared", true, "Name", name, "PrimarySmtpAddress", name + "@contoso.example")));
            }
            for (Future<Answer> one : made) {
                one.get().expect(200);
            }
            for (Administration admin : admins) {
                JsonNode all = Waiting.until(() ->
                        java.util.Optional.of(admin.cmdlet("Get-Mailbox")).filter(list -> list.size() >= MAILBOXES));
                assertEquals(MAILBOXES, all.size());
                var names = new HashSet<String>();
                all.forEach(mailbox -> names.add(mailbox.get("Name").asString()));
                assertEquals(MAILBOXES, names.size());
            }
        } finally {
            nodes.forEach(TestPostern::close);
        }
    }
}
