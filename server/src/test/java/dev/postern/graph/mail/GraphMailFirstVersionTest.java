package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.postern.access.MailboxId;
import dev.postern.delivery.QueueScan;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Database;
import dev.postern.store.Engine;
import dev.postern.store.FirstVersion;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** All content stored by the first version exists after the migrations, works as before, and can be searched. */
class GraphMailFirstVersionTest {
    private static final MailboxId MAILBOX = new MailboxId(UUID.fromString("bb0f1798-a377-3418-bfc9-945a02770b39"));
    private static final String ME = "/users/sender@contoso.example";

    private static GraphMailFixture open(Database database) {
        GraphMailFixture mail = new GraphMailFixture(database, _ -> MailSettings.standard());
        mail.user("sender", "Sender", MAILBOX);
        UUID second = database.read(sql ->
                sql.one("select mailbox_id from mailbox where mailbox_id <> ?", row -> row.uuid(1), MAILBOX.value()));
        mail.user("second", "Second", new MailboxId(Objects.requireNonNull(second)));
        return mail;
    }

    private static Map<String, JsonNode> bySubject(GraphClient.Answer answer) {
        var found = new TreeMap<String, JsonNode>();
        answer.expect(200)
                .at("/value")
                .forEach(message -> found.put(message.get("subject").stringValue(), message));
        return found;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingIsLost(Engine engine) throws Exception {
        try (GraphMailFixture mail = open(FirstVersion.of(engine).open())) {
            GraphClient app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
            messagesAndFolders(app);
            attachments(app);
            search(app);
            upload(mail, app);
            queue(mail, app);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theMigrationsRunOnce(Engine engine) {
        FirstVersion.Store store = FirstVersion.of(engine);
        store.open().close();
        try (GraphMailFixture mail = open(store.open())) {
            messagesAndFolders(mail.client(mail.app("app", "Mail.ReadWrite")));
        }
    }

    private static void messagesAndFolders(GraphClient app) {
        assertEquals(
                List.of(
                        "Draft with files",
                        "Minutes",
                        "Offer for March",
                        "On its way",
                        "To the outside",
                        "Upload target"),
                List.copyOf(bySubject(app.get(ME + "/messages?$top=50")).keySet()));
        assertEquals("6", app.get(ME + "/messages/$count").expect(200).text().replace("\uFEFF", ""));
        JsonNode offer = Objects.requireNonNull(
                bySubject(app.get(ME + "/mailFolders/inbox/messages")).get("Offer for March"));
        assertEquals(
                "<p>The <b>price</b> is agreed</p>",
                offer.at("/body/content").stringValue().strip().replaceAll("(?s).*<body>\\s*|\\s*</body>.*", ""));
        assertEquals("Blue", offer.at("/categories/0").stringValue());
        assertEquals("high", offer.at("/importance").stringValue());
        assertEquals(
                "alex@fabrikam.example", offer.at("/from/emailAddress/address").stringValue());
        assertEquals("2026-11-23T01:02:03Z", offer.at("/receivedDateTime").stringValue());
        String id = offer.get("id").stringValue();
        assertEquals(
                "X-Origin",
                app.get(ME + "/messages/" + id + "?$select=internetMessageHeaders")
                        .string("/internetMessageHeaders/0/name"));
        assertEquals(
                1,
                app.get(ME + "/messages?$filter=startswith(subject,'minu') and isRead eq true")
                        .expect(200)
                        .at("/value")
                        .size());
        var inbox = app.get(ME + "/mailFolders/inbox").expect(200);
        assertEquals(1, inbox.at("/totalItemCount").asInt());
        assertEquals(1, inbox.at("/unreadItemCount").asInt());
        assertEquals(1, inbox.at("/childFolderCount").asInt());
        assertEquals(
                2, app.get(ME + "/mailFolders/drafts").at("/totalItemCount").asInt());
        assertEquals("Project", app.get(ME + "/mailFolders/inbox/childFolders").string("/value/0/displayName"));
        assertEquals(
                1,
                app.get(ME + "/mailFolders/recoverableitemsdeletions/messages")
                        .expect(200)
                        .at("/value")
                        .size());
    }

    private static void attachments(GraphClient app) {
        String draft = id(app, "Draft with files");
        var list = app.get(ME + "/messages/" + draft + "/attachments").expect(200);
        assertEquals(2, list.at("/value").size());
        for (JsonNode attachment : list.at("/value")) {
            boolean small = attachment.get("name").stringValue().equals("small.txt");
            byte[] bytes = app.get(ME + "/messages/" + draft + "/attachments/"
                            + attachment.get("id").stringValue() + "/$value")
                    .expect(200)
                    .bytes();
            assertEquals(small ? "small" : "large bytes", new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static void search(GraphClient app) {
        for (var expected : Map.of(
                        "price", List.of("Offer for March"),
                        "from:alex", List.of("Minutes", "Offer for March"),
                        "monday", List.of("Minutes"),
                        "attachment:small.txt", List.of("Draft with files"),
                        "to:second", List.of("Draft with files", "On its way"),
                        "importance:high", List.of("Offer for March"))
                .entrySet()) {
            assertEquals(
                    expected.getValue(),
                    List.copyOf(bySubject(app.get(ME + "/messages?$search=\"" + expected.getKey() + "\""))
                            .keySet()),
                    expected.getKey());
        }
        assertEquals(
                List.of("A deleted price"),
                List.copyOf(bySubject(app.get(ME + "/mailFolders/recoverableitemsdeletions/messages?$search=price"))
                        .keySet()));
    }

    private static void upload(GraphMailFixture mail, GraphClient app) throws Exception {
        UUID session = mail.database.read(sql -> sql.one(
                "select session_id from upload_session where mailbox_id = ?", row -> row.uuid(1), MAILBOX.value()));
        Upload upload =
                mail.mailboxes.open(MAILBOX).uploads().find(Objects.requireNonNull(session), new byte[] {1, 2, 3});
        assertNotNull(upload);
        assertEquals(5, upload.received());
        Upload whole = mail.mailboxes
                .open(MAILBOX)
                .uploads()
                .append(upload, 3, new ByteArrayInputStream("end".getBytes(StandardCharsets.UTF_8)));
        mail.mailboxes.open(MAILBOX).uploads().finish(whole);
        String target = id(app, "Upload target");
        String file = app.get(ME + "/messages/" + target + "/attachments").string("/value/0/id");
        assertArrayEquals(
                "firstend".getBytes(StandardCharsets.UTF_8),
                app.get(ME + "/messages/" + target + "/attachments/" + file + "/$value")
                        .bytes());
        assertEquals(
                List.of("Upload target"),
                List.copyOf(bySubject(app.get(ME + "/messages?$search=\"attachment:later\""))
                        .keySet()));
    }

    private static void queue(GraphMailFixture mail, GraphClient app) {
        List<QueueScan.Queued> waiting = mail.delivery.queue().queued(mail.tenant.id(), 10);
        assertEquals(2, waiting.size());
        assertEquals(1, waiting.stream().filter(QueueScan.Queued::waiting).count());
        mail.delivery.deliverDue();
        assertEquals(
                List.of("On its way"),
                List.copyOf(bySubject(app.get("/users/second@contoso.example/messages?$search=\"text\""))
                        .keySet()));
        app.post(ME + "/messages/" + id(app, "Draft with files") + "/send").expect(202);
        mail.delivery.deliverDue();
        String got = id(app, "second", "Draft with files");
        assertEquals(
                2,
                app.get("/users/second@contoso.example/messages/" + got + "/attachments")
                        .expect(200)
                        .at("/value")
                        .size());
        assertEquals(1, mail.delivery.queue().queued(mail.tenant.id(), 10).size());
        assertEquals(
                2,
                mail.mailboxes
                        .open(mail.mailbox("second@contoso.example"))
                        .folders()
                        .get(WellKnownFolder.INBOX.id())
                        .total());
    }

    private static String id(GraphClient app, String subject) {
        return id(app, "sender", subject);
    }

    private static String id(GraphClient app, String user, String subject) {
        return Objects.requireNonNull(bySubject(app.get("/users/" + user + "@contoso.example/messages?$top=50"))
                        .get(subject))
                .get("id")
                .stringValue();
    }
}
