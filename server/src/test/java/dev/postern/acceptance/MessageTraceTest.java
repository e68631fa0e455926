package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What happened to messages, and what a repeated request does, seen by clients and operators of a server. */
class MessageTraceTest {
    private static final String SEND = "/v1.0/users/sender@contoso.example/sendMail";

    private static TestPostern start(Engine engine) {
        return engine == Engine.POSTGRES
                ? TestPostern.start("--database", Databases.postgresUrl(), "tenant.additional", "fabrikam.example")
                : TestPostern.start("tenant.additional", "fabrikam.example");
    }

    private static Map<String, String> profile(TestPostern postern) {
        return Map.of("POSTERN_PROFILE", postern.folder().resolve("admin.json").toString());
    }

    private static Answer send(Administration admin, String token, String body, String... headers) {
        return admin.http()
                .send("POST", SEND, token, "application/json", body, List.of(headers))
                .expect(202);
    }

    private static JsonNode trace(TestPostern postern, String id, String state) {
        return Waiting.until(() -> {
            CommandProcess shown = CommandProcess.run(profile(postern), "trace", id, "--json");
            assertEquals(0, shown.status(), shown::err);
            return Optional.of(shown.json())
                    .filter(one ->
                            one.path("recipients").findValuesAsString("state").contains(state));
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMessageIsTracedByTheIdsOfItsRequest(Engine engine) {
        try (TestPostern postern = start(engine)) {
            Administration admin = postern.admin();
            admin.sharedMailbox("sender");
            admin.sharedMailbox("reader");
            String token = admin.token(admin.app("mailer", "Mail.Send"));
            String client = UUID.randomUUID().toString();
            String request = send(
                            admin,
                            token,
                            Administration.mail("Report", "reader@contoso.example", "out@fabrikam.example.org"),
                            "client-request-id",
                            client)
                    .header("request-id")
                    .orElseThrow();
            JsonNode found = trace(postern, request, "delivered");
            assertEquals(request, found.path("requestId").asString());
            assertEquals(client, found.path("clientRequestId").asString());
            assertEquals("sender@contoso.example", found.path("from").asString());
            assertEquals("Report", found.path("subject").asString());
            assertTrue(found.path("messageId").asString().endsWith("@contoso.example>"), found::toString);
            JsonNode out = found.path("recipients").path(0);
            assertEquals("out@fabrikam.example.org", out.path("address").asString());
            assertEquals("waiting", out.path("state").asString());
            assertEquals("[]", out.path("attempts").toString());
            JsonNode reader = found.path("recipients").path(1);
            assertEquals("delivered", reader.path("state").asString());
            assertTrue(reader.path("attempts").path(0).path("at").asString().endsWith("Z"), reader::toString);
            assertEquals(found, trace(postern, client, "delivered"));
            String text = CommandProcess.run(profile(postern), "trace", client).out();
            assertTrue(text.contains("reader@contoso.example") && text.contains("delivered"), text);

            send(admin, token, Administration.mail("Second", "reader@contoso.example"), "client-request-id", client);
            CommandProcess newest = CommandProcess.run(profile(postern), "trace", client, "--json");
            assertEquals("Second", newest.json().path("subject").asString());
            assertTrue(newest.err().contains("WARNING: One older message has the same id."), newest::err);
            assertEquals(
                    1,
                    CommandProcess.run(
                                    profile(postern), "trace", UUID.randomUUID().toString())
                            .status());
            assertEquals(64, CommandProcess.run(profile(postern), "trace").status());
            others(postern, admin, request);
        }
    }

    /** Lists, and refuses those who may not see them. */
    private static void others(TestPostern postern, Administration admin, String request) {
        String token = admin.token(Administration.MANAGEMENT);
        JsonNode first =
                admin.http().get("/postern/trace?$top=1", token).expect(200).json();
        assertEquals(1, first.path("value").size());
        assertEquals("Second", first.path("value").path(0).path("subject").asString());
        String next = first.path("@odata.nextLink").asString();
        JsonNode second = admin.http()
                .get(next.substring(next.indexOf("/postern/")), token)
                .expect(200)
                .json();
        assertEquals("Report", second.path("value").path(0).path("subject").asString());
        for (String query : List.of(
                "recipient=OUT@fabrikam.example.org",
                "state=waiting",
                "sender=Sender@contoso.example&state=waiting&recipient=out@fabrikam.example.org")) {
            JsonNode found = admin.http()
                    .get("/postern/trace?" + query, token)
                    .expect(200)
                    .json();
            assertEquals(1, found.path("value").size(), query);
        }
        for (String query : List.of(
                "recipient=reader@contoso.example&state=waiting",
                "sender=reader@contoso.example",
                "to=1d",
                "messageId=x")) {
            JsonNode found = admin.http()
                    .get("/postern/trace?" + query, token)
                    .expect(200)
                    .json();
            assertEquals(0, found.path("value").size(), query);
        }
        for (String query : List.of("state=lost", "from=x", "$skiptoken=x", "other=1")) {
            admin.http().get("/postern/trace?" + query, token).expect(400);
        }
        Administration fabrikam = postern.admin("fabrikam.example");
        String stranger = fabrikam.token(Administration.MANAGEMENT);
        for (String path : List.of("/postern/trace", "/postern/trace/" + request)) {
            assertEquals(
                    0,
                    fabrikam.http()
                            .get(path, stranger)
                            .expect(200)
                            .json()
                            .path("value")
                            .size());
            admin.http().get(path, null).expect(401);
            admin.http().get(path, admin.token(Administration.GRAPH)).expect(401);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRepeatedRequestSendsOnce(Engine engine) throws Exception {
        try (TestPostern postern = start(engine);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Administration admin = postern.admin();
            admin.sharedMailbox("sender");
            admin.sharedMailbox("reader");
            String token = admin.token(admin.app("mailer", "Mail.Send", "Mail.Read"));
            String id = UUID.randomUUID().toString();
            String body = Administration.mail("Once", "reader@contoso.example")
                    .replaceFirst("\\}$", ",\"saveToSentItems\":false}");
            CountDownLatch begin = new CountDownLatch(1);
            var all = new ArrayList<Future<Answer>>();
            for (int i = 0; i < 6; i++) {
                all.add(threads.submit(() -> {
                    begin.await();
                    return send(admin, token, body, "client-request-id", id);
                }));
            }
            begin.countDown();
            for (Future<Answer> one : all) {
                one.get();
            }
            send(admin, token, body, "client-request-id", id);
            send(admin, token, body, "client-request-id", UUID.randomUUID().toString());
            send(admin, token, body.replace("Once", "Other"), "client-request-id", id);
            send(admin, token, body);
            send(admin, token, body);
            String other = Waiting.until(() ->
                            Optional.of(inbox(admin, token, "reader", "Other")).filter(found -> !found.isEmpty()))
                    .path(0)
                    .path("id")
                    .asString();
            for (String comment : List.of("yes", "yes", "no")) {
                admin.http()
                        .send(
                                "POST",
                                "/v1.0/users/reader@contoso.example/messages/" + other + "/reply",
                                token,
                                "application/json",
                                "{\"comment\":\"" + comment + "\"}",
                                List.of("client-request-id", id))
                        .expect(202);
            }
            String mime = "From: sender@contoso.example\r\nTo: reader@contoso.example\r\nSubject: Mime\r\n\r\ntext\r\n";
            String encoded = Base64.getEncoder().encodeToString(mime.getBytes(StandardCharsets.UTF_8));
            String mimeId = UUID.randomUUID().toString();
            for (int i = 0; i < 2; i++) {
                admin.http()
                        .send("POST", SEND, token, "text/plain", encoded, List.of("client-request-id", mimeId))
                        .expect(202);
            }
            String part =
                    "{'id':'%d','method':'POST','url':'/users/sender@contoso.example/sendMail',".replace('\'', '"')
                            + "\"headers\":{\"Content-Type\":\"application/json\"},\"body\":"
                            + body.replace("Once", "Batch") + "}";
            admin.http()
                    .send(
                            "POST",
                            "/v1.0/$batch",
                            token,
                            "application/json",
                            "{\"requests\":[" + part.formatted(1) + "," + part.formatted(2) + "]}",
                            List.of("client-request-id", UUID.randomUUID().toString()))
                    .expect(200);
            for (Map.Entry<String, Integer> expected : Map.of(
                            "Once", 4, "Other", 1, "RE: Other", 2, "Mime", 1, "Batch", 2)
                    .entrySet()) {
                Waiting.until(() -> Optional.of(count(admin, token, expected.getKey()))
                        .filter(count -> count >= expected.getValue()));
                assertEquals(expected.getValue(), count(admin, token, expected.getKey()), expected.getKey());
            }
            assertEquals(
                    0,
                    admin.http()
                            .get("/postern/queue", admin.token(Administration.MANAGEMENT))
                            .json()
                            .path("value")
                            .size());
        }
    }

    private static int count(Administration admin, String token, String subject) {
        return inbox(admin, token, subject.startsWith("RE:") ? "sender" : "reader", subject)
                .size();
    }

    private static JsonNode inbox(Administration admin, String token, String name, String subject) {
        return admin.http()
                .get(
                        "/v1.0/users/" + name + "@contoso.example/mailFolders/inbox/messages?$top=50&$filter="
                                + Http.encode("subject eq '" + subject + "'"),
                        token)
                .expect(200)
                .json()
                .path("value");
    }
}
