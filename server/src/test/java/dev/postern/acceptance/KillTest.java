package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A server is killed while 32 clients send. Every message acknowledged with 202 exists afterwards: once in Sent Items, once in the Inbox. */
class KillTest {
    private static final int CLIENTS = 32;
    private static final int ENOUGH = 300;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingAcknowledgedIsLostOrDuplicated(Engine engine) throws Exception {
        Path folder = TestFolders.folder("postern-kill");
        List<String> database = engine == Engine.POSTGRES ? List.of("--database", Databases.postgresUrl()) : List.of();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, database)) {
            Administration admin = server.admin();
            admin.sharedMailbox("sender");
            admin.sharedMailbox("receiver");
            Administration.App app = admin.app("flood", "Mail.Send");
            flood(admin, admin.token(app), acknowledged, server);
        }
        assertTrue(acknowledged.size() >= ENOUGH, () -> "only " + acknowledged.size() + " were acknowledged");
        try (ServerProcess server = ServerProcess.start(folder, ServerProcess.QUICK, database)) {
            Administration admin = server.admin();
            Administration.App app = admin.app("auditor", "Mail.Read");
            String token = admin.token(app);
            Map<String, Integer> sent = subjects(admin, token, "sender", "sentitems");
            Map<String, Integer> inbox = Waiting.until(() -> {
                Map<String, Integer> there = subjects(admin, token, "receiver", "inbox");
                return Optional.of(there).filter(found -> found.keySet().containsAll(sent.keySet()));
            });
            for (String subject : acknowledged) {
                assertEquals(1, sent.get(subject), () -> subject + " in Sent Items");
                assertEquals(1, inbox.get(subject), () -> subject + " in the Inbox");
            }
            assertTrue(sent.values().stream().allMatch(count -> count == 1));
            assertTrue(inbox.values().stream().allMatch(count -> count == 1));
        }
    }

    private static void flood(Administration admin, String token, Set<String> acknowledged, ServerProcess server)
            throws InterruptedException {
        var enough = new CountDownLatch(ENOUGH);
        var number = new AtomicInteger();
        var unexpected = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                threads.execute(() -> {
                    try {
                        while (true) {
                            String subject = "Message " + number.incrementAndGet();
                            Answer answer = admin.http()
                                    .post(
                                            "/v1.0/users/sender@contoso.example/sendMail",
                                            token,
                                            Administration.mail(subject, "receiver@contoso.example"));
                            if (answer.status() == 202) {
                                acknowledged.add(subject);
                                enough.countDown();
                            } else {
                                unexpected.add(answer.status() + " " + answer.body());
                            }
                        }
                    } catch (UncheckedIOException e) {
                        // The server was killed, as planned.
                    }
                });
            }
            boolean reached = enough.await(90, TimeUnit.SECONDS);
            server.kill();
            assertTrue(
                    reached,
                    () -> "too few were acknowledged; first problems: "
                            + unexpected.stream().limit(3).toList());
        }
    }

    /** Returns how often each subject is in a folder. */
    private static Map<String, Integer> subjects(Administration admin, String token, String user, String folder) {
        var counts = new HashMap<String, Integer>();
        int skip = 0;
        while (true) {
            JsonNode page = admin.http()
                    .get(
                            "/v1.0/users/" + user + "@contoso.example/mailFolders/" + folder
                                    + "/messages?$select=subject&$top=1000&$skip=" + skip,
                            token)
                    .expect(200)
                    .json();
            for (JsonNode message : page.get("value")) {
                counts.merge(message.get("subject").asString(), 1, Integer::sum);
                skip++;
            }
            if (page.get("@odata.nextLink") == null) {
                return counts;
            }
        }
    }
}
