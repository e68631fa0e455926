package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code mail.max-message-size}: no operation can make a message larger than the limit, and a message just below it is
 * accepted.
 */
class GraphMailSizeTest {
    private static final String USER = "/v1.0/users/adele@contoso.example";
    private static final String TOO_LARGE = "ErrorMessageSizeExceeded";
    private static final String FITS = "x".repeat(60_000);
    private static final String LARGE = "x".repeat(3_000_000);
    private static final long MAX_MESSAGE_BYTES = 2_500_000;

    private static GraphMailFixture fixture(Engine engine) {
        Quotas usual = Quotas.DEFAULT;
        Quotas quotas = new Quotas(
                usual.items(),
                usual.bytes(),
                usual.recoverableBytes(),
                usual.folders(),
                usual.depth(),
                usual.uploads(),
                usual.queued(),
                MAX_MESSAGE_BYTES);
        return new GraphMailFixture(
                Databases.open(engine),
                _ -> MailSettings.standard(),
                new Mailboxes.Settings(
                        "contoso.example", false, quotas, DiskSpace.unlimited(), TemporaryFiles.ofSystem()));
    }

    private static String body(String text) {
        return "'body':{'contentType':'text','content':'" + text + "'}";
    }

    private static String file(String name, int size) {
        return "{'@odata.type':'#microsoft.graph.fileAttachment','name':'" + name + "','contentBytes':'"
                + Base64.getEncoder().encodeToString(new byte[size]) + "'}";
    }

    private static String upload(int size) {
        return "{'AttachmentItem':{'attachmentType':'file','name':'f','size':" + size + "}}";
    }

    private static byte[] mime(String text) {
        return ("From: adele@contoso.example\r\nTo: megan@contoso.example\r\nSubject: m\r\n\r\n" + text)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] base64(String text) {
        return Base64.getEncoder().encode(mime(text));
    }

    private static String send(String text) {
        return "{'message':{'subject':'s'," + body(text)
                + ",'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]},'saveToSentItems':false}";
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void noOperationMakesAMessageTooLarge(Engine engine) {
        try (GraphMailFixture fixture = fixture(engine)) {
            GraphClient app = fixture.client(fixture.app("mailer", "Mail.ReadWrite", "Mail.Send"));
            app.post(USER + "/messages", "{'subject':'a'," + body(LARGE) + "}").expect(413, TOO_LARGE);
            app.call("POST", USER + "/messages", "text/plain", base64(LARGE.substring(100_000)))
                    .expect(413, TOO_LARGE);
            app.post(USER + "/sendMail", send(LARGE)).expect(413, TOO_LARGE);
            app.call("POST", USER + "/sendMail", "text/plain", base64(LARGE.substring(100_000)))
                    .expect(413, TOO_LARGE);

            String draft = USER + "/messages/"
                    + app.post(USER + "/messages", "{'subject':'a'," + body(FITS) + "}")
                            .expect(201)
                            .string("/id");
            app.patch(draft, "{" + body(LARGE) + "}").expect(413, TOO_LARGE);
            app.post(
                            draft + "/extensions",
                            "{'@odata.type':'microsoft.graph.openTypeExtension','extensionName':'e','v':'" + LARGE
                                    + "'}")
                    .expect(413, TOO_LARGE);
            app.post(draft + "/attachments/createUploadSession", upload(2_495_000))
                    .expect(413, TOO_LARGE);
            app.post(draft + "/attachments/createUploadSession", upload(2_400_000))
                    .expect(201);
            app.post(draft + "/attachments", file("f", 2_000_000)).expect(201);
            app.post(draft + "/attachments", file("g", 500_000)).expect(413, TOO_LARGE);
            app.post(draft + "/attachments", file("h", 300_000)).expect(201);
            app.patch(draft, "{" + body("x".repeat(400_000)) + "}").expect(413, TOO_LARGE);
            app.patch(draft, "{" + body("short") + "}").expect(200);
            assertEquals(
                    2,
                    app.get(draft + "/attachments")
                            .expect(200)
                            .json()
                            .at("/value")
                            .size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMessageJustBelowTheLimitIsDelivered(Engine engine) {
        try (GraphMailFixture fixture = fixture(engine)) {
            GraphClient app = fixture.client(fixture.app("mailer", "Mail.ReadWrite", "Mail.Send"));
            app.post(USER + "/sendMail", send("x".repeat((int) MAX_MESSAGE_BYTES - 2_000)))
                    .expect(202);
            app.call("POST", USER + "/sendMail", "text/plain", base64("y".repeat((int) MAX_MESSAGE_BYTES - 2_000)))
                    .expect(202);
            fixture.delivery.deliverDue();
            assertEquals(
                    2,
                    app.get("/v1.0/users/megan@contoso.example/mailFolders/inbox/messages?$select=subject")
                            .expect(200)
                            .json()
                            .at("/value")
                            .size());
        }
    }
}
