package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.directory.ServicePrincipal;
import dev.postern.graph.item.UploadRoute;
import dev.postern.graph.throttle.Throttle;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Attachments: small ones in one request and large ones in several ranges. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailAttachmentTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String MEGAN = "/users/megan@contoso.example";

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

    private String draft() {
        return ADELE + "/messages/"
                + app.post(
                                ADELE + "/messages",
                                "{'subject':'a','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]}")
                        .expect(201)
                        .string("/id");
    }

    @Test
    void smallFilesAreAttached() {
        String url = draft();
        var added = app.post(
                        url + "/attachments",
                        "{'@odata.type':'microsoft.graph.fileAttachment','name':'a.txt','contentType':'text/plain','contentBytes':'SGVsbG8='}")
                .expect(201);
        assertEquals("#microsoft.graph.fileAttachment", added.string("/@odata.type"));
        assertEquals("SGVsbG8=", added.string("/contentBytes"));
        assertTrue(app.get(url).at("/hasAttachments").booleanValue());
        var list = app.get(url + "/attachments?$select=id,name,size,contentType,isInline")
                .expect(200);
        assertTrue(list.at("/value/0/contentBytes").isMissingNode());
        assertEquals(5, list.at("/value/0/size").intValue());
        assertEquals("SGVsbG8=", app.get(url + "/attachments").string("/value/0/contentBytes"));
        assertEquals("1", app.get(url + "/attachments/$count").text());
        String one = url + "/attachments/" + added.string("/id");
        assertEquals("Hello", app.get(one + "/$value").expect(200).text());
        assertEquals("a.txt", app.get(one + "?$select=name").string("/name"));
        String other = draft();
        app.get(other + "/attachments/" + added.string("/id")).expect(404, "ErrorItemNotFound");
        app.get(other + "/attachments/abc").expect(400, "ErrorInvalidIdMalformed");
        app.delete(one).expect(204);
        app.get(one).expect(404, "ErrorItemNotFound");
        assertFalse(app.get(url).at("/hasAttachments").booleanValue());
        var basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
        basic.get(url + "/attachments").expect(403, "ErrorAccessDenied");
    }

    @Test
    void attachedItems() {
        String url = draft();
        var added = app.post(
                        url + "/attachments",
                        "{'@odata.type':'#microsoft.graph.itemAttachment','name':'inner','item':{'@odata.type':'microsoft.graph.message','subject':'inside','body':{'contentType':'text','content':'x'}}}")
                .expect(201);
        String one = url + "/attachments/" + added.string("/id");
        assertTrue(added.at("/item").isMissingNode());
        var expanded =
                app.get(one + "?$expand=microsoft.graph.itemAttachment/item").expect(200);
        assertEquals("inside", expanded.string("/item/subject"));
        assertEquals("", expanded.string("/item/id"));
        assertTrue(app.get(one + "/$value").expect(200).text().contains("Subject: inside"));
        app.post(url + "/attachments", "{'name':'x','contentBytes':''}").expect(400, "RequestBodyRead");
        app.post(url + "/attachments", "{'@odata.type':'#microsoft.graph.fileAttachment','name':'x'}")
                .expect(400, "ErrorRequiredPropertyMissing");
    }

    @Test
    void largeFilesAreUploadedInRanges() {
        String url = draft();
        byte[] file = new byte[5_000_001];
        new Random(3).nextBytes(file);
        String about =
                "{'AttachmentItem':{'attachmentType':'file','name':'flower.bin','size':5000001,'contentType':'image/x-flower'}}";
        var session = app.post(url + "/attachments/createUploadSession", about).expect(201);
        String upload = session.string("/uploadUrl");
        assertEquals("0-", session.string("/nextExpectedRanges/0"));
        var unauthenticated = new GraphClient(request -> mail.uploads.handle(request), "none");
        var first = put(unauthenticated, upload, file, 0, 3_000_000).expect(200);
        assertEquals("3000000", first.string("/nextExpectedRanges/0"));
        put(unauthenticated, upload, file, 0, 3_000_000).expect(416, "InvalidRange");
        put(unauthenticated, upload, file, 4_000_000, 5_000_001).expect(416, "InvalidRange");
        unauthenticated
                .with("Content-Range", "bytes 3000000-3000009/5000001")
                .call("PUT", upload, null, new byte[9])
                .expect(416);
        unauthenticated
                .with("Content-Range", "bytes 3000000-3000009/5000001")
                .call("PUT", upload, null, new byte[11])
                .expect(416);
        unauthenticated
                .with("Content-Range", "bytes 0-9/10")
                .call("PUT", upload, null, new byte[10])
                .expect(400, "InvalidContentRange");
        unauthenticated.call("PUT", upload, null, new byte[10]).expect(400, "InvalidContentRange");
        unauthenticated.get(upload + "x").expect(404);
        unauthenticated.get(upload.substring(0, upload.length() - 5) + "AAAAA").expect(404);
        assertEquals("3000000-", unauthenticated.get(upload).expect(200).string("/nextExpectedRanges/0"));
        var last = put(unauthenticated, upload, file, 3_000_000, 5_000_001).expect(201);
        assertEquals(0, last.bytes().length);
        unauthenticated.get(upload).expect(404, "ErrorItemNotFound");
        String id = app.get(url + "/attachments").string("/value/0/id");
        String location = last.header("Location");
        assertTrue(location.endsWith("/Attachments('" + id + "')"), location);
        assertEquals(
                "flower.bin",
                app.get(location.replaceFirst("^https://[^/]+/v1.0", "")).string("/name"));
        assertTrue(
                upload.matches("https://[^/]+/v1.0/uploads/Users\\('[^']+'\\)/Messages\\('[^']+'\\)"
                        + "/AttachmentSessions\\('[^']+'\\)\\?authtoken=[A-Za-z0-9_-]+"),
                upload);
        assertArrayEquals(file, app.get(url + "/attachments/" + id + "/$value").bytes());
        String base64 = app.get(url + "/attachments/" + id).string("/contentBytes");
        assertArrayEquals(file, java.util.Base64.getDecoder().decode(base64));
        app.post(url + "/send").expect(202);
        mail.delivery.deliverDue();
        var got = app.get(MEGAN
                + "/mailFolders/inbox/messages?$filter=hasAttachments eq true&$expand=attachments($select=name,size)");
        assertEquals(5000001, got.at("/value/0/attachments/0/size").intValue(), got::text);
    }

    @Test
    void rangesCountAsUploadsInTheCloudProfile() {
        var throttle = new Throttle(Set.of(mail.tenant.id()), 0, Duration.ZERO, new Random(1), mail);
        UploadRoute limited = mail.limited(throttle);
        var unauthenticated = new GraphClient(limited, "none");
        byte[] file = new byte[3_000_000];
        String about = "{'AttachmentItem':{'attachmentType':'file','name':'f','size':3000000}}";
        ServicePrincipal program = mail.app("limited" + engine, "Mail.ReadWrite");
        String upload = mail.client(program)
                .post(draft() + "/attachments/createUploadSession", about)
                .expect(201)
                .string("/uploadUrl");
        put(unauthenticated, upload, file, 0, 1_000_000).expect(200);
        MailboxId adele = Objects.requireNonNull(Objects.requireNonNull(
                        mail.directory.snapshot(mail.tenant.id()).byPrincipalName("adele@contoso.example"))
                .mailbox());
        throttle.enter(new Throttle.Asked(mail.tenant.id(), program.appId(), adele, 155_000_000, false))
                .close();
        var refused = put(unauthenticated, upload, file, 1_000_000, 3_000_000).expect(429, "ApplicationThrottled");
        assertEquals("300", refused.header("Retry-After"));
        assertEquals("1000000-", unauthenticated.get(upload).expect(200).string("/nextExpectedRanges/0"));
        mail.pass(Duration.ofMinutes(5));
        put(unauthenticated, upload, file, 1_000_000, 3_000_000).expect(201);
    }

    private static GraphClient.Answer put(GraphClient client, String url, byte[] file, int from, int to) {
        return client.with("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + file.length)
                .call("PUT", url, "application/octet-stream", java.util.Arrays.copyOfRange(file, from, to));
    }

    @Test
    void anUploadEndsByExpiryRevocationOrSending() {
        String url = draft();
        String about = "{'AttachmentItem':{'attachmentType':'file','name':'f','size':3000000}}";
        app.post(url + "/attachments/createUploadSession", about.replace("3000000", "1000"))
                .expect(400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize");
        app.post(url + "/attachments/createUploadSession", about.replace("3000000", "200000000"))
                .expect(413, "ErrorMessageSizeExceeded");
        app.post(url + "/attachments/createUploadSession", about.replace("'file'", "'item'"))
                .expect(501);
        var unauthenticated = new GraphClient(request -> mail.uploads.handle(request), "none");
        String cancelled = app.post(url + "/attachments/createUploadSession", about)
                .expect(201)
                .string("/uploadUrl");
        unauthenticated.delete(cancelled).expect(204);
        unauthenticated.get(cancelled).expect(404);
        String expired = app.post(url + "/attachments/createUploadSession", about)
                .expect(201)
                .string("/uploadUrl");
        mail.pass(Duration.ofHours(3));
        app = mail.client(mail.app("later", "Mail.ReadWrite", "Mail.Send"));
        unauthenticated.get(expired).expect(404);
        var confined = mail.app("late" + engine, "Mail.ReadWrite");
        String revoked = mail.client(confined)
                .post(url + "/attachments/createUploadSession", about)
                .expect(201)
                .string("/uploadUrl");
        unauthenticated.get(revoked).expect(200);
        mail.confine(confined, GraphMailFixture.SHARED);
        unauthenticated.get(revoked).expect(403, "ErrorAccessDenied");
        String sent = app.post(url + "/attachments/createUploadSession", about)
                .expect(201)
                .string("/uploadUrl");
        app.post(url + "/send").expect(202);
        unauthenticated
                .with("Content-Range", "bytes 0-2999999/3000000")
                .call("PUT", sent, null, "x".repeat(3_000_000).getBytes(StandardCharsets.UTF_8))
                .expect(400);
    }

    @Test
    void anUploadOfThePreviousVersionContinues() {
        byte[] file = new byte[3_000_000];
        var app = mail.app("before" + engine, "Mail.ReadWrite");
        String upload = mail.client(app)
                .post(
                        draft() + "/attachments/createUploadSession",
                        "{'AttachmentItem':{'attachmentType':'file','name':'f','size':3000000}}")
                .expect(201)
                .string("/uploadUrl");
        mail.database.write(sql -> {
            for (String holder : sql.list("select holder from upload_session", row -> row.text(1))) {
                List<String> now = List.of(holder.split("\n"));
                String operation = now.get(6).split(" ", 3)[2];
                String before =
                        String.join("\n", now.get(1), now.get(2), now.get(3), now.get(5), operation, now.get(7));
                sql.update("update upload_session set holder = ? where holder = ?", before, holder);
            }
            return true;
        });
        var unauthenticated = new GraphClient(request -> mail.uploads.handle(request), "none");
        put(unauthenticated, upload, file, 0, 1_000_000).expect(200);
        // and is decided again, like a new one
        mail.confine(app, GraphMailFixture.SHARED);
        put(unauthenticated, upload, file, 1_000_000, 3_000_000).expect(403, "ErrorAccessDenied");
    }
}
