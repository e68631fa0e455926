package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Databases;
import dev.postern.store.TcpHole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Responses while the database is unavailable: 503 with Retry-After on every edge within six seconds, and no data is lost. */
@Tag("alone")
class DatabaseAwayOverHttpTest {
    private static final String USER = "/v1.0/users/shared@contoso.example";
    /** Answered from the directory alone. */
    private static final String OWN_MAILBOXES = "/postern/me/mailboxes";

    private static final Duration MAX_TIME = Duration.ofSeconds(6);
    /** How long a node may use a directory that it cannot confirm. */
    private static final Duration MAX_UNCONFIRMED = Duration.ofSeconds(5);

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private record Timed(Answer answer, Duration took) {
        static Timed of(Supplier<Answer> asked) {
            long began = System.nanoTime();
            Answer answer = asked.get();
            return new Timed(answer, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static void assertUnavailable(String edge, Timed timed) {
        Answer answer = timed.answer();
        assertEquals(503, answer.status(), () -> edge + ": " + answer);
        assertTrue(answer.header("retry-after").isPresent(), () -> edge + " says no Retry-After: " + answer);
        assertTrue(timed.took().compareTo(MAX_TIME) < 0, () -> edge + " took " + timed.took());
    }

    /** One request for each edge that needs the database. */
    private static Map<String, Supplier<Answer>> edges(Administration admin) {
        Administration.App app = admin.app("client", "Mail.ReadWrite", "Mail.Send");
        String token = admin.token(app);
        Http http = admin.http();
        String draft = http.post(USER + "/messages", token, "{\"subject\":\"Draft\"}")
                .expect(201)
                .json()
                .get("id")
                .asString();
        String upload = http.post(
                        USER + "/messages/" + draft + "/attachments/createUploadSession",
                        token,
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"a.bin\",\"size\":5000000}}")
                .expect(201)
                .json()
                .get("uploadUrl")
                .asString();
        String uploadPath = upload.substring(upload.indexOf("/v1.0/"));
        String management = admin.token(Administration.MANAGEMENT);
        String workflows = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Logic/workflows";
        http.send(
                        "PUT",
                        workflows + "/idle?api-version=2019-05-01",
                        management,
                        "application/json",
                        "{\"properties\":{\"definition\":{\"$schema\":\"https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#\",\"contentVersion\":\"1.0.0.0\",\"triggers\":{\"manual\":{\"type\":\"Request\",\"kind\":\"Http\"}},\"actions\":{}}}}")
                .expect(201);
        String callback = http.post(
                        workflows + "/idle/triggers/manual/listCallbackUrl?api-version=2019-05-01", management, "{}")
                .expect(200)
                .json()
                .get("value")
                .asString();
        String callbackPath = callback.substring(callback.indexOf("/workflows/"));
        JsonNode identity = http.post("/postern/identities", management, "{\"name\":\"known\"}")
                .expect(201)
                .json();
        String aad = admin.token("https://graph.windows.net");
        admin.token(Administration.EXCHANGE);
        admin.token(Administration.GRAPH);
        var edges = new LinkedHashMap<String, Supplier<Answer>>();
        String byRole = new RoleChanges(admin).everywhere("by role");
        edges.put("list of messages", () -> http.get(USER + "/messages", token));
        edges.put("list of messages by a role assignment", () -> http.get(USER + "/messages", byRole));
        edges.put("new message", () -> http.post(USER + "/messages", token, "{\"subject\":\"New\"}"));
        edges.put(
                "sendMail",
                () -> http.post(USER + "/sendMail", token, Administration.mail("Sent", "shared@contoso.example")));
        edges.put("upload", () -> http.get(uploadPath, null));
        edges.put(
                "users over Graph",
                () -> http.post("/v1.0/applications", admin.token(Administration.GRAPH), "{\"displayName\":\"x\"}"));
        edges.put(
                "cmdlet",
                () -> admin.invoke(
                        "New-Mailbox", "Shared", true, "Name", "late", "PrimarySmtpAddress", "late@contoso.example"));
        edges.put("refused login", () -> admin.requestToken(app.appId(), "wrong", Administration.GRAPH));
        edges.put("identities", () -> http.post("/postern/identities", management, "{\"name\":\"new\"}"));
        edges.put(
                "audit by request", () -> http.get("/postern/audit/00000000-0000-0000-0000-000000000001", management));
        edges.put("workflows", () -> http.get(workflows + "?api-version=2019-05-01", management));
        edges.put("callback", () -> http.post(callbackPath, null, "{}"));
        edges.put(
                "Azure AD Graph",
                () -> http.post(
                        "/myorganization/servicePrincipals/" + app.servicePrincipalId()
                                + "/appRoleAssignments?api-version=1.6",
                        aad,
                        "{\"principalId\":\"" + app.servicePrincipalId() + "\",\"resourceId\":\""
                                + identity.get("principalId").asString()
                                + "\",\"id\":\"00000000-0000-0000-0000-000000000000\"}"));
        return edges;
    }

    /** Returns how long a request that needs the directory alone was still allowed. Every other response says when to retry. */
    private static Duration untilRefused(Http http, String token) {
        long began = System.nanoTime();
        while (true) {
            Timed timed = Timed.of(() -> http.get(OWN_MAILBOXES, token));
            Duration passed = Duration.ofNanos(System.nanoTime() - began);
            if (timed.answer().status() != 200) {
                assertUnavailable("own mailboxes", timed);
                return passed;
            }
            assertTrue(passed.compareTo(MAX_TIME) < 0, () -> "still allowed after " + passed);
        }
    }

    private static Map<String, Future<Timed>> all(
            java.util.concurrent.ExecutorService threads, Map<String, Supplier<Answer>> edges) {
        var asked = new LinkedHashMap<String, Future<Timed>>();
        edges.forEach((name, edge) -> asked.put(name, threads.submit(() -> Timed.of(edge))));
        return asked;
    }

    @Test
    void everyEdgeReportsItInTimeWhenPacketsAreDropped() throws Exception {
        try (TcpHole network = new TcpHole(Databases.postgresUrl());
                TestPostern postern = TestPostern.start("--database", network.url());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Administration admin = postern.admin();
            admin.sharedMailbox("shared");
            Map<String, Supplier<Answer>> edges = edges(admin);
            String parts = "{\"requests\":["
                    + String.join(
                            ",",
                            java.util.stream.IntStream.range(0, 20)
                                    .mapToObj(
                                            i -> "{\"id\":\"" + i
                                                    + "\",\"method\":\"GET\",\"url\":\"/users/shared@contoso.example/messages\"}")
                                    .toList())
                    + "]}";
            String reader = admin.token(admin.app("reader", "Mail.Read"));
            String byRole = new RoleChanges(admin).everywhere("own mailboxes");
            admin.http().get(OWN_MAILBOXES, byRole).expect(200);
            network.swallow();
            Future<Duration> unconfirmed = threads.submit(() -> untilRefused(admin.http(), byRole));
            Future<Timed> batch =
                    threads.submit(() -> Timed.of(() -> admin.http().post("/v1.0/$batch", reader, parts)));
            for (var asked : all(threads, edges).entrySet()) {
                if (!asked.getKey().equals("Azure AD Graph")) {
                    assertUnavailable(asked.getKey(), asked.getValue().get());
                }
            }
            assertTrue(batch.get().took().compareTo(MAX_TIME) < 0, () -> "the batch took too long");
            for (JsonNode part : batch.get().answer().expect(200).json().get("responses")) {
                assertEquals(503, part.get("status").asInt());
                assertTrue(part.get("headers").has("Retry-After"), part::toString);
            }
            Timed ready = Timed.of(() -> admin.http().get("/readyz", null));
            assertEquals(503, ready.answer().status());
            assertTrue(ready.took().compareTo(MOMENT) < 0, () -> "readiness took " + ready.took());
            for (String open : List.of("/healthz", "/metrics")) {
                Timed timed = Timed.of(() -> admin.http().get(open, null));
                assertEquals(200, timed.answer().status(), open);
                assertTrue(timed.took().compareTo(MOMENT) < 0, () -> open + " took " + timed.took());
            }
            // now the directory is no longer confirmed, and no tokens are issued
            Waiting.until(
                    () -> Optional.of(admin.requestToken(admin.clientId(), admin.clientSecret(), Administration.GRAPH))
                            .filter(answer -> answer.status() == 503));
            Map<String, Supplier<Answer>> later = new LinkedHashMap<>(edges);
            later.put("token", () -> admin.requestToken(admin.clientId(), admin.clientSecret(), Administration.GRAPH));
            later.put("cmdlet that reads", () -> admin.invoke("Get-Mailbox"));
            later.put("own mailboxes", () -> admin.http().get(OWN_MAILBOXES, byRole));
            for (var asked : all(threads, later).entrySet()) {
                assertUnavailable(asked.getKey(), asked.getValue().get());
            }
            Duration served = unconfirmed.get();
            assertTrue(served.compareTo(MAX_UNCONFIRMED) < 0, () -> "an old directory was used for " + served);
            network.forward();
            long began = System.nanoTime();
            Waiting.until(() ->
                    Optional.of(admin.http().get(USER + "/messages", reader)).filter(answer -> answer.status() == 200));
            Duration recovery = Duration.ofNanos(System.nanoTime() - began);
            assertTrue(recovery.compareTo(MAX_TIME) < 0, () -> "it took " + recovery + " to recover");
            Waiting.until(
                    () -> Optional.of(admin.http().get("/readyz", null)).filter(answer -> answer.status() == 200));
        }
    }

    @Test
    void lostConnectionsAreNeverReportedAsServerErrors() throws Exception {
        try (TcpHole network = new TcpHole(Databases.postgresUrl());
                TestPostern postern = TestPostern.start("--database", network.url());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Administration admin = postern.admin();
            admin.sharedMailbox("shared");
            String token = admin.token(admin.app("client", "Mail.ReadWrite", "Mail.Send"));
            admin.token(Administration.EXCHANGE);
            var number = new AtomicInteger();
            var done = new AtomicBoolean();
            Set<String> accepted = ConcurrentHashMap.newKeySet();
            Set<String> boxes = ConcurrentHashMap.newKeySet();
            var wrong = ConcurrentHashMap.<String>newKeySet();
            var clients = new ArrayList<Future<?>>();
            for (int i = 0; i < 8; i++) {
                int kind = i % 4;
                clients.add(threads.submit(() -> {
                    while (!done.get()) {
                        String name = "n" + number.incrementAndGet();
                        Answer answer = switch (kind) {
                            case 0 ->
                                admin.http()
                                        .post(
                                                USER + "/sendMail",
                                                token,
                                                Administration.mail(name, "shared@contoso.example"));
                            case 1 -> admin.http().get(USER + "/messages?$top=5", token);
                            case 2 -> admin.http().post(USER + "/messages", token, "{\"subject\":\"Draft\"}");
                            default ->
                                admin.invoke(
                                        "New-Mailbox",
                                        "Shared",
                                        true,
                                        "Name",
                                        name,
                                        "PrimarySmtpAddress",
                                        name + "@contoso.example");
                        };
                        if (answer.status() == 202) {
                            accepted.add(name);
                        } else if (kind == 3 && answer.status() == 200) {
                            boxes.add(name);
                        } else if (answer.status() >= 400
                                && (answer.status() != 503
                                        || answer.header("retry-after").isEmpty())) {
                            wrong.add(answer.toString());
                        }
                    }
                }));
            }
            for (int i = 0; i < 12; i++) {
                int before = number.get();
                Waiting.until(() -> Optional.of(number.get()).filter(now -> now > before + 30));
                network.cut();
            }
            done.set(true);
            for (Future<?> client : clients) {
                client.get();
            }
            assertEquals(Set.of(), wrong);
            assertFalse(accepted.isEmpty());
            Set<String> sent = Waiting.until(() -> {
                Set<String> there = subjects(admin, token, "inbox");
                return Optional.of(there).filter(subjects -> subjects.containsAll(accepted));
            });
            assertTrue(sent.containsAll(accepted));
            var there = new HashSet<String>();
            admin.cmdlet("Get-Mailbox", "ResultSize", "Unlimited")
                    .forEach(mailbox -> there.add(mailbox.get("Name").asString()));
            assertTrue(there.containsAll(boxes), () -> boxes + " are not all in " + there);
        }
    }

    private static Set<String> subjects(Administration admin, String token, String folder) {
        var subjects = new HashSet<String>();
        Answer answer =
                admin.http().get(USER + "/mailFolders/" + folder + "/messages?$select=subject&$top=1000", token);
        if (answer.status() == 200) {
            answer.json().get("value").forEach(message -> {
                String subject = message.get("subject").asString();
                assertTrue(subjects.add(subject), () -> subject + " is there twice");
            });
        }
        return subjects;
    }
}
