package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Matching;
import dev.postern.query.SearchExpression.Words;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** The search in one mailbox: it sees every change immediately, and nothing that a list would not show. */
class MailSearchTest {
    private static final String EVERY_FIELD =
            "{'subject':'sub','body':{'contentType':'html','content':'<p class=markup>bo<b>dy</b></p><p>next</p>'},"
                    + "'from':{'emailAddress':{'name':'Fay Rom','address':'fro@contoso.example'}},"
                    + "'toRecipients':[{'emailAddress':{'name':'Tom','address':'to@contoso.example'}},"
                    + "{'emailAddress':{'address':'second@fabrikam.example'}}],"
                    + "'ccRecipients':[{'emailAddress':{'name':'Car Con','address':'cc@contoso.example'}}],"
                    + "'bccRecipients':[{'emailAddress':{'name':'Hid Den','address':'bcc@contoso.example'}}]}";

    private static List<Item> find(
            MailFixture mail, MailboxId mailbox, @Nullable FolderId folder, SearchExpression search) {
        return mail.mailboxes
                .open(mailbox)
                .search()
                .find(new SearchQuery(folder, search, null, 1000, Fields.DEFAULT))
                .values();
    }

    private static Set<String> found(MailFixture mail, String words) {
        return found(mail, null, words);
    }

    private static Set<String> found(MailFixture mail, @Nullable FolderId folder, String words) {
        var subjects = new TreeSet<String>();
        for (Item item : find(mail, mail.mailbox, folder, words(words))) {
            subjects.add(String.valueOf(item.message().summary().subject()));
        }
        return subjects;
    }

    /** {@code property:words} or words; a trailing star searches for a prefix. */
    private static SearchExpression words(String text) {
        int colon = text.indexOf(':');
        boolean prefix = text.endsWith("*");
        String words = text.substring(colon + 1, text.length() - (prefix ? 1 : 0));
        return new Words(
                colon < 0 ? Optional.empty() : Optional.of(text.substring(0, colon)),
                words,
                prefix ? Matching.PREFIX : Matching.WHOLE);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void eachFieldIsFoundUnderItsNameOnly(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Item item = mail.draft(EVERY_FIELD);
            mail.mailboxes
                    .open(mail.mailbox)
                    .attachments()
                    .add(ItemRef.of(item.id()), NewAttachment.file("budget-2026.xlsx", null, new byte[3]));
            for (String hit : List.of(
                    "sub",
                    "body",
                    "BODY",
                    "fro",
                    "fay rom",
                    "fro@contoso.example",
                    "subject:sub",
                    "body:body",
                    "body:next",
                    "from:fay",
                    "from:fro@contoso.example",
                    "to:tom",
                    "to:second",
                    "cc:car con",
                    "bcc:hid den",
                    "bcc:bcc@contoso.example",
                    "recipients:second",
                    "recipients:bcc",
                    "participants:fro",
                    "participants:contoso.example",
                    "attachment:budget-2026.xlsx",
                    "attachment:budget*",
                    "su*",
                    "subject:s*")) {
                assertEquals(Set.of("sub"), found(mail, hit), hit);
            }
            for (String miss : List.of(
                    "markup",
                    "p",
                    "bo",
                    "bodynext",
                    "tom",
                    "budget",
                    "subject:body",
                    "body:sub",
                    "from:tom",
                    "to:car",
                    "recipients:fro",
                    "cc:second",
                    "su",
                    "body next x",
                    "to:tom second",
                    "fay fro x",
                    "attachment:xls",
                    "ub*",
                    "?!",
                    "subject:con")) {
                assertEquals(Set.of(), found(mail, miss), miss);
            }
            // a phrase does not extend from one value into the next
            assertEquals(Set.of(), found(mail, "to:example second"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void searchesSeeEveryChangeImmediately(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            var items = mail.mailboxes.open(mail.mailbox).items();
            var attachments = mail.mailboxes.open(mail.mailbox).attachments();
            Item draft = mail.draft("{'subject':'old','body':{'contentType':'text','content':'first'}}");
            ItemRef ref = ItemRef.of(draft.id());
            assertEquals(Set.of("old"), found(mail, "first"));
            items.update(ref, null, MailFixture.json("{'subject':'new'}"));
            assertEquals(Set.of(), found(mail, "old"));
            assertEquals(Set.of("new"), found(mail, "subject:new"));
            items.update(ref, null, MailFixture.json("{'body':{'contentType':'text','content':'second'}}"));
            assertEquals(Set.of(), found(mail, "first"));
            assertEquals(Set.of("new"), found(mail, "second"));
            items.update(
                    ref, null, MailFixture.json("{'toRecipients':[{'emailAddress':{'address':'x@contoso.example'}}]}"));
            assertEquals(Set.of("new"), found(mail, "to:x"));
            Attachment file = attachments.add(ref, NewAttachment.file("plan.txt", null, new byte[1]));
            assertEquals(Set.of("new"), found(mail, "attachment:plan"));
            attachments.remove(new AttachmentRef(ref, file.id()));
            assertEquals(Set.of(), found(mail, "attachment:plan"));
            Item copy = items.copy(ref, WellKnownFolder.ARCHIVE.id());
            assertEquals(2, find(mail, mail.mailbox, null, words("second")).size());
            items.purge(ItemRef.of(copy.id()));
            assertEquals(1, find(mail, mail.mailbox, null, words("second")).size());
            mail.pass(Duration.ofHours(1));
            mail.unread(WellKnownFolder.INBOX.id(), "second later");
            mail.pass(Duration.ofHours(1));
            mail.database.write(sql -> items.markSent(sql, ref, null, true));
            List<Item> sent = find(mail, mail.mailbox, null, words("second"));
            assertEquals(
                    List.of("new", "second later"),
                    sent.stream()
                            .map(item -> String.valueOf(item.message().summary().subject()))
                            .toList(),
                    "sent last, found first");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void itemsNotInListsAreNotFound(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            var items = mail.mailboxes.open(mail.mailbox).items();
            var folders = mail.mailboxes.open(mail.mailbox).folders();
            FolderId hidden =
                    folders.create(WellKnownFolder.INBOX.id(), "h", true).id();
            FolderId own =
                    folders.create(WellKnownFolder.INBOX.id(), "o", false).id();
            FolderId inbox = WellKnownFolder.INBOX.id();
            mail.unread(inbox, "word inbox");
            mail.unread(own, "word own");
            mail.unread(hidden, "word hidden");
            Item deleted = mail.unread(inbox, "word deleted");
            items.delete(ItemRef.of(deleted.id()), null);
            Item purged = mail.unread(inbox, "word purged");
            assertEquals(Set.of("word inbox", "word own", "word purged"), found(mail, "word"));
            items.purge(ItemRef.of(purged.id()));
            assertEquals(Set.of("word inbox", "word own"), found(mail, "word"));
            assertEquals(Set.of("word inbox"), found(mail, inbox, "word"));
            assertEquals(Set.of("word own"), found(mail, own, "word"));
            assertEquals(Set.of("word hidden"), found(mail, hidden, "word"));
            assertEquals(Set.of("word deleted"), found(mail, WellKnownFolder.RECOVERABLEITEMSDELETIONS.id(), "word"));
            for (FolderId none : List.of(
                    WellKnownFolder.RECOVERABLEITEMSPURGES.id(),
                    new FolderId(deleted.id().value()))) {
                assertThrows(MailboxFailure.FolderNotFound.class, () -> found(mail, none, "word"));
            }
            items.move(ItemRef.of(mail.unread(inbox, "word moved").id()), own);
            assertEquals(Set.of("word inbox"), found(mail, inbox, "word"));
            assertEquals(Set.of("word moved", "word own"), found(mail, own, "word"));
            folders.delete(own); // moved to Deleted Items, where lists show it
            assertEquals(Set.of("word inbox", "word moved", "word own"), found(mail, "word"));
            folders.delete(own); // to Recoverable Items
            assertEquals(Set.of("word inbox"), found(mail, "word"));
            FolderId trash = WellKnownFolder.DELETEDITEMS.id();
            items.move(ItemRef.of(mail.draft("{'subject':'word draft'}").id()), trash);
            items.move(ItemRef.of(mail.unread(inbox, "word mail").id()), trash);
            assertEquals(Set.of("word mail"), found(mail, trash, "word"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void mailboxesDoNotSeeEachOther(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            MailboxId other = mail.newMailbox();
            Deliveries deliveries = mail.mailboxes.deliveries();
            PreparedMessage both = deliveries.prepare(
                    mail.mailbox,
                    new ItemId(new UUID(1, 2)),
                    MailFixture.json("{'subject':'for both'}"),
                    List.of(),
                    mail.instant());
            mail.database.write(sql -> deliveries.deliver(sql, both, List.of(mail.mailbox, other), Filing.NONE));
            mail.unread(WellKnownFolder.INBOX.id(), "mine for me");
            assertEquals(Set.of("for both", "mine for me"), found(mail, "for"));
            assertEquals(1, find(mail, other, null, words("for")).size());
            assertEquals(
                    1,
                    find(mail, other, WellKnownFolder.INBOX.id(), words("for")).size());
            assertEquals(List.of(), find(mail, other, null, words("mine")));
            mail.mailboxes.remove(mail.mailbox);
            assertEquals(List.of(), find(mail, mail.mailbox, null, words("for")));
            assertEquals(1, find(mail, other, null, words("for")).size());
            mail.mailboxes.indexer().round();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void pagesAreOrderedByTheTimeSent(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            var expected = new ArrayList<ItemId>();
            for (int i = 0; i < 23; i++) {
                if (i % 3 == 0) {
                    mail.pass(Duration.ofSeconds(1));
                }
                expected.addFirst(
                        mail.unread(WellKnownFolder.INBOX.id(), "word " + i).id());
            }
            // within one second the larger id comes first, as in lists
            List<ItemId> listed = find(mail, mail.mailbox, null, words("word")).stream()
                    .map(Item::id)
                    .toList();
            assertEquals(Set.copyOf(expected), Set.copyOf(listed));
            var walked = new ArrayList<ItemId>();
            SearchQuery.Place after = null;
            while (true) {
                var page = mail.mailboxes
                        .open(mail.mailbox)
                        .search()
                        .find(new SearchQuery(null, words("word"), after, 5, Fields.COLUMNS));
                page.values().forEach(item -> walked.add(item.id()));
                if (!page.more()) {
                    break;
                }
                assertEquals(5, page.values().size());
                after = SearchQuery.Place.of(page.values().getLast());
                mail.pass(Duration.ofSeconds(1));
                mail.unread(WellKnownFolder.INBOX.id(), "word that comes meanwhile");
            }
            assertEquals(listed, walked);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void longAndUnusualTextsAreIndexed(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            String filler = "the end of the road ".repeat(600);
            body(mail, "repeated", filler + "of the contract");
            body(mail, "long words", wide(3_000) + " tail");
            body(mail, "many words", "word ".repeat(17_000) + "last");
            body(mail, "odd", "null ' \\ \" * & | ! <-> \uD800 \uDC00 \uFFFD ok");
            ObjectNode html = MailFixture.json("{'body':{'contentType':'html'}}");
            html.put("subject", "html");
            ((ObjectNode) html.get("body")).put("content", "<div>".repeat(20_000) + "bottom<script>hid()</script>");
            mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .create(WellKnownFolder.INBOX.id(), NewMessage.sent(html, List.of()));
            // a position beyond the limit of PostgreSQL's own positions
            assertEquals(Set.of("repeated"), found(mail, "of the contract"));
            assertEquals(Set.of("repeated"), found(mail, "the contr*"));
            assertEquals(Set.of(), found(mail, "end of the contract"));
            assertEquals(Set.of("long words"), found(mail, "body:\u4e2d0*"));
            assertEquals(Set.of(), found(mail, "last"));
            assertEquals(Set.of("odd"), found(mail, "null"));
            assertEquals(Set.of("odd"), found(mail, "ok"));
            assertEquals(Set.of("html"), found(mail, "bottom"));
            assertEquals(Set.of(), found(mail, "hid"));
        }
    }

    /** More than a megabyte of different words, made long by a letter that has three bytes and is not an ideograph. */
    private static String wide(int count) {
        StringBuilder text = new StringBuilder("\u4e2d0 ");
        for (int i = 0; i < count; i++) {
            text.append("\u13a0".repeat(98)).append(i).append(' ');
        }
        return text.toString();
    }

    private static void body(MailFixture mail, String subject, String content) {
        ObjectNode message = MailFixture.json("{'body':{'contentType':'text'}}");
        message.put("subject", subject);
        ((ObjectNode) message.get("body")).put("content", content);
        mail.mailboxes
                .open(mail.mailbox)
                .items()
                .create(WellKnownFolder.INBOX.id(), NewMessage.sent(message, List.of()));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void roundsIndexTheQueueOfEveryMailbox(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            MailboxId other = mail.newMailbox();
            Item mine = mail.draft("{'subject':'word'}");
            mail.mailboxes
                    .open(other)
                    .items()
                    .create(
                            WellKnownFolder.INBOX.id(),
                            NewMessage.sent(MailFixture.json("{'subject':'word'}"), List.of()));
            assertEquals(2, waiting(mail));
            mail.mailboxes.indexer().round();
            assertEquals(0, waiting(mail));
            mail.mailboxes.indexer().round();
            assertEquals(1, find(mail, other, null, words("word")).size());
            // properties that are not searched are not queued
            mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .update(ItemRef.of(mine.id()), null, MailFixture.json("{'isRead':false}"));
            mail.mailboxes.open(mail.mailbox).items().move(ItemRef.of(mine.id()), WellKnownFolder.INBOX.id());
            assertEquals(0, waiting(mail));
            assertEquals(Set.of("word"), found(mail, WellKnownFolder.INBOX.id(), "word"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aQueueRowThatChangedMeanwhileIsKept(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            Item item = mail.draft("{'subject':'old'}");
            var read = mail.database.read(sql -> IndexQueue.of(sql, mail.mailbox, Long.MAX_VALUE, 10));
            mail.mailboxes
                    .open(mail.mailbox)
                    .items()
                    .update(ItemRef.of(item.id()), null, MailFixture.json("{'subject':'new'}"));
            assertEquals(List.of(), mail.database.write(sql -> IndexQueue.take(sql, read)));
            assertEquals(1, waiting(mail));
            assertEquals(Set.of("new"), found(mail, "new"));
            assertEquals(0, waiting(mail));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void severalThreadsIndexAndSearch(Engine engine) throws InterruptedException {
        try (var mail = new MailFixture(engine)) {
            int each = 60;
            var failures = Collections.synchronizedList(new ArrayList<Throwable>());
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 4; t++) {
                int number = t;
                Mailboxes node = mail.node(new Random(t), new Mailboxes.Settings("contoso.example", false))
                        .mailboxes();
                threads.add(Thread.startVirtualThread(() -> {
                    try {
                        for (int i = 0; i < each; i++) {
                            String word = "t" + number + "x" + i;
                            node.open(mail.mailbox)
                                    .items()
                                    .create(
                                            WellKnownFolder.INBOX.id(),
                                            NewMessage.sent(MailFixture.json("{'subject':'" + word + "'}"), List.of()));
                            if (number == 0) {
                                node.indexer().round();
                            } else if (find(mail, mail.mailbox, null, words(word))
                                            .size()
                                    != 1) {
                                failures.add(new AssertionError(word + " is not found"));
                            }
                        }
                    } catch (RuntimeException | Error e) {
                        failures.add(e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), failures);
            assertEquals(4 * each, find(mail, mail.mailbox, null, words("t*")).size());
            assertFalse(waiting(mail) > 0);
        }
    }

    private static long waiting(MailFixture mail) {
        return mail.database.read(sql -> sql.number("select count(*) from unindexed"));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void largeFoldersAndMailboxesAreScannedByTime(Engine engine) {
        try (var mail = new MailFixture(engine)) {
            var items = mail.mailboxes.open(mail.mailbox).items();
            FolderId inbox = WellKnownFolder.INBOX.id();
            var prepared = new ArrayList<PreparedMessage>();
            for (int i = 0; i < 1_200; i++) {
                mail.pass(Duration.ofSeconds(1));
                ObjectNode message = MailFixture.json("{'subject':'common" + (i % 400 == 0 ? " rare" : "") + "'}");
                prepared.add(items.prepare(
                        new ItemId(Uuids.timeOrdered(mail.instant(), mail.random())),
                        i % 600 == 1 ? WellKnownFolder.ARCHIVE.id() : inbox,
                        NewMessage.sent(message, List.of())));
            }
            mail.database.write(sql -> {
                prepared.forEach(item -> items.insert(sql, item));
                return true;
            });
            List<Item> all = find(mail, mail.mailbox, null, words("common"));
            assertEquals(1000, all.size());
            assertEquals(prepared.getLast().item().id(), all.getFirst().id());
            assertEquals(
                    1000, find(mail, mail.mailbox, inbox, words("subject:com*")).size());
            assertEquals(3, find(mail, mail.mailbox, inbox, words("rare")).size());
            assertEquals(3, find(mail, mail.mailbox, null, words("rare")).size());
            assertEquals(
                    2,
                    find(mail, mail.mailbox, WellKnownFolder.ARCHIVE.id(), words("common"))
                            .size());
            assertEquals(
                    0,
                    find(mail, mail.mailbox, WellKnownFolder.ARCHIVE.id(), words("rare"))
                            .size());
            assertEquals(
                    1000,
                    find(mail, mail.mailbox, inbox, new SearchExpression.Not(words("rare")))
                            .size());
            assertTrue(find(mail, mail.mailbox, null, new SearchExpression.Nothing())
                    .isEmpty());
        }
    }
}
