package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.store.Databases;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Invalid input for every mail operation over HTTP: each request gets a 4xx or 501 with a code, or succeeds; none gets a 500. On
 * PostgreSQL, which accepts less than SQLite.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class BadMailInputTest {
    private static final String BOX = "/v1.0/users/member@contoso.example";
    private static final byte[] NOT_UTF8 = {
        '{', '"', 's', 'u', 'b', 'j', 'e', 'c', 't', '"', ':', '"', (byte) 0xc3, '"', '}'
    };

    /** A placeholder for a value of any wrong type. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "123456789012345678901234567890",
            "\"\"",
            "\"x\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "[]",
            "[null]",
            "[1]",
            "[[]]",
            "[{}]",
            "[\"\"]",
            "{}",
            "{\"x\":1}",
            "{\"@odata.type\":\"#microsoft.graph.nothing\"}",
            "{\"@odata.type\":5}",
            "[{\"emailAddress\":null}]",
            "[{\"emailAddress\":{\"address\":5}}]",
            "[{\"emailAddress\":{\"address\":\"\\u0000@x\"}}]",
            "[{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"contentBytes\":\"%%\"}]",
            "[{\"@odata.type\":\"#microsoft.graph.itemAttachment\",\"item\":7}]",
            "[{\"id\":\"String 0xZZ\",\"value\":\"x\"}]",
            "[{\"id\":null,\"value\":[1]}]",
            "{\"contentType\":\"html\",\"content\":\"\\u0000\\ud800<p>\"}",
            "{\"dateTime\":\"x\",\"timeZone\":\"Nowhere\"}",
            "\"2026-13-45T99:99:99Z\"");

    private static final List<String> MESSAGE = List.of(
            "subject",
            "body",
            "importance",
            "isRead",
            "categories",
            "toRecipients",
            "from",
            "replyTo",
            "flag",
            "attachments",
            "singleValueExtendedProperties",
            "multiValueExtendedProperties",
            "internetMessageHeaders",
            "internetMessageId",
            "extensions",
            "sentDateTime",
            "inferenceClassification",
            "conversationIndex",
            "id",
            "@odata.type",
            "uniqueBody",
            "parentFolderId",
            "isDraft");

    private static final List<String> IDS = List.of(
            "x",
            "%00",
            "a%00b",
            "%ff",
            "%C4%B0",
            "..",
            "%2e%2e",
            "AAAA",
            "inbox",
            "a".repeat(3000),
            "%27",
            "('",
            "')",
            "%20",
            "%ED%A0%80",
            "AAMkAGI1AAAAA%3D",
            "-1",
            "null",
            "$value",
            "%F0%9F%98%80",
            "%25",
            "%");

    private static final List<String> QUERIES = List.of(
            "$top=99999999999999999999",
            "$top=-1",
            "$top=x",
            "$top=",
            "$top=2147483648",
            "$skip=2147483647",
            "$skip=9223372036854775807",
            "$skip=x",
            "$top=1&$top=2",
            "$filter=a&$filter=b",
            "$select=%00",
            "$select=",
            "$select=,,",
            "$filter=",
            "$filter=%00",
            "$filter=subject%20eq%20'%00'",
            "$filter=%ff",
            "$filter=subject%20eq%20'%ED%A0%80'",
            "$filter=isRead%20eq%20'x'",
            "$filter=receivedDateTime%20ge%20x",
            "$filter=receivedDateTime%20ge%209999-12-31T23:59:59Z",
            "$filter=receivedDateTime%20ge%200000-01-01T00:00:00Z",
            "$filter=parentFolderId%20eq%20'%00'",
            "$filter=id%20eq%20'x'",
            "$filter=size%20gt%201e999",
            "$orderby=x",
            "$orderby=",
            "$orderby=subject%20sideways",
            "$expand=x",
            "$expand=attachments(",
            "$expand=attachments($top=-1)",
            "$count=maybe",
            "$search=%22",
            "$search=",
            "$search=%22%00%22",
            "$skiptoken=x",
            "$skiptoken=%00",
            "$deltatoken=x",
            "$format=xml",
            "$format=",
            "%24%66ilter=x",
            "&&&",
            "=x",
            "%",
            "$filter=" + "not%20".repeat(2000),
            "$filter=categories/any(c:c%20eq%20'%00')",
            "$filter=" + "%C4%B0".repeat(2000),
            "$filter=singleValueExtendedProperties/any(e:e/id%20eq%20'x')");

    private TestPostern postern;
    private Administration admin;
    private String token;
    private String draft;
    private String folder;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> wrong = new ArrayList<>();

    @BeforeAll
    void open() {
        postern = TestPostern.start("--database", Databases.postgresUrl());
        admin = postern.admin();
        admin.sharedMailbox("member");
        token = admin.token(admin.app("rough", "Mail.Send", "Mail.ReadWrite"));
        draft = made(
                "/messages",
                "{\"subject\":\"x\",\"toRecipients\":[{\"emailAddress\":{\"address\":\"member@contoso.example\"}}]}");
        folder = made("/mailFolders", "{\"displayName\":\"f\"}");
    }

    private String made(String path, String body) {
        return admin.http()
                .post(BOX + path, token, body)
                .expect(201)
                .json()
                .get("id")
                .asString();
    }

    @AfterAll
    void close() {
        postern.close();
    }

    @Test
    void valuesOfWrongTypes() throws IOException {
        for (String property : MESSAGE) {
            for (String value : VALUES) {
                String message = "{\"" + property + "\":" + value + "}";
                json("POST", "/messages", message);
                json("PATCH", "/messages/" + draft, message);
                json("POST", "/sendMail", "{\"message\":" + message + "}");
            }
        }
        check();
    }

    @Test
    void parametersOfWrongTypes() throws IOException {
        for (String value : VALUES) {
            for (String action : List.of("move", "reply", "createForward")) {
                for (String parameter : List.of("destinationId", "comment", "message", "toRecipients")) {
                    json("POST", "/messages/" + draft + "/" + action, "{\"" + parameter + "\":" + value + "}");
                }
                json("POST", "/messages/" + draft + "/" + action, value);
            }
            for (String property :
                    List.of("displayName", "isHidden", "parentFolderId", "@odata.type", "childFolders")) {
                json("POST", "/mailFolders", "{\"" + property + "\":" + value + "}");
                json("PATCH", "/mailFolders/" + folder, "{\"" + property + "\":" + value + "}");
            }
            json("POST", "/mailFolders/" + folder + "/copy", "{\"destinationId\":" + value + "}");
            json("POST", "/messages/" + draft + "/extensions", value);
            json("POST", "/messages/" + draft + "/extensions", "{\"extensionName\":" + value + "}");
            json("POST", "/messages/" + draft + "/extensions", "{\"extensionName\":\"a.b\",\"v\":" + value + "}");
            json("POST", "/messages/" + draft + "/attachments", value);
            for (String property :
                    List.of("name", "contentBytes", "contentId", "contentType", "isInline", "item", "size")) {
                for (String type : List.of("file", "item", "reference")) {
                    json(
                            "POST",
                            "/messages/" + draft + "/attachments",
                            "{\"@odata.type\":\"#microsoft.graph." + type + "Attachment\",\"name\":\"n\",\"" + property
                                    + "\":" + value + "}");
                }
                json(
                        "POST",
                        "/messages/" + draft + "/attachments/createUploadSession",
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"" + property + "\":" + value + "}}");
            }
            json("POST", "/sendMail", "{\"saveToSentItems\":" + value + "}");
            for (String property : List.of("id", "method", "url", "headers", "body", "dependsOn")) {
                batch("{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/users/x/messages\",\"" + property
                        + "2\":1,\"" + property + "\":" + value + "}]}");
            }
            batch("{\"requests\":" + value + "}");
            batch(value);
        }
        check();
    }

    @Test
    void invalidIdsAndQueries() throws IOException {
        for (String id : IDS) {
            for (String path : List.of(
                    "/messages/" + id,
                    "/mailFolders/" + id,
                    "/mailFolders/" + id + "/messages",
                    "/messages/" + id + "/attachments",
                    "/messages/" + draft + "/attachments/" + id,
                    "/messages/" + draft + "/extensions/" + id,
                    "/messages/" + folder,
                    "/mailFolders/" + draft,
                    "/mailFolders/inbox/messages/" + id + "/$value")) {
                for (String method : List.of("GET", "DELETE", "PATCH", "PUT")) {
                    if (!(method.equals("DELETE") && path.endsWith("inbox"))) {
                        send(
                                method,
                                BOX + path,
                                "application/json",
                                method.startsWith("P") ? "{}".getBytes(StandardCharsets.UTF_8) : null);
                    }
                    if (method.equals("GET")) {
                        batchPart(method, BOX.substring(5) + path);
                    }
                }
            }
            send("GET", "/v1.0/users/" + id + "/messages", null, null);
            batchPart("GET", "/users/" + id + "/messages");
            send("GET", "/v1.0/uploads/" + id, null, null);
            send("PUT", "/v1.0/uploads/" + id, null, new byte[] {1});
            json("POST", "/messages/" + draft + "/copy", "{\"destinationId\":\"" + id + "\"}");
        }
        for (String query : QUERIES) {
            for (String path : List.of(
                    "/messages",
                    "/messages/$count",
                    "/messages/delta",
                    "/messages/" + draft,
                    "/mailFolders",
                    "/mailFolders/" + folder,
                    "/messages/" + draft + "/attachments",
                    "/messages/" + draft + "/extensions",
                    "/mailFolders/inbox/messages")) {
                send("GET", BOX + path + "?" + query, null, null);
                batchPart("GET", BOX.substring(5) + path + "?" + query);
            }
        }
        check();
    }

    @Test
    void invalidBodies() throws IOException {
        List<byte[]> bodies = Stream.of(
                        "",
                        "{",
                        "[",
                        "null",
                        "\"\"",
                        "{}{}",
                        "{\"a\":1,\"a\":2}",
                        "\uFEFF{}",
                        "{\"a\":".repeat(5000),
                        "[".repeat(100_000),
                        "\0",
                        "{\"subject\":\"" + "İ".repeat(300_000) + "\"}",
                        "{\"" + "x".repeat(100_000) + "\":1}",
                        "{\"n\":" + "9".repeat(100_000) + "}",
                        "%%%",
                        "U3ViamVjdDog",
                        "=?")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        var all = new ArrayList<>(bodies);
        all.add(NOT_UTF8);
        all.add(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        for (byte[] body : all) {
            for (String type : List.of("application/json", "text/plain", "x", "")) {
                for (String path : List.of(
                        "/messages",
                        "/sendMail",
                        "/mailFolders",
                        "/messages/" + draft + "/reply",
                        "/messages/" + draft + "/move",
                        "/messages/" + draft + "/attachments",
                        "/messages/" + draft + "/createReply",
                        "/messages/" + draft + "/extensions",
                        "/messages/" + draft + "/attachments/createUploadSession")) {
                    send("POST", BOX + path, type, body);
                }
                send("PATCH", BOX + "/messages/" + draft, type, body);
                send("PUT", BOX + "/messages/" + draft + "/$value", type, body);
                send("POST", "/v1.0/$batch", type, body);
            }
        }
        check();
    }

    @Test
    void bodiesWithInvalidParts() throws IOException {
        URI address = URI.create(postern.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            String request = "POST " + BOX + "/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("\"code\":\"BadRequest\""), answer);
            assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\nrequest-id: "), answer);
        }
    }

    private void json(String method, String path, String body) throws IOException {
        send(method, BOX + path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private void batch(String body) throws IOException {
        send("POST", "/v1.0/$batch", "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private void batchPart(String method, String url) throws IOException {
        batch("{\"requests\":[{\"id\":\"1\",\"method\":\"" + method + "\",\"url\":\"" + url + "\"}]}");
    }

    private void send(String method, String path, @Nullable String type, byte @Nullable [] body) throws IOException {
        URI address;
        try {
            address = URI.create(postern.address() + path);
        } catch (IllegalArgumentException e) {
            return; // this client cannot even write it
        }
        var request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (type != null && !type.isEmpty()) {
            request.header("Content-Type", type);
        }
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            String asked = method + " " + path + " " + type + " "
                    + (body == null ? "" : new String(body, StandardCharsets.UTF_8));
            note(asked, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void note(String asked, HttpResponse<String> answer) {
        int status = answer.statusCode();
        boolean identified = answer.headers().firstValue("request-id").isPresent();
        boolean known = status < 300 || (status < 500 && status >= 400) || status == 501;
        boolean coded =
                status < 300 || Json.parse(answer.body()).at("/error/code").isString();
        boolean leaks = answer.body().contains("dev.postern")
                || answer.body().contains("\"status\":500")
                || answer.body().contains("\"status\":503");
        if (!identified || !known || !coded || leaks) {
            wrong.add(asked.substring(0, Math.min(300, asked.length())) + " -> " + status + " " + answer.body());
        }
    }

    private void check() {
        assertTrue(
                wrong.isEmpty(),
                () -> wrong.size() + " answers, such as\n"
                        + String.join("\n", wrong.subList(0, Math.min(25, wrong.size()))));
        // and the server still works
        assertFalse(Set.of(500, 503)
                .contains(admin.http().get(BOX + "/messages", token).status()));
    }
}
