package dev.postern.graph.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.http.Response;
import dev.postern.store.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A vCard in a message is an attached contact, if it is exactly one. Its bytes are kept. */
class GraphAttachedCardTest {
    private static final String MESSAGES = "/v1.0/users/adele@contoso.example/messages";
    private static final String CARD = """
        BEGIN:VCARD
        VERSION:3.0
        N:Vance;Adele;;;
        FN:Adele
        EMAIL;TYPE=WORK:adele@fabrikam.example
        X-OWN:kept
        END:VCARD
        """.replace("\n", "\r\n");

    private static String mime(String type, String card) {
        return "From: a@fabrikam.example\r\nTo: adele@contoso.example\r\nSubject: card\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
                + "--b\r\nContent-Type: " + type + "\r\nContent-Disposition: attachment; filename=adele.vcf\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(card.getBytes(StandardCharsets.UTF_8)) + "\r\n--b--\r\n";
    }

    private static Answer create(Client client, String mime) {
        return client.send(
                "POST",
                MESSAGES,
                Base64.getEncoder().encodeToString(mime.getBytes(StandardCharsets.UTF_8)),
                Map.of("Content-Type", "text/plain"));
    }

    private static String text(Response response) {
        return switch (response.body()) {
            case Response.Empty _ -> "";
            case Response.Bytes(var _, var content) -> new String(content, StandardCharsets.UTF_8);
            case Response.Stream stream -> {
                try (var in = stream.content()) {
                    yield new String(in.readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCardIsAnAttachedContact(Engine engine) {
        try (var graph = new GraphFixture(engine)) {
            graph.user("adele", "Adele Vance");
            Client mail = graph.client("Mail.ReadWrite");
            String several = CARD + CARD;
            for (String type :
                    new String[] {"text/vcard", "text/x-vcard; charset=utf-8", "text/directory; profile=vCard"}) {
                Answer created = create(mail, mime(type, CARD));
                assertEquals(201, created.status(), created::toString);
                String attachments = MESSAGES + "/" + created.id() + "/attachments";
                JsonNode shown = mail.get(attachments + "?$expand=microsoft.graph.itemAttachment/item")
                        .json()
                        .at("/value/0");
                assertEquals(
                        "#microsoft.graph.itemAttachment",
                        shown.path("@odata.type").asString(),
                        shown::toString);
                assertEquals("adele.vcf", shown.path("name").asString());
                assertEquals(
                        "#microsoft.graph.contact",
                        shown.at("/item/@odata.type").asString());
                assertEquals("Vance", shown.at("/item/surname").asString());
                assertEquals(
                        "adele@fabrikam.example",
                        shown.at("/item/emailAddresses/0/address").asString());
                Response value = mail.get(attachments + "/" + shown.path("id").asString() + "/$value")
                        .response();
                assertEquals(CARD, text(value));
                assertTrue(value.body() instanceof Response.Stream stream
                        && stream.contentType().equals("text/vcard"));
            }
            for (String mime : new String[] {
                mime("text/vcard", several),
                mime("text/vcard", "no card"),
                mime("text/directory", CARD),
                mime("text/calendar", CARD)
            }) {
                Answer created = create(mail, mime);
                JsonNode shown = mail.get(MESSAGES + "/" + created.id() + "/attachments")
                        .json()
                        .at("/value/0");
                assertEquals(
                        "#microsoft.graph.fileAttachment",
                        shown.path("@odata.type").asString(),
                        mime);
            }
        }
    }
}
