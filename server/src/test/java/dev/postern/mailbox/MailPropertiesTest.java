package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.query.Condition;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import dev.postern.store.Engine;
import dev.postern.store.UnsupportedCondition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** The table of properties determines how a property behaves; adding a row adds a property. */
class MailPropertiesTest {
    private static final FolderId INBOX = WellKnownFolder.INBOX.id();

    private static PropertyTable with(String row) {
        var rows = new ArrayList<>(PropertyTable.rows("message-properties.csv"));
        rows.add(row);
        return PropertyTable.of(rows);
    }

    private static Mailbox open(MailFixture mail, PropertyTable properties) {
        ItemKind kind = ItemKind.MESSAGE;
        ItemKind other = new ItemKind(
                kind.name(),
                kind.table(),
                kind.folderClass(),
                properties,
                kind.contents(),
                kind.parts(),
                kind.unread(),
                kind.attachable(),
                kind.order());
        return new Mailboxes(
                        mail.database,
                        mail,
                        mail.random(),
                        new Mailboxes.Settings("contoso.example", false),
                        List.of(other),
                        List.of(new IndexQueue()))
                .open(mail.mailbox);
    }

    private static Page<Item> where(Mailbox mailbox, String property, String value) {
        return mailbox.items()
                .list(ListQuery.newest(INBOX, 10, Fields.COLUMNS)
                        .where(new Condition.Compare(
                                Path.of(property), Condition.Operator.EQ, new Literal.Text(value))));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void addingARowAddsAProperty(Engine engine) {
        try (MailFixture mail = new MailFixture(engine)) {
            PropertyTable properties = with("colour,text,document,,folded,draft,default,no,no,no,no");
            Mailbox mailbox = open(mail, properties);
            ObjectNode blue = MailFixture.json("{'subject':'s','colour':'Blue'}");
            Item item = mailbox.items().create(INBOX, NewMessage.draft(blue, List.of()));
            ItemRef ref = ItemRef.of(item.id());

            // read and selected
            Fields all = new Fields(properties, null, Integer.MAX_VALUE);
            Fields one = new Fields(properties, Set.of("colour"), Integer.MAX_VALUE);
            Fields another = new Fields(properties, Set.of("subject"), Integer.MAX_VALUE);
            for (Fields fields : List.of(all, one)) {
                ObjectNode json = ItemJson.of(mailbox.items().get(ref, fields), IdStyle.DEFAULT, fields);
                assertEquals("Blue", json.path("colour").asString());
            }
            assertFalse(ItemJson.of(mailbox.items().get(ref, another), IdStyle.DEFAULT, another)
                    .has("colour"));

            // filtered without case, as all text
            assertEquals(1, where(mailbox, "colour", "blue").values().size());
            assertEquals(0, where(mailbox, "colour", "red").values().size());
            assertThrows(UnsupportedCondition.class, () -> where(open(mail, PropertyTable.MESSAGE), "colour", "blue"));

            // writable while the item is a draft
            mailbox.items().update(ref, null, MailFixture.json("{'colour':'Red'}"));
            assertEquals(1, where(mailbox, "colour", "red").values().size());
            mail.database.write(sql -> mailbox.items().markSent(sql, ref, null, true));
            var refused = assertThrows(
                    MailboxFailure.NotADraft.class,
                    () -> mailbox.items().update(ref, null, MailFixture.json("{'colour':'Green'}")));
            assertEquals("colour", refused.what());

            // withheld from Mail.ReadBasic
            assertTrue(properties.names(property -> !property.basic()).contains("colour"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theRowDefinesTheProperty(Engine engine) {
        try (MailFixture mail = new MailFixture(engine)) {
            PropertyTable properties = with("colour,text,document,,,always,named,yes,yes,yes,no");
            Mailbox mailbox = open(mail, properties);
            byte[] mime = "Subject: s\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            Item item = mailbox.items()
                    .create(
                            INBOX,
                            new NewMessage(
                                    MailFixture.json("{'subject':'s','colour':'Blue'}"),
                                    List.of(),
                                    false,
                                    true,
                                    null,
                                    null,
                                    Content.of(mime)));
            ItemRef ref = ItemRef.of(item.id());
            Fields all = new Fields(properties, null, Integer.MAX_VALUE);
            assertFalse(all.wants("colour"));
            assertFalse(properties.names(property -> !property.basic()).contains("colour"));
            assertThrows(UnsupportedCondition.class, () -> where(mailbox, "colour", "blue"));

            // changing it affects MIME and search
            mail.mailboxes.indexer().round();
            assertEquals(0, mail.mailboxes.indexer().waiting());
            assertNotNull(mailbox.mimeSources().find(item.id()));
            mailbox.items().update(ref, null, MailFixture.json("{'isRead':false}"));
            assertEquals(0, mail.mailboxes.indexer().waiting());
            assertNotNull(mailbox.mimeSources().find(item.id()));
            mailbox.items().update(ref, null, MailFixture.json("{'colour':'Red'}"));
            assertEquals(1, mail.mailboxes.indexer().waiting());
            assertEquals(null, mailbox.mimeSources().find(item.id()));
        }
    }

    @Test
    void everyColumnOfTheTableIsWritten() {
        try (MailFixture mail = new MailFixture(Engine.SQLITE)) {
            PreparedMessage message = mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .prepare(
                            new ItemId(mail.mailbox.value()),
                            INBOX,
                            NewMessage.draft(MailFixture.json("{}"), List.of()));
            Set<String> written =
                    new HashSet<>(MessageRows.cells(mail.mailbox, message, 1).keySet());
            written.addAll(ItemKind.MESSAGE.contents());
            Set<String> inTable = new HashSet<>(mail.database.read(
                    sql -> sql.<String>list("select name from pragma_table_info('message')", row -> row.text(1))));
            // only an update that changes nothing but the read flag writes it
            inTable.remove("content_changed");
            assertEquals(inTable, written);
            Set<String> named = new HashSet<>(ItemKind.MESSAGE.columns());
            named.addAll(ItemTable.SHARED);
            named.addAll(List.of("mailbox_id", "item_id", "folder_id", "move_count", "changed", "arrived"));
            assertEquals(inTable, named);
        }
    }

    @Test
    void everyPropertyOutsideOfTheDocumentIsRead() {
        try (MailFixture mail = new MailFixture(Engine.SQLITE)) {
            Item draft = mail.draft(
                    "{'internetMessageHeaders':[{'name':'x-a','value':'b'}],'body':{'contentType':'text','content':'t'}}");
            Fields every = new Fields(PropertyTable.MESSAGE.names(property -> true));
            Item item = mail.mailboxes.open(mail.mailbox).items().get(ItemRef.of(draft.id()), every);
            ObjectNode json = ItemJson.of(item, IdStyle.DEFAULT, every);
            Set<String> missing = new HashSet<>(PropertyTable.MESSAGE.names(property -> true));
            json.propertyNames().forEach(missing::remove);
            // created by the layer above, or present only when a program set them
            assertEquals(
                    Set.of(
                            "uniqueBody",
                            "attachments",
                            "meetingMessageType",
                            "meeting",
                            "extensions",
                            "singleValueExtendedProperties",
                            "multiValueExtendedProperties"),
                    missing);
        }
    }
}
