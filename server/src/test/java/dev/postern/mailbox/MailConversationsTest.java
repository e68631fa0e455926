package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.mime.MimeIn;
import dev.postern.mailbox.mime.ParsedMime;
import dev.postern.store.Engine;
import dev.postern.store.Pipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** A message joins the conversation of an ancestor in its mailbox. */
class MailConversationsTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void joinsTheParentInTheMailbox(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            String thread = add(mail, "1", "", "");
            assertEquals(thread, add(mail, "2", "<1@x>", "<1@x>"));
            assertEquals(thread, add(mail, "3", "<2@x>", "<2@x>"));
            assertEquals(thread, add(mail, "4", "<3@x>", ""));
            assertEquals(thread, add(mail, "5", "", "<missing@x> <3@x> <missing2@x>"));
            assertEquals(thread, add(mail, "6", "<missing3@x> (Adele's message) <2@X>", ""));
            assertNotEquals(thread, add(mail, "7", "", ""));
            assertNotEquals(thread, add(mail, "8", "<other@x>", "<other@x>"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theParentPrecedesOtherAncestors(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            String parents = add(mail, "parent", "", "");
            String others = add(mail, "other", "", "");
            assertEquals(parents, add(mail, "1", "<parent@x>", "<other@x> <parent@x>"));
            assertEquals(parents, add(mail, "2", "<parent@x>", "<other@x>"));
            assertEquals(others, add(mail, "3", "<missing@x>", "<other@x> <missing@x>"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void withoutAnyAncestorTheFirstOfTheThreadCounts(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            String thread = add(mail, "3", "<2@x>", "<1@x> <2@x>");
            assertEquals(thread, add(mail, "4", "<gone@x>", "<1@x> <gone@x>"));
            assertEquals(thread, add(mail, "1", "", ""));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aParentThatArrivesLaterJoinsItsReply(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            add(mail, "3", "<2@x>", "");
            String thread = add(mail, "2", "<1@x>", "<1@x>");
            assertEquals(1, conversations(mail).size());
            assertEquals(thread, add(mail, "1b", "", "<0@x> <2@x>"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE,3 2 1",
        "SQLITE,3 1 2",
        "SQLITE,2 3 1",
        "SQLITE,1 3 2",
        "SQLITE,1 2 3",
        "POSTGRES,3 2 1",
        "POSTGRES,3 1 2",
        "POSTGRES,4 2 3 1",
        "POSTGRES,4 3 2 1",
        "SQLITE,2 4 1 3"
    })
    void aChainThatArrivesInAnyOrderIsOneConversation(Engine engine, String order) {
        try (var mail = new MailFixture(engine)) {
            add(mail, "other", "", "");
            for (String id : order.split(" ")) {
                int parent = Integer.parseInt(id) - 1;
                add(mail, id, parent == 0 ? "" : "<" + parent + "@x>", "");
            }
            assertEquals(2, conversations(mail).size(), order);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void manyRepliesKeepTheirConversation(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            String thread = add(mail, "r0", "<2@x>", "");
            for (int i = 1; i <= 101; i++) {
                add(mail, "r" + i, "<2@x>", "");
            }
            assertEquals(thread, add(mail, "2", "<1@x>", ""));
            assertEquals(1, conversations(mail).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theLastKnownReferenceCounts(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            String first = add(mail, "first", "", "");
            String last = add(mail, "last", "", "");
            add(mail, "third", "", "");
            assertEquals(last, add(mail, "a", "<gone@x>", "<first@x> <third@x> <last@x> <gone2@x>"));
            assertEquals(first, add(mail, "b", "<gone@x>", "<last@x> <third@x> <first@x>"));
            assertEquals(first, add(mail, "c", "first@x", ""));
            assertNotEquals(first, add(mail, "d", "Your message of Monday, first@x", ""));
        }
    }

    private static Set<String> conversations(MailFixture mail) {
        return Set.copyOf(
                mail.database.read(sql -> sql.list("select conversation_id from message", row -> row.text(1))));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theParentPrecedesTheThreadIndex(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            String outlook =
                    stored(mail, "Thread-Index: " + "AdMV6ZkQyX3w4g0aT0yD4b2kYp1Tzg==\r\n" + mime("1", "", ""));
            assertEquals(outlook, add(mail, "2", "<1@x>", "<1@x>"));
            String index = "Thread-Index: AQHTFemZEMl98OINGk9Mg+G9pGKdU84A\r\n";
            assertEquals(outlook, stored(mail, index + mime("3", "<2@x>", "")));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void longHeadersKeepTheNearestAndTheFirst(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            String first = add(mail, "first", "", "");
            String near = add(mail, "near", "", "");
            String many =
                    IntStream.range(0, 5000).mapToObj(i -> "<m" + i + "@x>").collect(Collectors.joining("\r\n "));
            assertEquals(first, add(mail, "a", "", "<first@x>\r\n " + many));
            assertEquals(near, add(mail, "b", many, many + " <near@x>"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void deliveredMailJoinsInEachMailbox(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            MailboxId other = mail.newMailbox();
            String thread = add(mail, "2", "<1@x>", "<1@x>");
            ObjectNode answer = MailFixture.json("{'internetMessageId':'<3@x>','internetMessageHeaders':"
                    + "[{'name':'in-reply-to','value':'<2@x>'}]}");
            Deliveries deliveries = mail.mailboxes.deliveries();
            PreparedMessage alone =
                    deliveries.prepare(mail.mailbox, new ItemId(new UUID(1, 1)), answer, List.of(), mail.instant());
            mail.database.write(sql -> deliveries.deliver(sql, alone, List.of(mail.mailbox, other), Filing.NONE));
            assertEquals(thread, of(mail, mail.mailbox, alone));
            assertEquals(Conversations.id("<3@x>"), of(mail, other, alone));
            ObjectNode next = MailFixture.json("{'internetMessageId':'<4@x>','internetMessageHeaders':"
                    + "[{'name':'References','value':'<3@x>'}]}");
            PreparedMessage together =
                    deliveries.prepare(mail.mailbox, new ItemId(new UUID(1, 2)), next, List.of(), mail.instant());
            mail.database.write(sql -> {
                MessageBatch batch = deliveries.batch(List.of(
                        new MessageBatch.Entry(mail.mailbox, together), new MessageBatch.Entry(other, together)));
                Pipeline locks = sql.pipeline();
                batch.lock(locks);
                locks.run();
                Pipeline rows = sql.pipeline();
                batch.insert(rows);
                rows.run();
                batch.check();
                return true;
            });
            assertEquals(thread, of(mail, mail.mailbox, together));
            assertEquals(Conversations.id("<3@x>"), of(mail, other, together));
        }
    }

    private static String of(MailFixture mail, MailboxId mailbox, PreparedMessage message) {
        return mail.mailboxes
                .open(mailbox)
                .items()
                .get(ItemRef.of(message.item().id()), Fields.DEFAULT)
                .message()
                .summary()
                .conversationId();
    }

    private static String mime(String id, String answered, String references) {
        return "Message-ID: <" + id + "@x>\r\n"
                + (answered.isEmpty() ? "" : "In-Reply-To: " + answered + "\r\n")
                + (references.isEmpty() ? "" : "References: " + references + "\r\n")
                + "\r\nhi";
    }

    private static String add(MailFixture mail, String id, String answered, String references) {
        return stored(mail, mime(id, answered, references));
    }

    private static String stored(MailFixture mail, String mime) {
        try (ParsedMime parsed =
                MimeIn.read(new ByteArrayInputStream(mime.getBytes(StandardCharsets.UTF_8)), mail.instant())) {
            Item made = mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .create(WellKnownFolder.INBOX.id(), NewMessage.draft(parsed.message(), parsed.attachments()));
            String conversation = made.message().summary().conversationId();
            assertEquals(
                    conversation,
                    mail.mailboxes
                            .open(mail.mailbox)
                            .items()
                            .get(ItemRef.of(made.id()), Fields.DEFAULT)
                            .message()
                            .summary()
                            .conversationId());
            return conversation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
