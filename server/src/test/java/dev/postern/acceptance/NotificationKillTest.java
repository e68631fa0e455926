package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.graph.subscription.TestEndpoint;
import dev.postern.http.Json;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server is killed while it sends notifications, and while others wait. After the restart each acknowledged change has been notified, and
 * no other item.
 */
@Tag("alone")
@Timeout(90)
class NotificationKillTest {
    private static final int CLIENTS = 4;
    /** Changes before the endpoint stops to respond, and after it. */
    private static final int ENOUGH = 30;

    private static final String FOLLOWED = "followed";
    private static final String OTHER = "other";

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> unfollowed = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @EnumSource(Engine.class)
    @Execution(ExecutionMode.CONCURRENT)
    void everyAcknowledgedChangeIsNotified(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-notified");
        var options = new ArrayList<String>(List.of("--config", config(folder).toString()));
        if (engine == Engine.POSTGRES) {
            options.addAll(List.of("--database", Databases.postgresUrl()));
        }
        try (TestEndpoint endpoint = new TestEndpoint()) {
            Set<String> before = untilKilled(folder, options, endpoint);
            Set<String> lost = new HashSet<>(acknowledged);
            lost.removeAll(before);
            assertFalse(lost.isEmpty(), "nothing waited when the server was killed");
            endpoint.release();
            try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, options)) {
                server.admin();
                Set<String> after = new HashSet<>();
                Waiting.until(() -> {
                    endpoint.drainAccepted().forEach(after::add);
                    return after.containsAll(lost) ? Optional.of(true) : Optional.empty();
                });
                after.retainAll(unfollowed);
                assertEquals(Set.of(), after);
            }
        }
    }

    private static Path config(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("postern.yaml"),
                "outbound.allowed-targets: [127.0.0.0/8, \"::1\"]\noutbound.trust-file: "
                        + TestEndpoint.authority().caFile() + "\n");
    }

    /** Returns the ids whose notifications the endpoint has accepted. */
    private Set<String> untilKilled(Path folder, List<String> options, TestEndpoint endpoint) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, options);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Administration admin = server.admin();
            admin.sharedMailbox(FOLLOWED);
            admin.sharedMailbox(OTHER);
            String token = admin.token(admin.app("writer", "Mail.ReadWrite"));
            subscribe(admin, token, endpoint);
            var some = new CountDownLatch(ENOUGH);
            var more = new CountDownLatch(2 * ENOUGH);
            for (int i = 0; i < CLIENTS; i++) {
                threads.execute(() -> {
                    try {
                        while (server.isAlive()) {
                            acknowledged.add(create(admin, token, FOLLOWED));
                            unfollowed.add(create(admin, token, OTHER));
                            some.countDown();
                            more.countDown();
                        }
                    } catch (UncheckedIOException e) {
                        // the server was killed, as planned
                    }
                });
            }
            assertTrue(some.await(30, TimeUnit.SECONDS));
            endpoint.hold();
            assertTrue(endpoint.awaitHeld(), "no request at the endpoint");
            assertTrue(more.await(30, TimeUnit.SECONDS));
            server.kill();
        }
        return Set.copyOf(endpoint.drainAccepted());
    }

    private static void subscribe(Administration admin, String token, TestEndpoint endpoint) {
        String body = Json.object()
                .put("changeType", "created")
                .put("notificationUrl", endpoint.url("kill"))
                .put("resource", "users/" + FOLLOWED + "@contoso.example/messages")
                .put(
                        "expirationDateTime",
                        Instant.now().plus(Duration.ofHours(2)).toString())
                .toString();
        admin.http().post("/v1.0/subscriptions", token, body).expect(201);
    }

    private static String create(Administration admin, String token, String mailbox) {
        return admin.http()
                .post("/v1.0/users/" + mailbox + "@contoso.example/messages", token, "{\"subject\":\"notified\"}")
                .expect(201)
                .json()
                .path("id")
                .stringValue();
    }
}
