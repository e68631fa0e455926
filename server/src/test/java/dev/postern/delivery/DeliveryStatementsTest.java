package dev.postern.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.FolderPatch;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.ListQuery;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.SearchFolder;
import dev.postern.mailbox.SearchQuery;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.event.CalendarGroupId;
import dev.postern.mailbox.event.CalendarGroups;
import dev.postern.mailbox.event.CalendarPatch;
import dev.postern.mailbox.event.CalendarPermissions;
import dev.postern.mailbox.event.CalendarRole;
import dev.postern.mailbox.event.Calendars;
import dev.postern.mailbox.event.Grantee;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.query.Condition;
import dev.postern.query.SearchExpression;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every statement on the content of mailboxes binds its mailbox, and none uses a feature that distributed engines lack. */
class DeliveryStatementsTest {
    private static final Pattern SCOPED = Pattern.compile(
            "\\b(mailbox|folder|message|tombstone|attachment|content|content_chunk|outbound_queue|upload_session|upload_piece|unindexed|search_entry|calendar|calendar_group|calendar_permission|mailbox_setting|message_rule|subscription|subscription_change|notification)\\b(?!_)");
    private static final Pattern TABLE = Pattern.compile("\\b(?:from|into|update|join)\\s+([a-z_]+)");
    private static final Pattern BOUND = Pattern.compile("mailbox_id (= \\?|in \\(\\?)");
    private static final Pattern FORBIDDEN =
            Pattern.compile("\\b(trigger|serial|identity|merge|listen|notify|advisory)\\b"
                    + "|random\\(|clock_timestamp\\(|now\\(|current_timestamp");

    /** The sweeps of {@code QueueScan} and {@code MailboxScan}, and nothing else. */
    private static final List<String> EXCEPTIONS = List.of(
            "select mailbox_id, item_id, kind, changed from unindexed where (mailbox_id, item_id) > (?, ?)",
            "select distinct mailbox_id from upload_session where expires_at < ?",
            "select distinct mailbox_id from content where refs <= 0",
            "select distinct mailbox_id from tombstone where deleted_at < ?",
            "select mailbox_id from mailbox where recoverable_bytes > ?",
            "select mailbox_id from mailbox where recoverable_items > 0 and mailbox_id > ?",
            "select mailbox_id, tenant_id, owner_id, removed_at from mailbox where mailbox_id > ?",
            "select mailbox_id, submission_id from outbound_queue where due_at <= ?",
            "select mailbox_id, submission_id, state, envelope,",
            "update outbound_queue set lease_owner = null, lease_until = null where lease_owner is not null");

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyStatementNamesItsMailbox(Engine engine) {
        Set<String> statements = ConcurrentHashMap.newKeySet();
        try (var fixture = new DeliveryFixture(Databases.open(engine, statements::add), "ann", "bob")) {
            everything(fixture);
        }
        var wrong = new ArrayList<String>();
        for (String statement : statements) {
            String text = statement.toLowerCase(Locale.ROOT);
            if (FORBIDDEN.matcher(text).find()) {
                wrong.add("forbidden: " + text);
            }
            boolean exception = EXCEPTIONS.stream().anyMatch(text::startsWith);
            if (!exception
                    && TABLE.matcher(text)
                            .results()
                            .anyMatch(m -> SCOPED.matcher(m.group(1)).matches())) {
                boolean insert = text.startsWith("insert into") && text.contains("(mailbox_id, ");
                // The table of words has no mailbox column; each word begins with the prefix of its mailbox.
                long tables = TABLE.matcher(text)
                        .results()
                        .filter(m -> !m.group(1).equals("search_words"))
                        .filter(m -> !text.contains("with recursive " + m.group(1) + " ("))
                        .count();
                long bound = BOUND.matcher(text).results().count();
                if (!insert && bound < tables) {
                    wrong.add("unbound: " + text);
                }
                if (insert && text.contains(" select ") && bound == 0) {
                    wrong.add("unbound: " + text);
                }
            }
        }
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
        assertTrue(statements.size() > 40, () -> "too few statements were seen: " + statements.size());
    }

    private static void calendars(Mailbox mailbox) {
        Calendars calendars = new Calendars(mailbox);
        CalendarGroups groups = new CalendarGroups(mailbox);
        CalendarGroupId group = groups.create("g").id();
        groups.rename(group, "h");
        FolderId calendar = calendars
                .create(group, "c", new CalendarPatch(null, null, true, null))
                .id();
        calendars.update(WellKnownFolder.CALENDAR.id(), new CalendarPatch("d", null, true, null));
        CalendarPermissions permissions = new CalendarPermissions(mailbox, calendar);
        Grantee grantee = Grantee.outside("x", "x@fabrikam.example");
        permissions.put(grantee, CalendarRole.READ.rights());
        permissions.update(grantee, CalendarRole.FREE_BUSY_READ.rights());
        permissions.remove(grantee);
        calendars.purge(calendar);
        groups.delete(group);
    }

    private static void rules(DeliveryFixture fixture) {
        for (String name : List.of("ann", "bob")) {
            MessageRules rules = new MessageRules(fixture.mail.mailboxes.open(fixture.mailbox(name)));
            MessageRule rule = new MessageRule(
                    0,
                    "rule",
                    1,
                    true,
                    null,
                    null,
                    MailFixture.json("{'copyToFolder':'"
                            + WellKnownFolder.ARCHIVE.id().value() + "','markAsRead':true"
                            + (name.equals("ann")
                                    ? ",'moveToFolder':'"
                                            + WellKnownFolder.JUNKEMAIL.id().value() + "'"
                                    : "")
                            + "}"));
            rules.create(rule);
            long id = rules.create(rule).rule().id();
            rules.update(id, one -> one.enabled(false));
            rules.get(id);
            rules.list();
            rules.delete(id);
        }
    }

    private static void everything(DeliveryFixture fixture) {
        rules(fixture);
        MailFixture mail = fixture.mail;
        var items = mail.mailboxes.open(mail.mailbox).items();
        var folders = mail.mailboxes.open(mail.mailbox).folders();
        var folder = folders.create(WellKnownFolder.INBOX.id(), NewFolder.plain("f", false));
        Item item = mail.draft("{'subject':'x'}");
        ItemRef ref = ItemRef.of(item.id());
        var attachment = mail.mailboxes
                .open(mail.mailbox)
                .attachments()
                .add(ref, NewAttachment.file("a", null, new byte[100_000]));
        mail.mailboxes.open(mail.mailbox).attachments().list(item.id());
        items.list(new ListQuery(null, null, List.of(), 0, 3, true, Fields.DEFAULT));
        items.list(MailFixture.newest(folder.id(), 3, Fields.DEFAULT));
        items.update(ref, null, MailFixture.json("{'isRead':false}"));
        items.move(ref, folder.id());
        items.copy(ref, folder.id());
        for (FolderId in : Arrays.asList(null, folder.id())) {
            var place = new SearchQuery.Place(mail.instant(), item.id());
            var words = new SearchExpression.Words(Optional.empty(), "x y", SearchExpression.Matching.PREFIX);
            mail.mailboxes.open(mail.mailbox).search().find(new SearchQuery(in, words, place, 3, Fields.DEFAULT));
            var none = new SearchExpression.Not(words);
            mail.mailboxes.open(mail.mailbox).search().find(new SearchQuery(in, none, null, 3, Fields.DEFAULT));
        }
        folders.copy(folder.id(), WellKnownFolder.ARCHIVE.id());
        folders.update(folder.id(), new FolderPatch("g", null, null, null, null));
        for (boolean nested : List.of(true, false)) {
            var search = new SearchFolder(List.of(folder.id(), WellKnownFolder.INBOX.id()), nested, "");
            var searches = mail.mailboxes.open(mail.mailbox).searchFolders();
            folders.create(WellKnownFolder.SEARCHFOLDERS.id(), new NewFolder("s" + nested, false, search, null));
            searches.list(search, new ListQuery(null, Condition.ALWAYS, List.of(), 0, 3, false, Fields.DEFAULT));
            searches.counts(search, Condition.ALWAYS);
            searches.finds(search, Condition.ALWAYS, item.id());
        }
        calendars(mail.mailboxes.open(mail.mailbox));
        folders.delete(folder.id());
        folders.purge(folder.id());
        var mime = Content.of("From: a@x.example\r\nSubject: m\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
        for (boolean patched : List.of(true, false)) {
            Item came = items.create(
                    WellKnownFolder.DRAFTS.id(),
                    new NewMessage(MailFixture.json("{'subject':'m'}"), List.of(), true, true, null, null, mime));
            mail.mailboxes.open(mail.mailbox).mimeSources().find(came.id());
            items.copy(ItemRef.of(came.id()), WellKnownFolder.INBOX.id());
            items.keepOriginal(ItemRef.of(came.id()), mime);
            if (patched) {
                items.update(ItemRef.of(came.id()), null, MailFixture.json("{'subject':'n'}"));
            }
        }
        Delivery node = fixture.node();
        node.recover();
        node.submissions().accept(fixture.submission(DeliveryFixture.to("ann", "bob", "nobody", "a@out.example")));
        fixture.mail.pass(Duration.ofSeconds(9));
        node.worker().sweep();
        DeliveryFixture.workAll(node);
        node.queue().queued(1);
        mail.mailboxes.indexer().round();
        mail.mailboxes.open(mail.mailbox).contents().sweep();
        mail.mailboxes.sweeps().round(Duration.ofDays(30));
        mail.mailboxes.sweeps().expirePurged(Duration.ZERO);
        mail.mailboxes.removed().round(_ -> false, Duration.ofDays(1));
        mail.mailboxes.removed().round(_ -> true, Duration.ofDays(1));
        Item other = mail.draft("{}");
        var added = mail.mailboxes
                .open(mail.mailbox)
                .attachments()
                .add(ItemRef.of(other.id()), NewAttachment.file("b", null, new byte[100_000]));
        mail.mailboxes.open(mail.mailbox).attachments().remove(new AttachmentRef(ItemRef.of(other.id()), added.id()));
        items.delete(ItemRef.of(other.id()), null);
        assertTrue(attachment.size() > 0);
        mail.remove(mail.mailbox);
    }
}
