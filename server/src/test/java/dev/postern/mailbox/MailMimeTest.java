package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.MimeOut;
import dev.postern.mailbox.mime.MimeRefused;
import dev.postern.mailbox.mime.ParsedMime;
import dev.postern.store.Engine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MailMimeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:02:03Z");
    private static final String MESSAGE =
            "{'subject':'Grüße aus Zürich mit einem Betreff, der länger ist als eine Zeile ☃ ☃ ☃',"
                    + "'from':{'emailAddress':{'name':'Ann Müller, Büro','address':'ann@contoso.example'}},"
                    + "'toRecipients':[{'emailAddress':{'name':'O Neil (x) <y>','address':'bob@contoso.example'}}],"
                    + "'bccRecipients':[{'emailAddress':{'address':'hidden@contoso.example'}}],"
                    + "'importance':'high','internetMessageId':'<a@b.example>',"
                    + "'internetMessageHeaders':[{'name':'x-one','value':'wörd'},{'name':'Received','value':'no'}],"
                    + "'body':{'contentType':'html','content':'<p>Schöne <b>Grüße</b>.</p>'}}";

    private static String out(ObjectNode message, boolean bcc, NewAttachment... attachments) throws IOException {
        var out = new ByteArrayOutputStream();
        MimeOut.write(new MimeOut.Letter(message, List.of(attachments), NOW, bcc, new Random(1)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static ParsedMime in(String text) throws IOException {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ParsedMime in(byte[] bytes) throws IOException {
        return MimeIn.read(new ByteArrayInputStream(bytes), NOW);
    }

    @Test
    void writtenMessagesAreReadBack() throws IOException {
        ObjectNode message = MailFixture.json(MESSAGE);
        byte[] content = new byte[400_000];
        new Random(2).nextBytes(content);
        String mime = out(
                message,
                false,
                NewAttachment.file(
                        "Bericht über alles, was so lang ist dass es in keine Zeile passt – wirklich nicht.pdf",
                        "application/pdf",
                        content),
                new NewAttachment(
                        Attachment.Kind.FILE, "p.png", "image/png", "p1", true, Content.of(new byte[] {1, 2}), null));
        assertTrue(mime.chars().allMatch(c -> c < 128), "everything is ASCII");
        assertTrue(mime.lines().allMatch(line -> line.length() <= 998));
        assertFalse(mime.contains("hidden@"));
        assertTrue(mime.lines().noneMatch(line -> line.startsWith("Bcc:") || line.startsWith("Received:")));
        try (ParsedMime back = in(mime)) {
            ObjectNode read = back.message();
            assertEquals(message.get("subject"), read.get("subject"));
            assertEquals(message.get("from"), read.get("from"));
            assertEquals(message.get("toRecipients"), read.get("toRecipients"));
            assertEquals(message.get("importance"), read.get("importance"));
            assertEquals(message.get("internetMessageId"), read.get("internetMessageId"));
            assertEquals(message.get("body"), read.get("body"));
            assertEquals(NOW, back.sent());
            assertTrue(read.path("internetMessageHeaders").toString().contains("wörd"));
            NewAttachment file = back.attachments().get(1);
            assertEquals(
                    "Bericht über alles, was so lang ist dass es in keine Zeile passt – wirklich nicht.pdf",
                    file.name());
            try (InputStream bytes = file.content().open()) {
                assertArrayEquals(content, bytes.readAllBytes());
            }
            NewAttachment picture = back.attachments().get(0);
            assertTrue(picture.inline());
            assertEquals("p1", picture.contentId());
        }
        assertTrue(out(message, true).contains("Bcc: hidden@contoso.example"));
    }

    @Test
    void aLongHeaderNameIsWritten() throws IOException {
        String name = "x-" + "long-".repeat(20) + "name";
        ObjectNode message = MailFixture.json(
                "{'internetMessageHeaders':[{'name':'" + name + "','value':'wörd'},{'name':'x-b','value':'c'}]}");
        try (ParsedMime back = in(out(message, false))) {
            assertTrue(
                    back.message().path("internetMessageHeaders").toString().contains(name), back.message()::toString);
        }
    }

    @Test
    void noValueCanAddAHeaderLine() throws IOException {
        String evil = "x\\r\\nBcc: evil@x.example\\r\\n\\r\\nbody";
        String mime = out(
                MailFixture.json("{'subject':'" + evil + "','from':{'emailAddress':{'name':'" + evil
                        + "','address':'a@b.example" + evil + "'}},'internetMessageId':'" + evil
                        + "','internetMessageHeaders':[{'name':'x-a\\r\\nBcc','value':'y'},{'name':'x-b','value':'"
                        + evil
                        + "'},{'name':'References','value':'" + evil + "'}],'importance':'" + evil
                        + "','conversationIndex':'" + evil + "','body':{'contentType':'text','content':'fine'}}"),
                false,
                new NewAttachment(
                        Attachment.Kind.FILE,
                        "n\r\nBcc: evil@x.example",
                        "text/x\r\nBcc: e",
                        "c\r\nBcc: e",
                        false,
                        Content.of(new byte[0]),
                        null));
        assertTrue(mime.lines().noneMatch(line -> line.startsWith("Bcc")), mime);
        try (ParsedMime back = in(mime)) {
            assertFalse(back.message().has("bccRecipients"));
            assertEquals(
                    "fine",
                    back.message().path("body").path("content").stringValue().strip());
        }
    }

    @Test
    void aReplyBelongsToTheConversationOfTheOriginal() throws IOException {
        String first = "Message-ID: <root@x.example>\r\n\r\nhello";
        String answer = "Message-ID: <2@x.example>\r\nIn-Reply-To: <root@x.example>\r\nReferences: <root@x.example>"
                + "\r\n\r\nhi";
        String later = "Message-ID: <3@x.example>\r\nReferences: <root@x.example> <2@x.example>\r\n\r\nhi";
        try (var mail = new MailFixture(Engine.SQLITE)) {
            String thread = conversation(mail, first);
            assertEquals(thread, conversation(mail, answer));
            assertEquals(thread, conversation(mail, later));
        }
    }

    private static String conversation(MailFixture mail, String mime) throws IOException {
        try (ParsedMime parsed = in(mime)) {
            return mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .create(WellKnownFolder.INBOX.id(), NewMessage.draft(parsed.message(), parsed.attachments()))
                    .message()
                    .summary()
                    .conversationId();
        }
    }

    @Test
    void malformedInputIsReadAsFarAsPossible() throws IOException {
        String mime = out(MailFixture.json(MESSAGE), true, NewAttachment.file("a.bin", null, new byte[5000]));
        byte[] bytes = mime.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(3);
        for (int round = 0; round < 400; round++) {
            byte[] broken = bytes.clone();
            if (round % 2 == 0) {
                broken = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            for (int i = 0; i < round % 20 && broken.length > 0; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try (ParsedMime parsed = in(broken)) {
                assertTrue(parsed.message().has("body"));
            } catch (MimeRefused e) {
                assertTrue(e.getMessage() != null);
            }
        }
        try (ParsedMime parsed =
                in("Content-Type: application/x\nContent-Transfer-Encoding: base64\n\n!!!not=base64@@@")) {
            assertEquals(1, parsed.attachments().size());
        }
        try (ParsedMime parsed = in("Subject: =?utf-8?q?open\nFrom: <\nTo: ;;;,,@\nDate: never\n\nx")) {
            assertEquals("x", parsed.message().path("body").path("content").stringValue());
        }
    }

    @Test
    void thereAreLimits() throws IOException {
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        assertThrows(MimeRefused.class, () -> in(deep.toString()).close());
        assertThrows(
                MimeRefused.class,
                () -> in("Subject: " + "x".repeat(2_000_000) + "\r\n\r\nx").close());
        assertThrows(
                MimeRefused.class, () -> in("X: y\r\n".repeat(20_000) + "\r\nx").close());
        StringBuilder nested = new StringBuilder();
        nested.append("Content-Type: message/rfc822\r\n\r\n".repeat(30)).append("Subject: inner\r\n\r\nx");
        try (ParsedMime parsed = in(nested.toString())) {
            assertEquals(1, parsed.attachments().size());
        }
    }

    @Test
    void fileNamesContainNoFolders() throws IOException {
        try (ParsedMime parsed = in("Content-Type: application/pdf\r\nContent-Disposition: attachment;"
                + " filename=\"../../etc/pass\\\\wd.pdf\"\r\n\r\nx")) {
            assertEquals("wd.pdf", parsed.attachments().getFirst().name());
        }
    }
}
