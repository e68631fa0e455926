package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.ObjectId;
import dev.postern.directory.ServicePrincipal;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Messages with a deferred send time. The clock starts at 08:00 and the messages are due at 08:30. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailDeferredTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String LATER = time("SystemTime 0x3FEF", "2026-11-23T08:30:00Z");

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private ServicePrincipal app;
    private GraphClient client;

    @BeforeEach
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.app("sender", "Mail.Send", "Mail.ReadWrite");
        client = mail.client(app);
    }

    @AfterEach
    void close() {
        mail.close();
    }

    private static String time(String id, String value) {
        return "'singleValueExtendedProperties':[{'id':'" + id + "','value':'" + value + "'}]";
    }

    private static String message(String rest) {
        return "{'subject':'Later','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]," + rest + "}";
    }

    private void sendMail(String rest) {
        client.post(ADELE + "/sendMail", "{'message':" + message(rest) + "}").expect(202);
    }

    private List<JsonNode> in(String mailbox, String folder) {
        return client.get("/users/" + mailbox + "@contoso.example/mailFolders/" + folder + "/messages")
                .expect(200)
                .at("/value")
                .valueStream()
                .toList();
    }

    private String draft() {
        return in("adele", "drafts").getFirst().path("id").asString();
    }

    private int arrived() {
        mail.deferred.round();
        mail.delivery.deliverDue();
        return in("megan", "inbox").size();
    }

    private int arrivedLater() {
        mail.pass(Duration.ofMinutes(31));
        return arrived();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SystemTime 0x3FEF", "systemtime 0x03fef", "SystemTime 0x000F"})
    void isADraftUntilItsTime(String id) {
        sendMail(time(id, "2026-11-23T10:30:00+02:00"));
        assertEquals(0, arrived());
        JsonNode waiting = in("adele", "drafts").getFirst();
        assertTrue(waiting.path("isDraft").booleanValue());
        assertEquals(
                "adele@contoso.example",
                waiting.at("/from/emailAddress/address").asString());
        assertEquals(0, in("adele", "sentitems").size());
        mail.pass(Duration.ofMinutes(29));
        assertEquals(0, arrived());
        mail.pass(Duration.ofMinutes(1));
        assertEquals(1, arrived());
        assertEquals(0, in("adele", "drafts").size());
        JsonNode sent = in("adele", "sentitems").getFirst();
        assertEquals("2026-11-23T08:30:00Z", sent.path("sentDateTime").asString());
        assertEquals(false, sent.path("isDraft").booleanValue());
        mail.pass(Duration.ofMinutes(10));
        assertEquals(1, arrived());
    }

    private static String properties(String... idsAndValues) {
        StringBuilder all = new StringBuilder("'singleValueExtendedProperties':[");
        for (int i = 0; i < idsAndValues.length; i += 2) {
            all.append(i == 0 ? "" : ",")
                    .append("{'id':'" + idsAndValues[i] + "','value':'" + idsAndValues[i + 1] + "'}");
        }
        return all + "]";
    }

    @ParameterizedTest
    @CsvSource({"30,0,30", "2,1,120", "1,2,1440", "1,3,10080"})
    void aNumberOfUnitsCountsFromTheSubmission(int number, int units, int minutes) {
        String rest = properties(
                "Integer 0x3FEB", "" + number, "Integer 0x3FEC", "" + units, "SystemTime 0x3FEF", "2026-11-23T07:00:00Z");
        String id = client.post(ADELE + "/messages", message(rest)).expect(201).string("/id");
        pass(180);
        client.post(ADELE + "/messages/" + id + "/send", "").expect(202);
        assertEquals(0, arrived());
        pass(minutes - 1);
        assertEquals(0, arrived());
        client.patch(ADELE + "/messages/" + id, "{" + time("String 0x6001", "x") + "}").expect(200);
        pass(1);
        assertEquals(1, arrived());
    }

    /** Lets the time pass, and signs in again. */
    private void pass(int minutes) {
        mail.pass(Duration.ofMinutes(minutes));
        client = mail.client(app);
    }

    @Test
    void aNumberWithoutUnitOrOutOfRangeDefersNothing() {
        sendMail(properties("Integer 0x3FEB", "5"));
        mail.delivery.deliverDue();
        assertEquals(1, in("megan", "inbox").size());
        for (String wrong : List.of("1000,0", "-1,0", "1,4")) {
            String[] cells = wrong.split(",");
            var refused = client.post(
                    ADELE + "/sendMail",
                    "{'message':" + message(properties("Integer 0x3FEB", cells[0], "Integer 0x3FEC", cells[1])) + "}");
            refused.expect(400, "ErrorInvalidPropertySet");
            assertTrue(refused.text().contains("DeferredSend"), refused::text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 23 Nov 2026 08:30:00 GMT|30",
                "Mon, 23 Nov 2026 10:30:00 +0200 (EET)|30",
                "Mon, 23 Nov 2026 07:30:00 GMT|0",
                "some day|0"
            })
    void theHeaderOfAMimeMessageDefersIt(String date, int minutes) {
        String mime = "From: adele@contoso.example\r\nTo: megan@contoso.example\r\nSubject: Later\r\nDeferred-Delivery: "
                + date + "\r\n\r\nhi";
        byte[] base64 = Base64.getEncoder().encode(mime.getBytes(StandardCharsets.UTF_8));
        client.call("POST", ADELE + "/sendMail", "text/plain", base64).expect(202);
        String id = client.call("POST", ADELE + "/messages", "text/plain", base64).expect(201).string("/id");
        client.post(ADELE + "/messages/" + id + "/send", "").expect(202);
        assertEquals(minutes == 0 ? 2 : 0, arrived());
        mail.pass(Duration.ofMinutes(31));
        assertEquals(2, arrived());
    }

    @Test
    void theLastTimeOfExchangeMeansNone() {
        sendMail(time("SystemTime 0x3FEF", "4501-01-01T00:00:00Z"));
        assertEquals(1, arrived());
    }

    @Test
    void aTimeInThePastSendsNow() {
        sendMail(time("SystemTime 0x3FEF", "2026-11-23T07:59:59Z"));
        mail.delivery.deliverDue();
        assertEquals(1, in("megan", "inbox").size());
        assertEquals(0, in("adele", "drafts").size());
    }

    @Test
    void aTimeThatIsTooFarAwayOrNoneIsRefusedByName() {
        var far = client.post(
                ADELE + "/sendMail", "{'message':" + message(time("SystemTime 0x3FEF", "4500-01-01T00:00:00Z")) + "}");
        far.expect(400, "ErrorInvalidProperty");
        var none =
                client.post(ADELE + "/sendMail", "{'message':" + message(time("SystemTime 0x3FEF", "tomorrow")) + "}");
        none.expect(400, "ErrorInvalidProperty");
        assertTrue(none.text().contains("SystemTime 0x3fef"), none::text);
        assertEquals(0, in("adele", "drafts").size());
    }

    @Test
    void noCopyIsKeptIfNoneWasRequested() {
        client.post(ADELE + "/sendMail", "{'message':" + message(LATER) + ",'saveToSentItems':false}")
                .expect(202);
        assertEquals(1, in("adele", "drafts").size());
        assertEquals(1, arrivedLater());
        assertEquals(0, in("adele", "drafts").size());
        assertEquals(0, in("adele", "sentitems").size());
    }

    @Test
    void aStoredDraftKeepsItsIdUntilItsTime() {
        String id = client.post(ADELE + "/messages", message(LATER)).expect(201).string("/id");
        client.post(ADELE + "/messages/" + id + "/send").expect(202);
        client.post(ADELE + "/messages/" + id + "/send").expect(202);
        assertEquals(0, arrived());
        assertEquals(id, draft());
        assertEquals(1, arrivedLater());
        assertEquals(1, in("adele", "sentitems").size());
        client.get(ADELE + "/messages/" + id).expect(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply", "replyAll", "forward"})
    void repliesAreDeferredToo(String action) {
        sendMail("'importance':'low'");
        mail.delivery.deliverDue();
        String original = in("megan", "inbox").getFirst().path("id").asString();
        client.post(
                        "/users/megan@contoso.example/messages/" + original + "/" + action,
                        "{'comment':'later','message':{'toRecipients':[{'emailAddress':{'address':'adele@contoso.example'}}],"
                                + LATER + "}}")
                .expect(202);
        mail.delivery.deliverDue();
        assertEquals(0, in("adele", "inbox").size());
        assertEquals(1, in("megan", "drafts").size());
        arrivedLater();
        assertEquals(1, in("adele", "inbox").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "permanentDelete", "move"})
    void deletingCancels(String how) {
        sendMail(LATER);
        String url = ADELE + "/messages/" + draft();
        switch (how) {
            case "DELETE" -> client.delete(url).expect(204);
            case "move" -> {
                String moved = client.post(url + "/move", "{'destinationId':'deleteditems'}")
                        .expect(201)
                        .string("/id");
                // out of the trash it is a draft that nothing sends
                client.post(ADELE + "/messages/" + moved + "/move", "{'destinationId':'drafts'}")
                        .expect(201);
            }
            default -> client.post(url + "/" + how).expect(204);
        }
        assertEquals(0, arrivedLater());
        assertEquals(0, mail.delivery.queue().queued(mail.tenant.id(), 10).size());
    }

    @Test
    void aFolderThatIsDeletedCancelsWhatIsInIt() {
        String folder = client.post(ADELE + "/mailFolders", "{'displayName':'Plans'}")
                .expect(201)
                .string("/id");
        sendMail(LATER);
        client.post(ADELE + "/messages/" + draft() + "/move", "{'destinationId':'" + folder + "'}")
                .expect(201);
        client.delete(ADELE + "/mailFolders/" + folder).expect(204);
        assertEquals(0, arrivedLater());
        assertEquals(0, mail.delivery.queue().queued(mail.tenant.id(), 10).size());
    }

    @Test
    void anotherFolderDoesNotCancel() {
        sendMail(LATER);
        client.post(ADELE + "/messages/" + draft() + "/move", "{'destinationId':'archive'}")
                .expect(201);
        assertEquals(1, arrivedLater());
    }

    @Test
    void whatIsSentIsTheDraftAsEdited() {
        sendMail(LATER);
        client.patch(ADELE + "/messages/" + draft(), "{'subject':'Edited'}").expect(200);
        assertEquals(1, arrivedLater());
        assertEquals("Edited", in("megan", "inbox").getFirst().path("subject").asString());
    }

    @Test
    void theTimeCanBeChanged() {
        sendMail(LATER);
        client.patch(ADELE + "/messages/" + draft(), "{" + time("systemtime 0x3fef", "2026-11-23T08:50:00Z") + "}")
                .expect(200);
        assertEquals(0, arrivedLater());
        client.patch(ADELE + "/messages/" + draft(), "{" + time("SystemTime 0x3FEF", "2026-11-23T08:00:00Z") + "}")
                .expect(200);
        assertEquals(1, arrived());
    }

    @Test
    void anAuthorThatIsSetLaterIsCheckedToo() {
        sendMail(LATER);
        client.patch(ADELE + "/messages/" + draft(), "{'from':{'emailAddress':{'address':'shared@contoso.example'}}}")
                .expect(200);
        assertEquals(0, arrivedLater());
        assertEquals(1, in("adele", "drafts").size());
    }

    @Test
    void aRevokedGrantHolds() {
        GraphClient reader = mail.client(mail.app("reader", "Mail.Read"));
        sendMail(LATER);
        ObjectId principal = app.id();
        mail.revoke(principal);
        mail.pass(Duration.ofMinutes(31));
        mail.deferred.round();
        mail.delivery.deliverDue();
        assertEquals(
                0,
                reader.get("/users/megan@contoso.example/mailFolders/inbox/messages")
                        .at("/value")
                        .size());
        var draft = reader.get(ADELE + "/mailFolders/drafts/messages").at("/value/0");
        assertTrue(draft.path("isDraft").booleanValue());
        assertEquals(0, mail.delivery.queue().queued(mail.tenant.id(), 10).size());
    }

    @Test
    void aPolicyOfTheMeantimeHolds() {
        sendMail(LATER);
        mail.confine(app, GraphMailFixture.MEGAN);
        assertEquals(0, arrivedLater());
        assertEquals(0, mail.delivery.queue().queued(mail.tenant.id(), 10).size());
    }

    @Test
    void twoNodesSendItOnce() {
        DeferredMail other = mail.otherNode();
        sendMail(LATER);
        mail.pass(Duration.ofMinutes(31));
        assertEquals(1, other.round());
        assertEquals(0, mail.deferred.round());
        mail.pass(Duration.ofMinutes(1));
        assertEquals(1, arrived());
    }

    @Test
    void aClaimOfANodeThatStoppedExpires() {
        DeferredMail other = mail.otherNode();
        sendMail(LATER);
        mail.pass(Duration.ofMinutes(31));
        assertEquals(1, mail.delivery.deferred().claim(10).size());
        assertEquals(0, other.round());
        mail.pass(Duration.ofSeconds(6));
        assertEquals(1, other.round());
        mail.pass(Duration.ofMinutes(1));
        assertEquals(1, arrived());
    }

    @Test
    void theQueueShowsWhenItIsSent() {
        sendMail(LATER);
        var queued = mail.delivery.queue().queued(mail.tenant.id(), 10).getFirst();
        assertEquals("2026-11-23T08:30:00Z", String.valueOf(queued.deferredTo()));
        assertEquals(List.of("megan@contoso.example"), List.copyOf(queued.recipients()));
    }
}
