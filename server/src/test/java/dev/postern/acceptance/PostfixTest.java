package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/**
 * Postern beside a real Postfix. Both are killed and started again while messages pass: none is lost, and none comes twice that was not in an
 * open dialogue. {@code -Dpostfix.messages=20000} sends more.
 */
@Tag("alone")
@TestInstance(Lifecycle.PER_CLASS)
class PostfixTest {
    private static final int MESSAGES = Integer.getInteger("postfix.messages", 300);
    private static final int INCOMING = MESSAGES / 2;
    private static final List<String> MAILBOXES = List.of(Postfix.OVER_SMTP, Postfix.OVER_LMTP);
    private static final int CONNECTIONS = 4;
    private static final int CLIENTS = 8;
    private static final Pattern SUBJECT = Pattern.compile("(?m)^Subject: (Message \\d+)$");
    private static final Pattern QUEUE_ID = Pattern.compile("\\(Postfix\\) with ESMTPS id (\\w+)");

    private Postfix postfix;

    @BeforeAll
    void startPostfix() throws Exception {
        Optional<String> missing = Postfix.missing();
        missing.ifPresent(reason -> System.err.println("SKIPPED: PostfixTest: " + reason));
        Assumptions.assumeTrue(missing.isEmpty(), () -> "SKIPPED: " + missing.orElseThrow());
        postfix = Postfix.start();
    }

    @AfterAll
    void stopPostfix() throws Exception {
        if (postfix != null) {
            postfix.close();
        }
    }

    private ServerProcess start(Path folder) throws IOException {
        Path configuration = Files.writeString(folder.resolve("postern.yaml"), """
            smtp:
              port: %d
            lmtp:
              port: %d
            mailbox:
              max-queued: 100000
            relay:
              host: 127.0.0.1
              port: %d
              tls: starttls
              ca-file: %s
              connections: %d
              first-retry: 1s
            """.formatted(
                        postfix.smtpPort(), postfix.lmtpPort(), postfix.port(), postfix.certificate(), CONNECTIONS));
        return ServerProcess.start(
                folder,
                MESSAGES > 1000 ? List.of() : ServerProcess.QUICK,
                List.of("--config", configuration.toString()));
    }

    /** Waits as long as the number grows. */
    private static void awaitCount(int wanted, IntSupplier count) {
        for (int last = count.getAsInt(); last < wanted; ) {
            int before = last;
            last = Waiting.until(() -> Optional.of(count.getAsInt()).filter(now -> now > before));
        }
    }

    private int delivered() {
        return postfix.delivered().size();
    }

    @Test
    void nothingIsLostOnTheWayOutOrIn() throws Exception {
        Path folder = TestFolders.folder("postern-postfix");
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger number = new AtomicInteger();
        List<String> keys = new ArrayList<>();
        List<Process> sources = new ArrayList<>();
        Administration.App app;
        try (ServerProcess server = start(folder)) {
            Administration admin = server.admin();
            for (String name : List.of("sender", "over-smtp", "over-lmtp")) {
                admin.sharedMailbox(name);
            }
            app = admin.app("mailer", "Mail.Send", "Mail.Read");
            for (String type : List.of("rsa", "ed25519")) {
                keys.add(createKey(admin, type));
            }
            String token = admin.token(app);
            for (String one : MAILBOXES) {
                sources.add(postfix.submit(INCOMING, one));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> killing = threads.submit(() -> {
                    awaitCount(
                            MESSAGES / 10,
                            () -> Math.min(count(admin, token), Math.min(acknowledged.size(), delivered())));
                    server.kill();
                });
                send(admin, token, number, Integer.MAX_VALUE, acknowledged);
                killing.get();
            }
        }
        int sentBefore = acknowledged.size();
        for (Process source : sources) {
            assertEquals(0, source.waitFor(), postfix::log);
        }
        try (ServerProcess server = start(folder)) {
            Administration admin = server.admin();
            String token = admin.token(app);
            int storedBefore = count(admin, token);
            assertTrue(storedBefore >= MESSAGES / 10, () -> "only " + storedBefore + " of what was stored are left");
            int more = Math.max(MESSAGES - sentBefore, MESSAGES / 4);
            send(admin, token, number, number.get() + more / 2, acknowledged);
            postfix.killAndStart();
            send(admin, token, number, number.get() + more - more / 2, acknowledged);
            System.err.println(outgoing(admin, acknowledged) + "; " + sentBefore + " acknowledged before the kill");
            System.err.println(incoming(admin, token) + "; " + storedBefore + " before the kill");
        }
        String verdict = postfix.verified(postfix.delivered().getFirst(), keys);
        assertTrue(verdict.contains("header.a=rsa-sha256") && verdict.contains("header.a=ed25519-sha256"), verdict);
        assertEquals(3, verdict.split("dkim=pass", -1).length, verdict);
    }

    private static String createKey(Administration admin, String type) {
        JsonNode made = admin.http()
                .post(
                        "/postern/dkim",
                        admin.token(Administration.MANAGEMENT),
                        "{\"domain\":\"contoso.example\",\"selector\":\"%1$s\",\"type\":\"%1$s\"}".formatted(type))
                .expect(201)
                .json();
        return made.get("name").asString() + " " + made.get("value").asString();
    }

    private String outgoing(Administration admin, Set<String> acknowledged) throws IOException {
        awaitCount(acknowledged.size(), this::delivered);
        Waiting.until(() -> Optional.of(queue(admin)).filter(JsonNode::isEmpty));
        Waiting.until(
                () -> Optional.of(messages()).filter(found -> found.keySet().containsAll(acknowledged)));
        Map<String, Set<String>> found = messages();
        int twice = found.values().stream().mapToInt(ids -> ids.size() - 1).sum();
        assertTrue(twice <= 2 * CONNECTIONS, () -> twice + " came twice");
        return "Out: " + acknowledged.size() + " acknowledged, " + found.size() + " arrived, " + twice + " twice";
    }

    private static String incoming(Administration admin, String token) {
        awaitCount(2 * INCOMING, () -> count(admin, token));
        for (String one : MAILBOXES) {
            List<String> ids = messageIds(admin, token, one);
            assertEquals(INCOMING, ids.size(), one);
            assertEquals(INCOMING, Set.copyOf(ids).size(), one);
        }
        return "In: " + 2 * INCOMING + " stored once";
    }

    private static JsonNode queue(Administration admin) {
        return admin.http()
                .get("/postern/queue", admin.token(Administration.MANAGEMENT))
                .expect(200)
                .json()
                .get("value");
    }

    /** Sends until the last number, or until the server is killed. */
    private static void send(
            Administration admin, String token, AtomicInteger number, int last, Set<String> acknowledged)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    try {
                        for (int next = number.incrementAndGet(); next <= last; next = number.incrementAndGet()) {
                            String subject = "Message " + next;
                            String body = Administration.mail(subject, "reader@fabrikam.example")
                                    .replaceFirst("}$", ",\"saveToSentItems\":false}");
                            admin.http()
                                    .post("/v1.0/users/sender@contoso.example/sendMail", token, body)
                                    .expect(202);
                            acknowledged.add(subject);
                        }
                    } catch (UncheckedIOException e) {
                        // The server was killed, as planned.
                    }
                }));
            }
            for (Future<?> one : clients) {
                one.get();
            }
        }
    }

    /** The ids that Postfix gave each message when it accepted it from Postern. A message that Postfix delivers twice has one id. */
    private Map<String, Set<String>> messages() {
        Map<String, Set<String>> found = new HashMap<>();
        for (String text : postfix.texts()) {
            Matcher subject = SUBJECT.matcher(text);
            Matcher id = QUEUE_ID.matcher(text);
            assertTrue(subject.find() && id.find(), text);
            found.computeIfAbsent(subject.group(1), _ -> new HashSet<>()).add(id.group(1));
        }
        return found;
    }

    private static int count(Administration admin, String token) {
        int sum = 0;
        for (String one : MAILBOXES) {
            sum += admin.http()
                    .get("/v1.0/users/" + one + "/mailFolders/inbox", token)
                    .expect(200)
                    .json()
                    .get("totalItemCount")
                    .asInt();
        }
        return sum;
    }

    private static List<String> messageIds(Administration admin, String token, String mailbox) {
        List<String> ids = new ArrayList<>();
        while (true) {
            JsonNode page = admin.http()
                    .get(
                            "/v1.0/users/" + mailbox
                                    + "/mailFolders/inbox/messages?$select=internetMessageId&$top=1000&$skip="
                                    + ids.size(),
                            token)
                    .expect(200)
                    .json();
            page.get("value")
                    .forEach(one -> ids.add(one.get("internetMessageId").asString()));
            if (page.get("@odata.nextLink") == null) {
                return ids;
            }
        }
    }
}
