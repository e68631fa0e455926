package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The errors for a full mailbox and a full disk, for every operation that adds something. */
class GraphMailQuotaTest {
    private static final String USER = "/v1.0/users/" + GraphMailFixture.ADELE;
    private static final String QUOTA = "ErrorQuotaExceeded";
    private static final String[] ROLES = {"Mail.ReadWrite", "Mail.Send"};

    @TempDir
    Path folder;

    private static GraphMailFixture fixture(Engine engine, Quotas quotas, DiskSpace disk, TemporaryFiles temporary) {
        return new GraphMailFixture(
                Databases.open(engine),
                _ -> MailSettings.standard(),
                new Mailboxes.Settings("contoso.example", false, quotas, disk, temporary));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyOperationThatAddsIsLimitedByTheQuota(Engine engine) {
        var quotas = new Quotas(3, 3_000_000, 10_000_000, 27, 20, 1, 10, 1_000_000_000);
        try (var fixture = fixture(engine, quotas, DiskSpace.unlimited(), TemporaryFiles.ofSystem())) {
            GraphClient app = fixture.client(fixture.app("mailer", ROLES));
            String draft = USER + "/messages/"
                    + app.post(USER + "/messages", "{'subject':'a'}")
                            .expect(201)
                            .string("/id");
            String mime = Base64.getEncoder()
                    .encodeToString(
                            "From: adele@contoso.example\r\nSubject: m\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
            app.post(draft + "/attachments/createUploadSession", upload(3_100_000))
                    .expect(403, QUOTA);
            app.post(draft + "/attachments/createUploadSession", upload(2_097_152))
                    .expect(201);
            app.post(draft + "/attachments/createUploadSession", upload(2_097_152))
                    .expect(403, QUOTA);
            app.post(
                            draft + "/attachments",
                            "{'@odata.type':'#microsoft.graph.fileAttachment','name':'f','contentBytes':'"
                                    + Base64.getEncoder().encodeToString(new byte[1_000_000]) + "'}")
                    .expect(403, QUOTA);
            app.patch(draft, "{'body':{'contentType':'text','content':'" + "x".repeat(1_000_000) + "'}}")
                    .expect(403, QUOTA);
            app.post(
                            draft + "/extensions",
                            "{'@odata.type':'microsoft.graph.openTypeExtension','extensionName':'e','v':'"
                                    + "x".repeat(1_000_000) + "'}")
                    .expect(403, QUOTA);
            app.post(USER + "/messages", "{'subject':'b'}").expect(201);
            app.post(USER + "/messages", "{'subject':'c'}").expect(201);

            GraphClient.Answer full =
                    app.post(USER + "/messages", "{'subject':'d'}").expect(403, QUOTA);
            assertTrue(full.string("/error/message").contains("3 items"), full::text);
            app.call("POST", USER + "/messages", "text/plain", mime.getBytes(StandardCharsets.US_ASCII))
                    .expect(403, QUOTA);
            app.post(draft + "/copy", "{'destinationId':'inbox'}").expect(403, QUOTA);
            app.post(draft + "/createReply").expect(403, QUOTA);
            app.post(draft + "/createForward").expect(403, QUOTA);
            app.post(USER + "/mailFolders/drafts/copy", "{'destinationId':'inbox'}")
                    .expect(403, QUOTA);
            String send =
                    "{'message':{'subject':'s','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]}}";
            app.post(USER + "/sendMail", send).expect(403, QUOTA);
            app.post(USER + "/mailFolders", "{'displayName':'1'}").expect(201);
            app.post(USER + "/mailFolders/inbox/childFolders", "{'displayName':'2'}")
                    .expect(201);
            app.post(USER + "/mailFolders", "{'displayName':'3'}").expect(201);
            app.post(USER + "/mailFolders", "{'displayName':'4'}").expect(403, QUOTA);

            // reading and freeing space are not refused
            app.get(draft).expect(200);
            app.get(USER + "/messages").expect(200);
            app.patch(draft, "{'isRead':false}").expect(200);
            String moved = app.post(draft + "/move", "{'destinationId':'deleteditems'}")
                    .expect(201)
                    .string("/id");
            app.delete(USER + "/messages/" + moved).expect(204);
            app.post(USER + "/sendMail", send).expect(202);
            app.post(USER + "/messages", "{'subject':'d'}").expect(403, QUOTA);
        }
    }

    private static String upload(int size) {
        return "{'AttachmentItem':{'attachmentType':'file','name':'f','size':" + size + "}}";
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFullDiskIs507AndReadingAndDeletingGoOn(Engine engine) {
        var free = new AtomicLong(1_000);
        var disk = new DiskSpace(free::get, 1_000, InstantSource.system());
        try (var fixture = fixture(engine, Quotas.DEFAULT, disk, TemporaryFiles.ofSystem())) {
            GraphClient app = fixture.client(fixture.app("mailer", ROLES));
            GraphClient other = fixture.client(fixture.app("reader", "Mail.Read"));
            String draft = USER + "/messages/"
                    + app.post(USER + "/messages", "{'subject':'a'}")
                            .expect(201)
                            .string("/id");
            free.set(0);
            GraphClient.Answer refused =
                    app.post(USER + "/messages", "{'subject':'b'}").expect(507, "InsufficientStorage");
            assertEquals("60", refused.header("Retry-After"));
            app.post(
                            USER + "/sendMail",
                            "{'message':{'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]}}")
                    .expect(507, "InsufficientStorage");
            other.post(USER + "/messages", "{'subject':'b'}").expect(403, "ErrorAccessDenied");
            app.get(draft).expect(200);
            other.get(USER + "/messages").expect(200);
            app.delete(draft).expect(204);
            free.set(1_000);
            app.post(USER + "/messages", "{'subject':'b'}").expect(201);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void temporaryFilesAreLimitedAndDeletedWithTheRequest(Engine engine) throws Exception {
        Path tmp = folder.resolve("tmp");
        Files.createDirectory(tmp);
        Files.write(tmp.resolve("postern-left.tmp"), new byte[10]);
        var temporary = TemporaryFiles.in(tmp, 2_000_000);
        assertEquals(0, count(tmp), "files of a killed process are deleted");
        try (var fixture = fixture(engine, Quotas.DEFAULT, DiskSpace.unlimited(), temporary)) {
            GraphClient app = fixture.client(fixture.app("mailer", ROLES));
            app.call("POST", USER + "/messages", "text/plain", mime(600_000)).expect(201);
            assertEquals(0, count(tmp));
            assertEquals(0, temporary.bytes());
            app.call("POST", USER + "/messages", "text/plain", mime(2_100_000)).expect(507, "InsufficientStorage");
            assertEquals(0, count(tmp), "refused, it leaves nothing behind");
            assertEquals(0, temporary.bytes());
            String id = app.post(
                            USER + "/messages",
                            "{'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','name':'f','contentBytes':'"
                                    + Base64.getEncoder().encodeToString(new byte[1_000_000]) + "'}]}")
                    .expect(201)
                    .string("/id");
            app.get(USER + "/messages/" + id + "/$value").expect(200);
            assertEquals(0, count(tmp));
            try (var held = temporary.create();
                    var out = held.write()) {
                out.write(new byte[1_500_000]);
                assertEquals(1_500_000, temporary.bytes());
                app.get(USER + "/messages/" + id + "/$value").expect(507, "InsufficientStorage");
            }
            app.get(USER + "/messages/" + id + "/$value").expect(200);
            assertEquals(0, temporary.bytes());
        }
    }

    private static long count(Path folder) throws java.io.IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    private static byte[] mime(int size) {
        String text = "From: adele@contoso.example\r\nSubject: m\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Disposition: attachment; filename=f\r\n\r\n" + "x".repeat(size) + "\r\n--b--\r\n";
        return Base64.getEncoder().encode(text.getBytes(StandardCharsets.US_ASCII));
    }
}
