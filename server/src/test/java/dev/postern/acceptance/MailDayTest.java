package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.graph.core.content.BatchRequestContent;
import com.microsoft.graph.core.models.BatchRequestStep;
import com.microsoft.graph.core.tasks.LargeFileUploadTask;
import com.microsoft.graph.core.tasks.PageIterator;
import com.microsoft.graph.models.Attachment;
import com.microsoft.graph.models.AttachmentItem;
import com.microsoft.graph.models.AttachmentType;
import com.microsoft.graph.models.FileAttachment;
import com.microsoft.graph.models.InternetMessageHeader;
import com.microsoft.graph.models.MailFolder;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.Recipient;
import com.microsoft.graph.models.UploadSession;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.graph.users.item.mailfolders.item.copy.CopyPostRequestBody;
import com.microsoft.graph.users.item.mailfolders.item.messages.delta.DeltaGetResponse;
import com.microsoft.graph.users.item.mailfolders.item.move.MovePostRequestBody;
import com.microsoft.graph.users.item.messages.item.attachments.createuploadsession.CreateUploadSessionPostRequestBody;
import com.microsoft.graph.users.item.messages.item.forward.ForwardPostRequestBody;
import com.microsoft.graph.users.item.messages.item.reply.ReplyPostRequestBody;
import com.microsoft.graph.users.item.messages.item.replyall.ReplyAllPostRequestBody;
import dev.postern.http.Json;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A day of work with mail, with the official SDKs for Java and JavaScript. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class MailDayTest {
    private static final int MANY = 5_000;
    private static final int LARGE = 40 << 20;

    @Parameter
    Engine engine;

    private TestPostern postern;
    private Administration.App app;
    private GraphServiceClient graph;

    @BeforeParameterizedClassInvocation
    void open() {
        postern = engine == Engine.POSTGRES
                ? TestPostern.start("--database", Databases.postgresUrl())
                : TestPostern.start();
        Administration admin = postern.admin();
        List.of("many", "member", "colleague", "third").forEach(admin::sharedMailbox);
        app = admin.app("day", "Mail.Send", "Mail.ReadWrite");
        OfficialClients clients = new OfficialClients(postern);
        graph = clients.graph(clients.secret(app));
        new ManyMessages(admin.http(), admin.token(app)).fill("many@contoso.example", MANY);
    }

    @AfterParameterizedClassInvocation
    void close() {
        postern.close();
    }

    private UserItemRequestBuilder box(String name) {
        return graph.users().byUserId(name + "@contoso.example");
    }

    @Test
    void thePageIteratorReturnsEveryMessageOnce() throws Exception {
        MessageCollectionResponse first = box("many").messages().get(request -> {
            request.queryParameters.select = new String[] {"subject"};
            request.queryParameters.top = 500;
            request.queryParameters.count = true;
        });
        assertEquals(MANY, first.getOdataCount());
        var seen = new HashSet<String>();
        var times = new int[1];
        new PageIterator.Builder<Message, MessageCollectionResponse>()
                .client(graph)
                .collectionPage(Objects.requireNonNull(first))
                .collectionPageFactory(MessageCollectionResponse::createFromDiscriminatorValue)
                .processPageItemCallback(message -> {
                    times[0]++;
                    return seen.add(message.getSubject());
                })
                .build()
                .iterate();
        assertEquals(MANY, times[0]);
        assertEquals(MANY, seen.size());
    }

    @Test
    void theDeltaPageIteratorFollowsEveryMessage() throws Exception {
        var messages = box("many").mailFolders().byMailFolderId("inbox").messages();
        var seen = new HashMap<String, String>();
        String link = followed(
                messages.delta().get(request -> {
                    request.queryParameters.select = new String[] {"subject"};
                    request.headers.add("Prefer", "odata.maxpagesize=500");
                }),
                seen);
        assertEquals(MANY, seen.size());
        assertEquals(MANY, new HashSet<>(seen.values()).size());

        String created = messages.post(draft("Later")).getId();
        followed(messages.delta().withUrl(link).get(), seen);
        assertEquals("Later", seen.get(created));
        box("many").messages().byMessageId(created).delete();
        String next = followed(messages.delta().withUrl(link).get(), seen);
        assertEquals(MANY, seen.size());
        var unchanged = messages.delta().withUrl(next).get();
        assertEquals(List.of(), unchanged.getValue());
        assertEquals(next, unchanged.getOdataDeltaLink());
    }

    /** Applies all pages to a copy and returns the link for the next round. */
    private String followed(DeltaGetResponse first, Map<String, String> copy) throws Exception {
        var iterator = new PageIterator.Builder<Message, DeltaGetResponse>()
                .client(graph)
                .collectionPage(Objects.requireNonNull(first))
                .collectionPageFactory(DeltaGetResponse::createFromDiscriminatorValue)
                .requestConfigurator(request -> {
                    request.headers.add("Prefer", "odata.maxpagesize=500");
                    return request;
                })
                .processPageItemCallback(message -> {
                    if (message.getAdditionalData().containsKey("@removed")) {
                        copy.remove(message.getId());
                    } else {
                        copy.put(message.getId(), message.getSubject());
                    }
                    return true;
                })
                .build();
        iterator.iterate();
        return Objects.requireNonNull(iterator.getDeltaLink());
    }

    @Test
    void filtersFind() {
        MessageCollectionResponse high = box("many").messages().get(request -> {
            request.queryParameters.filter = "importance eq 'high' and startswith(subject,'Message 1')";
            request.queryParameters.select = new String[] {"subject", "importance"};
            request.queryParameters.top = 1000;
        });
        // every tenth is important; from 10 on those that begin with 1
        assertEquals(111, high.getValue().size());
        assertTrue(high.getValue().stream()
                .allMatch(message -> message.getSubject().endsWith("0")));
    }

    @Test
    void aLargeFileIsUploadedInPiecesAndResumedAfterAFailure() throws Exception {
        Message draft = box("member").messages().post(draft("Large"));
        var pieces = box("member").messages().byMessageId(draft.getId()).attachments();
        byte[] file = new byte[LARGE];
        new Random(40).nextBytes(file);
        UploadSession session = pieces.createUploadSession().post(session("large.bin", file.length));
        var broken = new LargeFileUploadTask<>(
                graph.getRequestAdapter(),
                session,
                new BreakingStream(new ByteArrayInputStream(file), 18 << 20),
                file.length,
                4_000_000,
                FileAttachment::createFromDiscriminatorValue);
        assertThrows(Exception.class, broken::upload);
        int received = firstMissing(broken.updateSessionStatus().getNextExpectedRanges());
        assertTrue(received >= 16_000_000 && received < 20 << 20, () -> "received " + received);
        // this task reads its stream from its current position
        var again = new LargeFileUploadTask<>(
                graph.getRequestAdapter(),
                session,
                new ByteArrayInputStream(file, received, file.length - received),
                file.length,
                4_000_000,
                FileAttachment::createFromDiscriminatorValue);
        var result = again.resume();
        assertTrue(result.isUploadSuccessful());
        List<Attachment> attached = pieces.get(
                        request -> request.queryParameters.select = new String[] {"id", "name", "size"})
                .getValue();
        assertEquals(
                List.of("large.bin"), attached.stream().map(Attachment::getName).toList());
        byte[] back = Http.bytes(
                postern.address() + "/v1.0/users/member@contoso.example/messages/" + draft.getId() + "/attachments/"
                        + attached.getFirst().getId() + "/$value",
                postern.admin().token(app));
        assertArrayEquals(file, back);
    }

    private static int firstMissing(List<String> ranges) {
        return Integer.parseInt(ranges.getFirst().replaceAll("-.*", ""));
    }

    private static CreateUploadSessionPostRequestBody session(String name, long size) {
        AttachmentItem item = new AttachmentItem();
        item.setAttachmentType(AttachmentType.File);
        item.setName(name);
        item.setSize(size);
        CreateUploadSessionPostRequestBody body = new CreateUploadSessionPostRequestBody();
        body.setAttachmentItem(item);
        return body;
    }

    @Test
    void aThreadStaysTogetherThroughReplyReplyAllAndForward() {
        Message first = draft("Plans");
        first.setToRecipients(List.of(to("member"), to("third")));
        String id = box("colleague").messages().post(first).getId();
        box("colleague").messages().byMessageId(id).send().post();
        Message received = arrived("member", "Plans");
        ReplyPostRequestBody reply = new ReplyPostRequestBody();
        reply.setComment("Agreed");
        box("member").messages().byMessageId(received.getId()).reply().post(reply);
        ReplyAllPostRequestBody replyAll = new ReplyAllPostRequestBody();
        replyAll.setComment("Agreed, all");
        box("member").messages().byMessageId(received.getId()).replyAll().post(replyAll);
        ForwardPostRequestBody forward = new ForwardPostRequestBody();
        forward.setComment("Look");
        forward.setToRecipients(List.of(to("third")));
        box("member").messages().byMessageId(received.getId()).forward().post(forward);

        Message answer = arrived("colleague", "RE: Plans");
        Message sent = box("colleague")
                .messages()
                .get(request -> {
                    request.queryParameters.filter = "subject eq 'Plans'";
                })
                .getValue()
                .getFirst();
        assertEquals(sent.getConversationId(), answer.getConversationId());
        Map<String, String> headers = headers("colleague", answer);
        assertEquals(received.getInternetMessageId(), headers.get("In-Reply-To"));
        assertTrue(headers.get("References").contains(received.getInternetMessageId()), headers::toString);
        Message toThird = arrived("third", "RE: Plans");
        Message forwarded = arrived("third", "FW: Plans");
        Message original = arrived("third", "Plans");
        assertEquals(original.getConversationId(), toThird.getConversationId());
        assertEquals(original.getConversationId(), forwarded.getConversationId());
        assertTrue(forwarded.getBody().getContent().contains("Look"));
        assertTrue(forwarded.getBody().getContent().contains("From:"));
        assertTrue(arrivedCount("colleague", "RE: Plans", 2) == 2);
    }

    private Map<String, String> headers(String mailbox, Message message) {
        return box(mailbox)
                .messages()
                .byMessageId(message.getId())
                .get(request -> request.queryParameters.select = new String[] {"internetMessageHeaders"})
                .getInternetMessageHeaders()
                .stream()
                .collect(
                        Collectors.toMap(InternetMessageHeader::getName, InternetMessageHeader::getValue, (a, b) -> a));
    }

    private List<Message> inbox(String mailbox, String subject) {
        return box(mailbox)
                .mailFolders()
                .byMailFolderId("inbox")
                .messages()
                .get(request -> request.queryParameters.filter = "subject eq '" + subject + "'")
                .getValue();
    }

    private Message arrived(String mailbox, String subject) {
        return Waiting.until(() -> inbox(mailbox, subject).stream().findFirst());
    }

    private int arrivedCount(String mailbox, String subject, int enough) {
        return Waiting.until(() -> Optional.of(inbox(mailbox, subject).size()).filter(there -> there >= enough));
    }

    @Test
    void folderTreesAreCreatedMovedCopiedAndDeleted() {
        String project = folder(null, "Project");
        String plans = folder(project, "Plans");
        String drafts = folder(project, "Sketches");
        Message kept =
                box("member").mailFolders().byMailFolderId(plans).messages().post(draft("In a folder"));
        MovePostRequestBody move = new MovePostRequestBody();
        move.setDestinationId(drafts);
        String moved = box("member")
                .mailFolders()
                .byMailFolderId(plans)
                .move()
                .post(move)
                .getId();
        assertEquals(drafts, byId(moved).getParentFolderId());
        CopyPostRequestBody copy = new CopyPostRequestBody();
        copy.setDestinationId("archive");
        MailFolder copied =
                box("member").mailFolders().byMailFolderId(project).copy().post(copy);
        assertEquals("Project", copied.getDisplayName());
        List<MailFolder> below = box("member")
                .mailFolders()
                .byMailFolderId(copied.getId())
                .childFolders()
                .get()
                .getValue();
        assertEquals(
                List.of("Sketches"),
                below.stream().map(MailFolder::getDisplayName).toList());
        MailFolder deepest = box("member")
                .mailFolders()
                .byMailFolderId(below.getFirst().getId())
                .childFolders()
                .get()
                .getValue()
                .getFirst();
        assertEquals("Plans", deepest.getDisplayName());
        assertEquals(1, deepest.getTotalItemCount());
        MailFolder into = new MailFolder();
        into.setDisplayName("Old plans");
        assertEquals(
                "Old plans",
                box("member").mailFolders().byMailFolderId(moved).patch(into).getDisplayName());
        assertThrows(ODataError.class, () -> {
            MovePostRequestBody circle = new MovePostRequestBody();
            circle.setDestinationId(moved);
            box("member").mailFolders().byMailFolderId(project).move().post(circle);
        });
        box("member").mailFolders().byMailFolderId(project).delete();
        MailFolder trash = byId("deleteditems");
        assertEquals(trash.getId(), byId(project).getParentFolderId());
        assertEquals(
                "In a folder",
                box("member").messages().byMessageId(kept.getId()).get().getSubject());
    }

    private MailFolder byId(String id) {
        return Objects.requireNonNull(
                box("member").mailFolders().byMailFolderId(id).get());
    }

    private String folder(@org.jspecify.annotations.Nullable String parent, String name) {
        MailFolder folder = new MailFolder();
        folder.setDisplayName(name);
        return parent == null
                ? box("member").mailFolders().post(folder).getId()
                : box("member")
                        .mailFolders()
                        .byMailFolderId(parent)
                        .childFolders()
                        .post(folder)
                        .getId();
    }

    @Test
    void twentyPartsOfABatchInTheOrderOfTheirDependencies() throws Exception {
        var steps = new ArrayList<BatchRequestStep>();
        String url = postern.tlsAddress() + "/v1.0/users/third@contoso.example/mailFolders";
        for (int i = 0; i < 20; i++) {
            String body = "{\"displayName\":\"Batch " + (i / 2) + "\"}";
            Request request = new Request.Builder()
                    .url(url)
                    .post(RequestBody.create(body, MediaType.get("application/json")))
                    .build();
            // each name is created twice; the second of both must fail, and does because it depends on the first
            steps.add(new BatchRequestStep(
                    Integer.toString(i), request, i % 2 == 0 ? List.of() : List.of(Integer.toString(i - 1))));
        }
        // requests that depend on a failed one are not executed
        steps.get(18).setDependsOn(List.of("17"));
        BatchRequestContent batch = new BatchRequestContent(graph);
        steps.forEach(step -> assertTrue(batch.addBatchRequestStep(step)));
        var answer = graph.getBatchRequestBuilder().post(batch, null);
        Map<String, Integer> statuses = new HashMap<>(answer.getResponsesStatusCode());
        for (int i = 0; i < 18; i++) {
            assertEquals(i % 2 == 0 ? 201 : 409, statuses.get(Integer.toString(i)), "part " + i);
        }
        assertEquals(424, statuses.get("18"));
        assertEquals(424, statuses.get("19"));
        MailFolder made = answer.getResponseById("0", MailFolder::createFromDiscriminatorValue);
        assertEquals("Batch 0", made.getDisplayName());
    }

    @Test
    void attachmentsAreExpandedMimeIsCompleteAndDeletedItemsAreRemoved() throws Exception {
        Message message = draft("With a file");
        FileAttachment file = new FileAttachment();
        file.setName("note.txt");
        file.setContentType("text/plain");
        file.setContentBytes("What the note says".getBytes(StandardCharsets.UTF_8));
        message.setAttachments(List.of(file));
        String id = box("member").messages().post(message).getId();
        Message whole = box("member").messages().byMessageId(id).get(request -> {
            request.queryParameters.expand = new String[] {"attachments"};
            request.queryParameters.select = new String[] {"subject"};
        });
        assertNull(whole.getBody());
        FileAttachment expanded = (FileAttachment) whole.getAttachments().getFirst();
        assertEquals("What the note says", new String(expanded.getContentBytes(), StandardCharsets.UTF_8));
        try (InputStream mime =
                box("member").messages().byMessageId(id).content().get()) {
            String text = new String(mime.readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(text.contains("Subject: With a file\r\n"), text);
            assertTrue(text.contains("note.txt"), text);
        }
        box("member").messages().byMessageId(id).delete();
        ODataError gone = assertThrows(
                ODataError.class, () -> box("member").messages().byMessageId(id).get());
        assertEquals(404, gone.getResponseStatusCode());
    }

    @Test
    void theJavaScriptClientsDoTheSame() throws Exception {
        Administration admin = postern.admin();
        JsonNode outcome = Json.parse(JavaScript.installed()
                .run(
                        "day.mjs",
                        Map.of(
                                "POSTERN", postern.tlsAddress(),
                                "POSTERN_TENANT", admin.tenantId(),
                                "POSTERN_CLIENT_ID", app.appId(),
                                "POSTERN_CLIENT_SECRET", app.secret(),
                                "NODE_EXTRA_CA_CERTS", postern.caFile().toString())));
        assertEquals(MANY, outcome.at("/paged/different").asInt(), outcome::toString);
        assertEquals(MANY, outcome.at("/paged/times").asInt(), outcome::toString);
        assertEquals(MANY, outcome.at("/followed/different").asInt(), outcome::toString);
        assertEquals("JS later", outcome.at("/followed/later").asString(), outcome::toString);
        assertEquals(8_000_000, outcome.at("/upload/resumedAt").asInt(), outcome::toString);
        assertEquals(LARGE, outcome.at("/upload/size").asInt(), outcome::toString);
        assertTrue(outcome.at("/upload/same").asBoolean(), outcome::toString);
        assertTrue(outcome.at("/thread/conversation").asBoolean(), outcome::toString);
        assertTrue(outcome.at("/thread/inReplyTo").asBoolean(), outcome::toString);
        assertTrue(outcome.at("/thread/forwarded").asBoolean(), outcome::toString);
        assertEquals(List.of("JS plans"), texts(outcome.at("/folders/copied")), outcome::toString);
        assertEquals(19, outcome.at("/batch/made").asInt(), outcome::toString);
        assertEquals(1, outcome.at("/batch/refused").asInt(), outcome::toString);
        assertEquals(111, outcome.at("/filtered").asInt(), outcome::toString);
        assertEquals("What the note says", outcome.at("/expanded").asString(), outcome::toString);
        assertTrue(outcome.at("/mime").asString().contains("Subject: JS file\r\n"), outcome::toString);
        assertEquals(404, outcome.at("/gone").asInt(), outcome::toString);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static Message draft(String subject) {
        Message message = Objects.requireNonNull(JavaClientsTest.mail(subject).getMessage());
        message.setToRecipients(List.of(to("member")));
        return message;
    }

    private static Recipient to(String name) {
        Recipient recipient = Objects.requireNonNull(JavaClientsTest.mail("").getMessage())
                .getToRecipients()
                .getFirst();
        recipient.getEmailAddress().setAddress(name + "@contoso.example");
        return recipient;
    }
}
