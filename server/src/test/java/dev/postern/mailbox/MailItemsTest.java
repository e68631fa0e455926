package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.query.Condition;
import dev.postern.query.Condition.Compare;
import dev.postern.query.Condition.Operator;
import dev.postern.query.Literal;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.ValueType;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** The behaviour of messages on both engines. */
class MailItemsTest {
    private static final String MESSAGE =
            "{'subject':'Grün ☃','importance':'high','body':{'contentType':'HTML','content':'<p>Hello"
                + " <b>you</b></p>'},'toRecipients':[{'emailAddress':{'name':'Ann','address':'Ann@contoso.example'}}],"
                + "'categories':['Red'],'from':{'emailAddress':{'address':'bob@contoso.example'}},'singleValueExtendedProperties':[{'id':'String"
                + " 0x1','value':'a'}]}";

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aCreatedMessageIsReadBackCompletely(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Item created = mail.draft(MESSAGE);
            Item read = mail.mailboxes.open(mail.mailbox).items().get(ItemRef.of(created.id()), Fields.DEFAULT);
            ObjectNode json = ItemJson.of(read, IdStyle.DEFAULT, Fields.DEFAULT);
            assertEquals(ItemJson.of(created, IdStyle.DEFAULT, Fields.DEFAULT), json);
            assertEquals("Grün ☃", json.path("subject").stringValue());
            assertEquals("Hello you", json.path("bodyPreview").stringValue());
            assertEquals("html", json.path("body").path("contentType").stringValue());
            assertEquals("2026-11-23T01:02:03Z", json.path("receivedDateTime").stringValue());
            assertEquals("Red", json.path("categories").path(0).stringValue());
            assertTrue(json.path("internetMessageId").stringValue().endsWith("@contoso.example>"));
            assertTrue(
                    json.path("isDraft").booleanValue() && json.path("isRead").booleanValue());
            assertTrue(json.path("id").stringValue().endsWith("="));
            assertFalse(json.has("singleValueExtendedProperties"));
            assertNull(read.message().headers());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void unselectedPropertiesAreNotRead(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Item created = mail.draft(MESSAGE);
            Fields fields = Fields.of("subject", "from");
            Item read = mail.mailboxes.open(mail.mailbox).items().get(ItemRef.of(created.id()), fields);
            assertNull(read.doc());
            assertNull(read.message().body());
            assertEquals(3, ItemJson.of(read, IdStyle.DEFAULT, fields).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theNewestComeFirstPageByPage(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            for (int i = 0; i < 5; i++) {
                mail.unread(WellKnownFolder.INBOX.id(), "n" + i);
                mail.pass(Duration.ofSeconds(1));
            }
            Item gone = mail.unread(WellKnownFolder.INBOX.id(), "gone");
            mail.mailboxes.open(mail.mailbox).items().delete(ItemRef.of(gone.id()), null);
            mail.draft("{'subject':'draft'}");
            Page<Item> first = list(mail, ListQuery.newest(WellKnownFolder.INBOX.id(), 3, Fields.COLUMNS));
            assertEquals(List.of("n4", "n3", "n2"), subjects(first));
            assertTrue(first.more());
            Page<Item> second = list(
                    mail,
                    ListQuery.newest(WellKnownFolder.INBOX.id(), 3, Fields.COLUMNS)
                            .skip(3)
                            .counted());
            assertEquals(List.of("n1", "n0"), subjects(second));
            assertFalse(second.more());
            assertEquals(5L, second.count());
            assertEquals(
                    6,
                    list(mail, ListQuery.newest(null, 100, Fields.COLUMNS))
                            .values()
                            .size());
            assertThrows(
                    MailboxFailure.FolderNotFound.class,
                    () -> list(mail, ListQuery.newest(new FolderId(gone.id().value()), 3, Fields.COLUMNS)));
        }
    }

    private static Page<Item> list(MailFixture mail, ListQuery query) {
        return mail.mailboxes.open(mail.mailbox).items().list(query);
    }

    private static List<String> subjects(Page<Item> page) {
        return page.values().stream()
                .map(item -> String.valueOf(item.message().summary().subject()))
                .toList();
    }

    private static Compare equal(String path, Literal literal) {
        return new Compare(Path.of(path), Operator.EQ, literal);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void conditionsAndSorts(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Item a = mail.draft(MESSAGE);
            Item b = mail.unread(WellKnownFolder.INBOX.id(), "beta");
            mail.unread(WellKnownFolder.INBOX.id(), "Alpha");
            List<Condition> findA = List.of(
                    equal("subject", new Literal.Text("GRÜN ☃")),
                    equal("from/emailAddress/address", new Literal.Text("BOB@contoso.example")),
                    equal("importance", new Literal.Enumerated("high")),
                    equal("isDraft", new Literal.Bool(true)),
                    equal(
                            "internetMessageId",
                            new Literal.Text(
                                    String.valueOf(a.message().summary().internetMessageId()))),
                    equal(
                            "conversationId",
                            new Literal.Exact(a.message().summary().conversationId())),
                    equal("parentFolderId", new Literal.Text(WireIds.folder(mail.mailbox, a.folder()))),
                    new Condition.Any(
                            Path.of("categories"), new Compare(Path.SELF, Operator.EQ, new Literal.Text("red"))));
            for (Condition condition : findA) {
                assertEquals(
                        List.of(a.id()),
                        list(mail, ListQuery.newest(null, 9, Fields.COLUMNS).where(condition)).values().stream()
                                .map(Item::id)
                                .toList(),
                        condition::toString);
            }
            Condition unread = equal("isRead", new Literal.Bool(false));
            assertEquals(
                    List.of("Alpha", "beta"),
                    subjects(list(
                            mail,
                            ListQuery.newest(null, 9, Fields.COLUMNS)
                                    .where(unread)
                                    .orderBy(List.of(new Order(Path.of("subject"), ValueType.TEXT, false))))));
            Condition time =
                    equal("receivedDateTime", new Literal.Moment(b.message().received()));
            assertEquals(
                    3,
                    list(mail, ListQuery.newest(null, 9, Fields.COLUMNS).where(time))
                            .values()
                            .size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aChangeTakesEffectAndChangesTheChangeKey(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Items items = mail.mailboxes.open(mail.mailbox).items();
            Item item = mail.unread(WellKnownFolder.INBOX.id(), "x");
            ItemRef ref = ItemRef.of(item.id());
            assertEquals(1, mail.folder(WellKnownFolder.INBOX).unread());
            mail.pass(Duration.ofMinutes(1));
            Item read = items.update(
                    ref, item.changeKey(), MailFixture.json("{'isRead':true,'flag':{'flagStatus':'flagged'}}"));
            assertEquals(0, mail.folder(WellKnownFolder.INBOX).unread());
            assertTrue(read.isRead());
            assertEquals("flagged", read.message().flags().flagStatus());
            assertEquals(mail.instant().getEpochSecond(), read.core().modified().getEpochSecond());
            assertTrue(read.core().changed() > item.core().changed());
            assertThrows(
                    MailboxFailure.ChangeKeyMismatch.class,
                    () -> items.update(ref, item.changeKey(), MailFixture.json("{'isRead':false}")));
            var failure = assertThrows(
                    MailboxFailure.NotADraft.class, () -> items.update(ref, null, MailFixture.json("{'subject':'y'}")));
            assertEquals("subject", failure.what());
            assertEquals(read.changeKey(), items.get(ref, Fields.COLUMNS).changeKey());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDraftCanBeChangedCompletely(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Items items = mail.mailboxes.open(mail.mailbox).items();
            Item draft = mail.draft(MESSAGE);
            Item changed = items.update(
                    ItemRef.of(draft.id()),
                    null,
                    MailFixture.json(
                            "{'subject':null,'body':{'contentType':'text','content':'plain'},'toRecipients':[],"
                                    + "'singleValueExtendedProperties':[{'id':'String 0x2','value':'b'}]}"));
            assertNull(changed.message().summary().subject());
            assertEquals("plain", changed.message().summary().preview());
            assertEquals(new Body(Body.Type.TEXT, "plain"), changed.message().body());
            ObjectNode json = ItemJson.of(changed, IdStyle.DEFAULT, Fields.of("singleValueExtendedProperties"));
            assertEquals(2, json.path("singleValueExtendedProperties").size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMoveChangesTheDefaultIdOnly(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Items items = mail.mailboxes.open(mail.mailbox).items();
            Item before = mail.unread(WellKnownFolder.INBOX.id(), "x");
            String moving = WireIds.item(before, IdStyle.DEFAULT);
            String lasting = WireIds.item(before, IdStyle.IMMUTABLE);
            Item after = items.move(WireIds.item(mail.mailbox, moving), WireIds.folder(mail.mailbox, "Archive"));
            assertNotEquals(moving, WireIds.item(after, IdStyle.DEFAULT));
            assertEquals(lasting, WireIds.item(after, IdStyle.IMMUTABLE));
            assertThrows(
                    MailboxFailure.ItemNotFound.class,
                    () -> items.get(WireIds.item(mail.mailbox, moving), Fields.DEFAULT));
            assertEquals(
                    WellKnownFolder.ARCHIVE.id(),
                    items.get(WireIds.item(mail.mailbox, lasting), Fields.DEFAULT)
                            .folder());
            assertEquals(0, mail.folder(WellKnownFolder.INBOX).total());
            assertEquals(1, mail.folder(WellKnownFolder.ARCHIVE).unread());
            assertThrows(
                    MailboxFailure.FolderNotFound.class,
                    () -> items.move(
                            ItemRef.of(before.id()), new FolderId(before.id().value())));
            Item copy = items.copy(ItemRef.of(before.id()), WellKnownFolder.INBOX.id());
            assertEquals(
                    before.message().summary().internetMessageId(),
                    copy.message().summary().internetMessageId());
            assertNotEquals(before.id(), copy.id());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void deletedItemsMoveToTheConfiguredFolder(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Items items = mail.mailboxes.open(mail.mailbox).items();
            ItemRef ref =
                    ItemRef.of(mail.unread(WellKnownFolder.INBOX.id(), "x").id());
            items.delete(ref, null);
            assertEquals(
                    1, mail.folder(WellKnownFolder.RECOVERABLEITEMSDELETIONS).total());
            assertThrows(MailboxFailure.CannotDelete.class, () -> items.delete(ref, null));
            items.purge(ref);
            assertThrows(MailboxFailure.ItemNotFound.class, () -> items.get(ref, Fields.DEFAULT));
        }
        try (var mail = new MailFixture(Databases.open(engine), new Mailboxes.Settings("x.example", true))) {
            ItemRef ref =
                    ItemRef.of(mail.unread(WellKnownFolder.INBOX.id(), "x").id());
            mail.mailboxes.open(mail.mailbox).items().delete(ref, null);
            assertEquals(1, mail.folder(WellKnownFolder.DELETEDITEMS).total());
            mail.mailboxes.open(mail.mailbox).items().delete(ref, null);
            assertEquals(0, mail.folder(WellKnownFolder.DELETEDITEMS).total());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void mailboxesAreSeparate(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            MailboxId other = mail.newMailbox();
            Item item = mail.draft(MESSAGE);
            String id = WireIds.item(item, IdStyle.DEFAULT);
            assertThrows(MailboxFailure.ItemNotFound.class, () -> WireIds.item(other, id));
            String inbox = WireIds.folder(mail.mailbox, WellKnownFolder.INBOX.id());
            assertThrows(MailboxFailure.FolderNotFound.class, () -> WireIds.folder(other, inbox));
            assertThrows(
                    MailboxFailure.ItemNotFound.class,
                    () -> mail.mailboxes.open(other).items().get(ItemRef.of(item.id()), Fields.DEFAULT));
            mail.mailboxes.remove(mail.mailbox);
            assertNull(mail.mailboxes.find(mail.mailbox));
            assertThrows(MailboxFailure.MailboxNotFound.class, () -> mail.draft(MESSAGE));
        }
    }
}
