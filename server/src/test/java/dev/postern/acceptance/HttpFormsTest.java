package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Forms of HTTP that proxies, health checkers and some libraries send, and versions of Graph that are not served. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpFormsTest {
    private static final String BOX = "/v1.0/users/adele@contoso.example";
    private static final String MAIL = "{\"message\":{\"subject\":\"trl\",\"toRecipients\":[{\"emailAddress\":"
            + "{\"address\":\"adele@contoso.example\"}}]}}";

    private TestPostern postern;
    private String token;

    @BeforeAll
    void start(@TempDir Path folder) {
        postern = TestPostern.start(folder);
        postern.admin().sharedMailbox("adele");
        token = postern.admin().token(postern.admin().app("app", "Mail.ReadWrite", "Mail.Send"));
    }

    @AfterAll
    void stop() {
        postern.close();
    }

    private String raw(String text) throws IOException {
        int port = URI.create(postern.address()).getPort();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void healthChecksOfHttp10AreServed() throws IOException {
        for (String path : List.of("/healthz", "/readyz", "/metrics")) {
            for (String method : List.of("GET", "HEAD")) {
                String answer = raw(method + " " + path + " HTTP/1.0\r\n\r\n");
                assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
                assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            }
        }
        assertTrue(raw("OPTIONS / HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 204 "));
        assertTrue(raw("OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 204 "));
        assertTrue(raw("GET /nowhere HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 404 "));
        assertTrue(raw("GET /healthz HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 "), "Host is missing");
    }

    @Test
    void aProxyOfHttp10ReachesGraph() throws IOException {
        String authorized = " HTTP/1.0\r\nAuthorization: Bearer " + token + "\r\n";
        String sent = raw("POST " + BOX + "/sendMail" + authorized
                + "Content-Type: application/json\r\nContent-Length: " + MAIL.length() + "\r\n\r\n" + MAIL);
        assertTrue(sent.startsWith("HTTP/1.1 202 "), sent);
        String batch =
                "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/users/adele@contoso.example/mailFolders\"}]}";
        String answer = raw("POST /v1.0/$batch" + authorized + "Content-Type: application/json\r\nContent-Length: "
                + batch.length() + "\r\n\r\n" + batch);
        assertTrue(answer.endsWith("}"), answer);
        assertTrue(raw("GET " + BOX + "/messages HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 401 "));
    }

    @Test
    void absoluteTargetsTrailersAndExtensionsAreAccepted() throws IOException {
        String answer = raw("GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        String head =
                "POST " + BOX + "/sendMail HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                        + token + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = Integer.toHexString(MAIL.length()) + ";sig=\"1\"\r\n" + MAIL + "\r\n0\r\n";
        String sent = raw(head + chunk + "X-Checksum: 1\r\n\r\n");
        assertTrue(sent.startsWith("HTTP/1.1 202 "), sent);
        String refused = raw(head + chunk + "X-Checksum : 1\r\n\r\n");
        assertTrue(refused.startsWith("HTTP/1.1 400 "), refused);
    }

    @Test
    void onlyOneVersionOfGraphIsServed() {
        Http http = postern.admin().http();
        for (String path : List.of("/beta", "/beta/users/adele@contoso.example/messages", "/BETA/$metadata")) {
            JsonNode error = http.get(path, token).expect(501).json().get("error");
            assertEquals("NotImplemented", error.get("code").asString());
            assertTrue(error.get("message").asString().contains("'beta'"), error.toString());
            assertTrue(error.get("innerError").has("request-id"));
        }
        String part = "{\"id\":\"%s\",\"method\":\"GET\",\"url\":\"%s\"}";
        String batch = "{\"requests\":[" + part.formatted("1", "/beta/users") + ","
                + part.formatted("2", "/users/adele@contoso.example/messages") + "]}";
        assertEquals(
                "NotImplemented",
                http.post("/beta/$batch", token, batch).expect(501).code());
        JsonNode answers =
                http.post("/v1.0/$batch", token, batch).expect(200).json().get("responses");
        for (JsonNode one : answers) {
            boolean first = one.get("id").asString().equals("1");
            assertEquals(first ? 501 : 200, one.get("status").asInt());
            assertEquals(first, one.get("body").toString().contains("'beta'"));
        }
    }
}
