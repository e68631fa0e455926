package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A message submitted as MIME is returned byte for byte until it is changed. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailOriginalTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String MEGAN = "/users/megan@contoso.example";
    private static final Path CORPUS = Path.of(System.getProperty("corpus", "../../shared/corpus"));

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private GraphClient.Answer mime(String method, String url, byte[] mime) {
        return app.call(method, url, "text/plain", Base64.getMimeEncoder().encode(mime));
    }

    /** Unusual spacing, a comment and an unusual encoding, which no writer would reproduce. */
    private static byte[] odd(String subject, String more) {
        return ("From:   \"Adele V\" (me) <adele@contoso.example>\r\nTo: megan@contoso.example\r\n" + more
                        + "X-Odd:  a\r\n\tb\r\nSubject:  " + subject + "\r\nMessage-ID: <" + subject.hashCode()
                        + "@contoso.example>\r\n"
                        + "Date: Mon, 23 Nov 2026 07:00:00 +0100\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                        + "Grüße  \r\n\r\n"
                        + ".\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private String draft(byte[] mime) {
        return ADELE + "/messages/"
                + mime("POST", ADELE + "/messages", mime).expect(201).string("/id");
    }

    private byte[] value(String message) {
        return app.get(message + "/$value").expect(200).bytes();
    }

    private String find(String mailbox, String subject) {
        return mailbox + "/messages/"
                + app.get(mailbox + "/messages?$filter=subject eq '" + subject + "'")
                        .expect(200)
                        .string("/value/0/id");
    }

    @Test
    void mimeIsReturnedByteForByte() throws IOException {
        Path folder = CORPUS.resolve("mime").toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            System.out.println(
                    "GraphMailOriginalTest: SKIPPED, there is no mime in ../shared/corpus beside the project");
            Assumptions.abort("no corpus beside the project");
        }
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        }
        var refused = new ArrayList<String>();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            var made = mime("POST", ADELE + "/messages", bytes);
            if (made.status() == 201) {
                assertArrayEquals(bytes, value(ADELE + "/messages/" + made.string("/id")), file.toString());
            } else {
                assertEquals(400, made.status(), () -> file + made.text());
                refused.add(file.getFileName().toString());
            }
        }
        System.out.println("GraphMailOriginalTest: " + files.size() + " files, refused: " + refused);
        assertTrue(files.size() > 80 && refused.size() < 5, refused::toString);
    }

    @Test
    void changesOutsideOfTheMimeKeepIt() {
        byte[] mime = odd("kept", "");
        String url = draft(mime);
        app.patch(
                        url,
                        "{'isRead':false,'categories':['Red'],'flag':{'flagStatus':'flagged'},"
                                + "'inferenceClassification':'other','subject':'kept','importance':'normal'}")
                .expect(200);
        assertArrayEquals(mime, value(url));
        var copy = app.post(url + "/copy", "{'destinationId':'archive'}").expect(201);
        var moved = app.post(url + "/move", "{'destinationId':'inbox'}").expect(201);
        app.patch(ADELE + "/messages/" + moved.string("/id"), "{'subject':'new'}")
                .expect(200);
        // the copy has its own reference to the shared bytes
        assertArrayEquals(mime, value(ADELE + "/messages/" + copy.string("/id")));
        String second = draft(mime);
        app.delete(second).expect(204);
        assertArrayEquals(mime, value(draft(mime)));
    }

    @Test
    void changesOfTheMimeContentDropIt() {
        for (String patch : List.of(
                "{'subject':'other'}",
                "{'body':{'contentType':'text','content':'other'}}",
                "{'toRecipients':[]}",
                "{'ccRecipients':[{'emailAddress':{'address':'other@contoso.example'}}]}",
                "{'bccRecipients':[{'emailAddress':{'address':'other@contoso.example'}}]}",
                "{'from':{'emailAddress':{'address':'other@contoso.example'}}}",
                "{'importance':'high'}",
                "{'internetMessageId':'<other@contoso.example>'}")) {
            byte[] mime = odd("changing", "");
            String url = draft(mime);
            app.patch(url, patch).expect(200);
            String after = new String(value(url), StandardCharsets.UTF_8);
            assertFalse(after.contains("(me)"), patch);
            assertTrue(patch.equals("{'toRecipients':[]}") || after.contains("other") || after.contains("high"), patch);
        }
        byte[] mime = odd("attaching", "");
        String url = draft(mime);
        var file = app.post(
                        url + "/attachments",
                        "{'@odata.type':'#microsoft.graph.fileAttachment','name':'a.txt','contentBytes':'eA=='}")
                .expect(201);
        assertTrue(new String(value(url), StandardCharsets.UTF_8).contains("a.txt"));
        app.delete(url + "/attachments/" + file.string("/id")).expect(204);
        assertFalse(new String(value(url), StandardCharsets.UTF_8).contains("(me)"));
    }

    @Test
    void replacedMimeIsKept() {
        String url = draft(odd("before", ""));
        byte[] mime = odd("after", "");
        app.call("PUT", url + "/$value", "text/plain", mime).expect(200);
        assertArrayEquals(mime, value(url));
        assertEquals("after", app.get(url).string("/subject"));
        app.delete(url + "/$value").expect(204);
        assertFalse(new String(value(url), StandardCharsets.UTF_8).contains("Gr"));
    }

    @Test
    void recipientsGetTheOriginalWithoutBcc() {
        byte[] mime = odd(
                "sent", "Bcc: shared@contoso.example,\r\n hidden@fabrikam.example\r\nbcc : shared@contoso.example\r\n");
        mime("POST", ADELE + "/sendMail", mime).expect(202);
        mail.delivery.deliverDue();
        assertArrayEquals(mime, value(find(ADELE, "sent")));
        byte[] plain = odd("sent", "");
        for (String mailbox : List.of(MEGAN, "/users/shared@contoso.example")) {
            String received = new String(value(find(mailbox, "sent")), StandardCharsets.UTF_8);
            assertTrue(received.startsWith("Received: from contoso.example by contoso.example"), received);
            assertTrue(received.endsWith(new String(plain, StandardCharsets.UTF_8)), received);
            assertFalse(received.toLowerCase(java.util.Locale.ROOT).contains("\nbcc"), received);
            assertFalse(received.contains("hidden"), received);
            assertFalse(received.contains("shared"), received);
        }
    }

    @Test
    void aMimeDraftIsSentUnchanged() {
        byte[] mime = odd("drafted", "BCC: shared@contoso.example\r\n");
        String url = draft(mime);
        app.post(url + "/send").expect(202);
        mail.delivery.deliverDue();
        assertArrayEquals(mime, value(find(ADELE, "drafted")));
        String received = new String(value(find("/users/shared@contoso.example", "drafted")), StandardCharsets.UTF_8);
        assertTrue(received.endsWith(new String(odd("drafted", ""), StandardCharsets.UTF_8)), received);
        // if it is changed before it is sent, it is regenerated, also without Bcc recipients
        String changed = draft(odd("to be changed", "BCC: shared@contoso.example\r\n"));
        app.patch(changed, "{'subject':'changed'}").expect(200);
        app.post(changed + "/send").expect(202);
        mail.delivery.deliverDue();
        String anew = new String(value(find(MEGAN, "changed")), StandardCharsets.UTF_8);
        assertFalse(anew.contains("(me)"), anew);
        assertFalse(anew.contains("shared"), anew);
    }

    @Test
    void requiredTransportFieldsAreAdded() {
        byte[] bare = "From: adele@contoso.example\nTo: megan@contoso.example\nSubject: bare\n\nx\n"
                .getBytes(StandardCharsets.US_ASCII);
        mime("POST", ADELE + "/sendMail", bare).expect(202);
        mail.delivery.deliverDue();
        assertArrayEquals(bare, value(find(ADELE, "bare")));
        String url = find(MEGAN, "bare");
        String received = new String(value(url), StandardCharsets.UTF_8);
        assertTrue(received.endsWith(new String(bare, StandardCharsets.US_ASCII)), received);
        assertTrue(
                received.contains("\r\nMessage-ID: " + app.get(url).string("/internetMessageId") + "\r\n"), received);
        assertTrue(received.contains("\r\nDate: "), received);
    }

    @Test
    void aMessageWithoutAuthorIsRegenerated() {
        byte[] mime = "To: megan@contoso.example\r\nSubject: nobody\r\nX-Odd:   1\r\n\r\nx\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        mime("POST", ADELE + "/sendMail", mime).expect(202);
        mail.delivery.deliverDue();
        String received = new String(value(find(MEGAN, "nobody")), StandardCharsets.UTF_8);
        assertTrue(received.contains("From: Adele Vance <adele@contoso.example>"), received);
        assertFalse(received.contains("X-Odd:   1"), received);
        byte[] spoofed = odd("spoofed", "Sender: megan@contoso.example\r\n");
        mime("POST", ADELE + "/sendMail", spoofed).expect(403, "ErrorSendAsDenied");
    }

    @Test
    void noReaderShowsAnotherAuthor() {
        int number = 0;
        for (String field : List.of(
                "From: ceo@fabrikam.example\r\n",
                "from : ceo@fabrikam.example\r\n",
                "Sender: adele@contoso.example\r\nSender: ceo@fabrikam.example\r\n",
                "Subject: first\r\n",
                "X-Two: a\rFrom: ceo@fabrikam.example\r\n",
                "X-Zero: \0\r\n")) {
            String subject = "author " + number++;
            mime("POST", ADELE + "/sendMail", odd(subject, field)).expect(202);
            mail.delivery.deliverDue();
            String found = field.startsWith("Subject") ? "first" : subject;
            String received = new String(value(find(MEGAN, found)), StandardCharsets.UTF_8);
            assertFalse(received.contains("(me)"), received);
            assertFalse(received.contains("\rFrom: ceo") || received.contains("\nFrom: ceo"), received);
            assertEquals(2, received.split("\r\nFrom:|^From:", -1).length, received);
        }
        byte[] two =
                "From: adele@contoso.example, ceo@fabrikam.example\r\nTo: megan@contoso.example\r\nSubject: two\r\n\r\nx"
                        .getBytes(StandardCharsets.US_ASCII);
        mime("POST", ADELE + "/sendMail", two).expect(202);
        mail.delivery.deliverDue();
        assertFalse(new String(value(find(MEGAN, "two")), StandardCharsets.UTF_8).contains("ceo@"));
    }

    @Test
    void largeMimeIsKept() {
        byte[] file = new byte[900_000];
        new Random(1).nextBytes(file);
        byte[] mime = ("From: adele@contoso.example\r\nTo: megan@contoso.example\r\nSubject: large\r\n"
                        + "Content-Type: application/octet-stream; name=x\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder(100, new byte[] {'\n'}).encodeToString(file))
                .getBytes(StandardCharsets.US_ASCII);
        mime("POST", ADELE + "/sendMail", mime).expect(202);
        mail.delivery.deliverDue();
        assertArrayEquals(mime, value(find(ADELE, "large")));
        assertTrue(new String(value(find(MEGAN, "large")), StandardCharsets.US_ASCII)
                .endsWith(new String(mime, StandardCharsets.US_ASCII)));
    }
}
