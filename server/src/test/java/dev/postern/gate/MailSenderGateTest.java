package dev.postern.gate;

import static dev.postern.mailbox.MailFixture.json;
import static dev.postern.mailbox.MailFixture.newest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.delivery.DeferredMessage;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MessageBounds;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.WellKnownFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a capability that sends mail does, and what the recipients get. */
class MailSenderGateTest {
    private static final Operation SEND = GateFixture.mailbox(Area.MAIL, Form.SEND, "Mail.Send");
    private static final FolderId INBOX = WellKnownFolder.INBOX.id();
    private static final FolderId DRAFTS = WellKnownFolder.DRAFTS.id();
    private static final FolderId SENT = WellKnownFolder.SENTITEMS.id();

    private final GateFixture fixture = new GateFixture();
    private User anna;
    private User berta;
    private ServicePrincipal app;
    private Caller caller;
    private MailSender sender;

    @BeforeEach
    void start() {
        anna = named("anna", "anna.login");
        berta = fixture.user("berta");
        app = fixture.app("app", "Mail.ReadWrite", "Mail.Send");
        caller = fixture.caller(app);
        sender = sender(anna);
    }

    @AfterEach
    void stop() {
        sender.close();
        fixture.close();
    }

    /** A user whose userPrincipalName is not the address. */
    private User named(String alias, String login) {
        User user = fixture.user(alias);
        return fixture.here.put(
                fixture.contoso,
                new User(
                        user.id(),
                        user.createdAt(),
                        user.displayName(),
                        fixture.at(login),
                        true,
                        user.recipient(),
                        user.mailbox(),
                        Map.of()));
    }

    private MailSender sender(User owner) {
        return fixture.gate.openMailbox(fixture.again(caller), SEND, owner.id().toString(), MailboxOpening.MAIL_SEND);
    }

    private MailWriter writer(User owner) {
        return fixture.gate.openMailbox(
                fixture.again(caller), GateFixture.WRITE, owner.id().toString(), MailboxOpening.MAIL_WRITE);
    }

    private Item created(User owner, FolderId folder, NewMessage message) {
        try (MailWriter writer = writer(owner)) {
            return writer.create(folder, message);
        }
    }

    private Item draft() {
        return created(anna, DRAFTS, NewMessage.draft(toBerta("draft"), List.of()));
    }

    private ObjectNode toBerta(String subject) {
        ObjectNode message = json("{}").put("subject", subject);
        message.putArray("toRecipients").addObject().putObject("emailAddress").put("address", fixture.at("berta"));
        return message;
    }

    private List<Item> messages(User owner, FolderId folder) {
        try (MailWriter writer = writer(owner)) {
            return writer.list(newest(folder, 10, Fields.DEFAULT)).values();
        }
    }

    private List<String> subjects(User owner, FolderId folder) {
        fixture.here.core.delivery().deliverDue();
        return messages(owner, folder).stream()
                .map(item -> String.valueOf(item.message().subject()))
                .toList();
    }

    private void pass(Duration time) {
        fixture.now.updateAndGet(now -> now.plus(time));
        fixture.here.directory().refresh();
    }

    private DeferredMessage due(ItemId item) {
        return fixture.here.core.delivery().deferred().claim(10).stream()
                .filter(message -> message.item().equals(item))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMessageIsSentFromTheAddressOfTheOwner() {
        sender.submit(
                toBerta("sent"),
                List.of(NewAttachment.file("a.txt", "text/plain", new byte[] {1})),
                null,
                true,
                null,
                Duration.ZERO);
        assertEquals(1, messages(berta, INBOX).size(), "it is delivered at once");
        assertEquals(List.of("sent"), subjects(anna, SENT));
        assertEquals(List.of("sent"), subjects(berta, INBOX));
        Item received = messages(berta, INBOX).getFirst();
        assertTrue(received.core().hasAttachments());
        assertEquals(fixture.at("anna"), address(received));
        assertEquals("granted", fixture.audit(anna).getLast().verdict());
    }

    private static String address(Item item) {
        return String.valueOf(
                Objects.requireNonNull(item.message().summary().from()).address());
    }

    @Test
    void anOwnerWithoutAnAddressSendsFromTheUserPrincipalName() {
        User carla = fixture.here.put(
                fixture.contoso,
                new User(
                        new ObjectId(fixture.here.uuid()),
                        fixture.now.get(),
                        "carla",
                        fixture.at("carla.login"),
                        true,
                        null,
                        new MailboxId(fixture.here.uuid()),
                        Map.of()));
        try (MailSender other = sender(carla)) {
            other.submit(toBerta("sent"), List.of(), null, true, null, Duration.ZERO);
        }
        assertEquals(List.of("sent"), subjects(berta, INBOX));
        assertEquals(fixture.at("carla.login"), address(messages(berta, INBOX).getFirst()));
    }

    @Test
    void noCopyIsKeptIfNoneIsWanted() {
        sender.submit(toBerta("sent"), List.of(), null, false, null, Duration.ZERO);
        assertEquals(List.of("sent"), subjects(berta, INBOX));
        assertEquals(List.of(), subjects(anna, SENT));
    }

    @Test
    void theMimeOfAMessageIsKept() throws IOException {
        byte[] mime = "Subject: sent\r\n\r\ntext".getBytes(StandardCharsets.US_ASCII);
        sender.submit(toBerta("sent"), List.of(), Content.of(mime), true, null, Duration.ZERO);
        Item copy = messages(anna, SENT).getFirst();
        try (InputStream in = Objects.requireNonNull(sender.original(copy.id())).open()) {
            assertArrayEquals(mime, in.readAllBytes());
        }
    }

    @Test
    void aDelayedMessageArrivesLater() {
        sender.submit(toBerta("delayed"), List.of(), null, true, null, Duration.ofHours(1));
        assertEquals(List.of("delayed"), subjects(anna, SENT));
        assertEquals(List.of(), subjects(berta, INBOX));
        pass(Duration.ofMinutes(61));
        assertEquals(List.of("delayed"), subjects(berta, INBOX));
    }

    @Test
    void aDraftIsSentInTheVersionThatIsKnown() {
        Item draft = draft();
        assertThrows(
                MailboxFailure.ChangeKeyMismatch.class, () -> sender.submitDraft(draft, "stale", null, Duration.ZERO));
        sender.submitDraft(draft, draft.changeKey(), null, Duration.ZERO);
        assertEquals(List.of("draft"), subjects(anna, SENT));
        assertEquals(List.of(), subjects(anna, DRAFTS));
        assertEquals(List.of("draft"), subjects(berta, INBOX));
    }

    @Test
    void aDeferredMessageKeepsItsCallerUntilItIsDue() {
        sender.submit(
                toBerta("deferred"), List.of(), null, true, fixture.now.get().plusSeconds(3600), Duration.ZERO);
        assertEquals(List.of(), subjects(anna, SENT));
        Item draft = messages(anna, DRAFTS).getFirst();
        pass(Duration.ofHours(2));
        DeferredMessage due = due(draft.id());
        assertEquals(caller.context().requestId(), due.requestId());
        StoredCaller stored = StoredCaller.parse(due.holder());
        assertEquals(anna.id(), stored.owner());
        assertEquals(app.id(), stored.requester().principal());
        assertEquals(Set.of("Mail.Send"), stored.requester().roles());
        assertEquals(SEND.name(), stored.operation().name());
        try (OpenDeferred opened = fixture.gate.openDeferred(due)) {
            opened.send(Objects.requireNonNull(opened.draft()));
        }
        assertEquals(List.of("deferred"), subjects(berta, INBOX));
    }

    @Test
    void theSenderOfADraftIsSet() {
        Item draft = draft();
        ItemRef ref = ItemRef.of(draft.id());
        ObjectNode from = json("{'from':{'emailAddress':{'address':'x@contoso.example'}}}");
        assertThrows(MailboxFailure.ChangeKeyMismatch.class, () -> sender.setSender(ref, "stale", from));
        String changed = sender.setSender(ref, draft.changeKey(), from);
        assertNotEquals(draft.changeKey(), changed);
        Item after = sender.item(ref, Fields.DEFAULT);
        assertEquals(changed, after.changeKey());
        assertEquals("x@contoso.example", address(after));
    }

    private static ArrayNode verb() {
        ArrayNode mark = json("{}").putArray("mark");
        mark.addObject().put("id", "Integer 0x1081").put("value", "102");
        return mark;
    }

    private Item original() {
        return created(
                anna, INBOX, new NewMessage(json("{'subject':'original'}"), List.of(), false, false, null, null));
    }

    private void assertMarked(Item original, boolean read) {
        Item marked = sender.item(ItemRef.of(original.id()), Fields.DEFAULT);
        assertEquals(read, marked.isRead());
        assertTrue(String.valueOf(marked.doc()).contains("0x1081"), String.valueOf(marked.doc()));
    }

    @Test
    void theAnsweredMessageIsMarked() {
        Item original = original();
        assertFalse(String.valueOf(
                        sender.item(ItemRef.of(original.id()), Fields.DEFAULT).doc())
                .contains("0x1081"));
        sender.markAnswered(ItemRef.of(original.id()), verb(), false);
        assertMarked(original, false);
        sender.markAnswered(ItemRef.of(original.id()), verb(), true);
        assertMarked(original, true);
    }

    @Test
    void anAnswerIsSentAlsoIfTheMessageIsGoneOrTheMarkIsRefused() {
        sender.markAnswered(ItemRef.of(new ItemId(UUID.randomUUID())), verb(), true);
        ArrayNode refused = json("{}").putArray("mark");
        IntStream.rangeClosed(0, MessageBounds.MAX_EXTENDED_PROPERTIES)
                .forEach(i -> refused.addObject()
                        .put("id", "Integer 0x%04X".formatted(0x4000 + i))
                        .put("value", "1"));
        Item original = original();
        sender.markAnswered(ItemRef.of(original.id()), refused, true);
        assertFalse(sender.item(ItemRef.of(original.id()), Fields.DEFAULT).isRead());
    }

    @Test
    void theMessageThatADeferredOneAnsweredIsMarkedAndStaysUnread() {
        Item original = original();
        Item draft = draft();
        sender.submitDraft(draft, draft.changeKey(), fixture.now.get().plusSeconds(3600), Duration.ZERO);
        pass(Duration.ofHours(2));
        try (OpenDeferred opened = fixture.gate.openDeferred(due(draft.id()))) {
            opened.markAnswered(ItemRef.of(original.id()), verb());
        }
        assertMarked(original, false);
    }
}
