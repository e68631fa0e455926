package dev.postern.graph.contact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.graph.TestRequest;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.store.Engine;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The photo of a contact is written, read, replaced and removed; only images are accepted. */
class GraphContactPhotoTest {
    private static final String CONTACTS = "/v1.0/users/adele@contoso.example/contacts";

    private static byte[] image(String format, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        try (var out = new ByteArrayOutputStream()) {
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Sent(Response response) {
        int status() {
            return response.status();
        }

        byte[] bytes() {
            return switch (response.body()) {
                case Response.Empty _ -> new byte[0];
                case Response.Bytes(var _, var content) -> content;
                case Response.Stream stream -> {
                    try (var in = stream.content()) {
                        yield in.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        }

        JsonNode json() {
            return Json.parse(bytes());
        }

        String code() {
            return json().path("error").path("code").asString();
        }

        String type() {
            return response.body() instanceof Response.Stream stream ? stream.contentType() : "";
        }
    }

    private static Sent send(Client client, String method, String path, byte[] body, String type, String ifMatch) {
        Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + client.token()));
        if (body.length > 0) {
            headers.put("Content-Type", type);
        }
        if (!ifMatch.isEmpty()) {
            headers.put("If-Match", ifMatch);
        }
        return new Sent(client.handler().handle(new TestRequest(method, path, "", headers, body)));
    }

    private static Sent put(Client client, String path, byte[] body) {
        return send(client, "PUT", path, body, "image/jpeg", "");
    }

    private static Sent get(Client client, String path) {
        return send(client, "GET", path, new byte[0], "", "");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPhotoIsWrittenReadReplacedAndRemoved(Engine engine) {
        try (var graph = new GraphFixture(engine)) {
            graph.user("adele", "Adele Vance");
            Client writer = graph.client("Contacts.ReadWrite");
            Client reader = graph.client("Contacts.Read");
            JsonNode contact = writer.post(CONTACTS, "{'givenName':'Pia'}").json();
            String path = CONTACTS + "/" + contact.path("id").asString() + "/photo";
            String value = path + "/$value";
            assertEquals(404, get(reader, path).status());
            assertEquals("ErrorItemNotFound", get(reader, path).code());
            assertEquals(
                    "The photo wasn't found.",
                    get(reader, value).json().at("/error/message").asString());
            assertEquals(404, send(writer, "DELETE", value, new byte[0], "", "").status());

            byte[] small = image("jpeg", 64, 48);
            assertEquals(403, put(reader, value, small).status());
            Sent written = put(writer, value, small);
            assertEquals(200, written.status());
            JsonNode shown = get(reader, path).json();
            assertEquals(written.json(), shown);
            assertEquals("64x48", shown.path("id").asString());
            assertEquals(64, shown.path("width").intValue());
            assertEquals(48, shown.path("height").intValue());
            assertEquals("image/jpeg", shown.path("@odata.mediaContentType").asString());
            assertArrayEquals(small, get(reader, value).bytes());
            assertEquals("image/jpeg", get(reader, value).type());
            JsonNode after =
                    writer.get(CONTACTS + "/" + contact.path("id").asString()).json();
            assertNotEquals(contact.path("changeKey"), after.path("changeKey"));

            byte[] large = image("png", 300, 200);
            assertEquals(true, large.length > 64 * 1024);
            String old = contact.path("@odata.etag").asString();
            assertEquals(
                    412, send(writer, "PUT", value, large, "image/png", old).status());
            String current = after.path("@odata.etag").asString();
            assertEquals(
                    200,
                    send(writer, "PUT", value, large, "application/octet-stream", current)
                            .status());
            JsonNode replaced = get(reader, path).json();
            assertEquals("300x200", replaced.path("id").asString());
            assertEquals("image/png", replaced.path("@odata.mediaContentType").asString());
            assertNotEquals(shown.path("@odata.mediaEtag"), replaced.path("@odata.mediaEtag"));
            assertArrayEquals(large, get(reader, value).bytes());
            assertEquals(200, put(writer, path, large).status(), "the same photo again, under the other path");
            assertArrayEquals(large, get(reader, value).bytes());
            assertEquals(
                    200, send(writer, "PATCH", path, small, "image/jpeg", "").status());
            assertArrayEquals(small, get(reader, value).bytes());

            for (byte[] wrong : List.of(new byte[0], "{}".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(small, 20))) {
                assertEquals(400, put(writer, value, wrong).status());
            }
            assertEquals(
                    413, put(writer, value, Arrays.copyOf(small, (4 << 20) + 1)).status());
            assertArrayEquals(small, get(reader, value).bytes());
            assertEquals(403, send(reader, "DELETE", value, new byte[0], "", "").status());
            assertEquals(204, send(writer, "DELETE", value, new byte[0], "", "").status());
            assertEquals(404, get(reader, value).status());
            assertEquals(
                    "ErrorInvalidIdMalformed",
                    get(reader, CONTACTS + "/unknown/photo").code());
        }
    }

    /** A photo is in the folder of its contact and goes with it. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aPhotoGoesWithItsContact(Engine engine) {
        try (var graph = new GraphFixture(engine)) {
            graph.user("adele", "Adele Vance");
            Client writer = graph.client("Contacts.ReadWrite");
            String folders = "/v1.0/users/adele@contoso.example/contactFolders";
            String one = writer.post(folders, "{'displayName':'One'}").id();
            String two = writer.post(folders, "{'displayName':'Two'}").id();
            String contact = writer.post(folders + "/" + one + "/contacts", "{'givenName':'Pia'}")
                    .id();
            String photo = "/contacts/" + contact + "/photo/$value";
            byte[] image = image("png", 300, 200);
            assertEquals(200, put(writer, folders + "/" + one + photo, image).status());
            assertEquals(404, put(writer, folders + "/" + two + photo, image).status());
            assertEquals(404, get(writer, folders + "/" + two + photo).status());
            assertArrayEquals(image, get(writer, folders + "/" + one + photo).bytes());
            assertEquals(204, writer.delete(CONTACTS + "/" + contact).status());
            assertEquals(
                    404, get(writer, CONTACTS + "/" + contact + "/photo/$value").status());
            assertEquals(
                    404,
                    put(writer, CONTACTS + "/" + contact + "/photo/$value", image)
                            .status());
        }
    }

    @Test
    void theHeaderTellsTheSize() {
        for (String format : List.of("jpeg", "png", "gif")) {
            ImageHeader header = Objects.requireNonNull(ImageHeader.read(image(format, 31, 17)));
            assertEquals(new ImageHeader("image/" + format, 31, 17), header);
        }
        byte[] jpeg = image("jpeg", 31, 17);
        for (int length = 0; length < 150; length++) {
            assertNull(ImageHeader.read(Arrays.copyOf(jpeg, length)));
        }
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            byte[] broken = jpeg.clone();
            broken[2 + random.nextInt(200)] = (byte) random.nextInt();
            ImageHeader.read(Arrays.copyOf(broken, random.nextInt(400)));
        }
    }
}
