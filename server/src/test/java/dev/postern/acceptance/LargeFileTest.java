package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.http.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The largest allowed file, 150 MB, on a server with 64 MB of heap: uploaded, downloaded, in JSON, as MIME, and sent. */
class LargeFileTest {
    private static final GeneratedFile FILE = new GeneratedFile(150L << 20);
    private static final String SENDER = "/v1.0/users/sender@contoso.example";
    private static final String RECEIVER = "/v1.0/users/receiver@contoso.example";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aFileOf150MegabytesGoesThrough64MegabytesOfMemory() throws Exception {
        List<String> little = List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
        try (ServerProcess server = ServerProcess.start(TestFolders.folder("postern-large"), little, List.of())) {
            Administration admin = server.admin();
            admin.sharedMailbox("sender");
            admin.sharedMailbox("receiver");
            String token = admin.token(admin.app("large", "Mail.ReadWrite", "Mail.Send"));
            String base = admin.http().base();
            String draft = admin.http()
                    .post(
                            SENDER + "/messages",
                            token,
                            "{\"subject\":\"Large\",\"toRecipients\":[{\"emailAddress\":{\"address\":\"receiver@contoso.example\"}}]}")
                    .expect(201)
                    .json()
                    .get("id")
                    .asString();
            upload(admin.http(), token, SENDER + "/messages/" + draft);
            byte[] hash = FILE.hash();
            String attachment = onlyAttachment(admin.http(), token, SENDER + "/messages/" + draft);
            assertArrayEquals(hash, GeneratedFile.hash(get(base + attachment + "/$value", token)), "read back");
            assertArrayEquals(hash, GeneratedFile.hash(contentBytes(get(base + attachment, token))), "in JSON");
            long mime = length(get(base + SENDER + "/messages/" + draft + "/$value", token));
            assertTrue(mime > FILE.size() / 3 * 4, () -> "MIME of " + mime);

            admin.http()
                    .send("POST", SENDER + "/messages/" + draft + "/send", token, null, null)
                    .expect(202);
            String arrived = Waiting.until(() -> arrived(admin.http(), token));
            String there = onlyAttachment(admin.http(), token, RECEIVER + "/messages/" + arrived);
            assertArrayEquals(hash, GeneratedFile.hash(get(base + there + "/$value", token)), "delivered");
            String forward = admin.http()
                    .post(
                            RECEIVER + "/messages/" + arrived + "/createForward",
                            token,
                            "{\"comment\":\"see\",\"toRecipients\":[{\"emailAddress\":{\"address\":\"sender@contoso.example\"}}]}")
                    .expect(201)
                    .json()
                    .get("id")
                    .asString();
            onlyAttachment(admin.http(), token, RECEIVER + "/messages/" + forward);
            assertTrue(server.isAlive(), server::output);
            // a client that disconnects is not a server error
            assertFalse(server.output().contains("ERROR"), server::output);
            System.out.println("A server with 64 MB of heap held at most " + server.peakMemory() / 1024
                    + " MB while 150 MB went through it");
        }
    }

    private void upload(Http http, String token, String message) throws Exception {
        JsonNode session = http.post(
                        message + "/attachments/createUploadSession",
                        token,
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"large.bin\",\"size\":"
                                + FILE.size() + "}}")
                .expect(201)
                .json();
        URI address = URI.create(session.get("uploadUrl").asString());
        assertEquals(416, put(address, 1), "the second before the first");
        for (int piece = 0; piece < FILE.pieces(); piece++) {
            if (piece == 5) {
                breakOff(address, piece);
                assertEquals(FILE.start(piece) + "-", missing(address), "nothing of the broken piece counts");
                assertEquals(416, put(address, piece - 1), "the one before again");
                assertEquals(404, put(URI.create(address + "A"), piece), "another secret");
            }
            assertEquals(piece == FILE.pieces() - 1 ? 201 : 200, put(address, piece));
        }
        assertEquals(404, put(address, 0), "after the end");
    }

    private int put(URI address, int piece) throws Exception {
        var request = HttpRequest.newBuilder(address)
                .header("Content-Range", FILE.range(piece))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(FILE.piece(piece)))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    /** The connection ends in the middle of a piece. */
    private void breakOff(URI address, int piece) {
        byte[] bytes = FILE.piece(piece);
        InputStream half = new BreakingStream(new ByteArrayInputStream(bytes), bytes.length / 2);
        var request = HttpRequest.newBuilder(address)
                .header("Content-Range", FILE.range(piece))
                .PUT(HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(() -> half), bytes.length))
                .build();
        assertThrows(IOException.class, () -> client.send(request, HttpResponse.BodyHandlers.discarding()));
    }

    private String missing(URI address) throws Exception {
        var state = client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        return Json.parse(state.body()).at("/nextExpectedRanges/0").asString();
    }

    private static String onlyAttachment(Http http, String token, String message) {
        JsonNode list = http.get(message + "/attachments?$select=id,name,size", token)
                .expect(200)
                .json()
                .get("value");
        assertEquals(1, list.size());
        assertEquals(FILE.size(), list.get(0).get("size").asLong());
        assertTrue(list.get(0).get("contentBytes") == null);
        return message + "/attachments/" + list.get(0).get("id").asString();
    }

    private static Optional<String> arrived(Http http, String token) {
        JsonNode inbox = http.get(RECEIVER + "/mailFolders/inbox/messages?$select=id", token)
                .expect(200)
                .json()
                .get("value");
        return inbox.isEmpty()
                ? Optional.empty()
                : Optional.of(inbox.get(0).get("id").asString());
    }

    private InputStream get(String address, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token)
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    /** The bytes between the quotes after the name, which is the only long text of the response. */
    private static InputStream contentBytes(InputStream answer) throws IOException {
        InputStream json = new BufferedInputStream(answer, 1 << 16);
        byte[] name = "\"contentBytes\":\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        int matched = 0;
        while (matched < name.length) {
            int c = json.read();
            assertTrue(c >= 0, "no contentBytes");
            matched = c == name[matched] ? matched + 1 : c == name[0] ? 1 : 0;
        }
        return Base64.getDecoder().wrap(new QuotedStream(json));
    }

    private static long length(InputStream content) throws IOException {
        try (content) {
            return content.transferTo(java.io.OutputStream.nullOutputStream());
        }
    }
}
