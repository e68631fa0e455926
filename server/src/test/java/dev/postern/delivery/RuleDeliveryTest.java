package dev.postern.delivery;

import static dev.postern.delivery.DeliveryFixture.to;
import static dev.postern.delivery.DeliveryFixture.workAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.delivery.FailingDatabase.Crash;
import dev.postern.delivery.FailingDatabase.Failure;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewFolder;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules at delivery: loops, repeated deliveries, many mailboxes. */
class RuleDeliveryTest {
    private static final int MEMBERS = Integer.getInteger("rules.members", 100);

    private static MessageRules rules(DeliveryFixture fixture, String name) {
        return new MessageRules(open(fixture, name));
    }

    private static Mailbox open(DeliveryFixture fixture, String name) {
        return fixture.mail.mailboxes.open(fixture.mailbox(name));
    }

    private static void rule(DeliveryFixture fixture, String name, @Nullable String conditions, String actions) {
        rules(fixture, name)
                .create(new MessageRule(
                        0,
                        "rule",
                        1,
                        true,
                        conditions == null ? null : fixture.json(conditions),
                        null,
                        fixture.json(actions)));
    }

    private static String forwardTo(String name) {
        return "{'forwardTo':[" + person(name) + "]}";
    }

    private static String person(String name) {
        String address = name.contains("@") ? name : name + DeliveryFixture.DOMAIN;
        return "{'emailAddress':{'address':'" + address + "'}}";
    }

    private static void reply(DeliveryFixture fixture, String name) {
        new MailboxSettings(open(fixture, name))
                .change(state -> state.with(state.replies()
                        .changed(
                                AutomaticReplies.Status.ALWAYS_ENABLED,
                                AutomaticReplies.Audience.ALL,
                                "Away",
                                "Away",
                                null)));
    }

    private static void deliverAll(DeliveryFixture fixture, Delivery node) {
        for (int rounds = 0; node.deliverDue() > 0; rounds++) {
            assertTrue(rounds < 100, "mail goes round");
            fixture.mail.pass(Duration.ofSeconds(1));
        }
        assertEquals(0, node.queue().queued(9).size());
    }

    private static List<String> subjects(DeliveryFixture fixture, String name) {
        return fixture.items(name, WellKnownFolder.INBOX).stream()
                .map(item -> String.valueOf(item.message().summary().subject()))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void mailboxesThatForwardAndReplyToEachOtherComeToAnEnd(Engine engine) {
        for (boolean inline : List.of(false, true)) {
            try (var fixture = new DeliveryFixture(engine, "ann", "bob")) {
                if (inline) {
                    fixture.database.reportOneWriter();
                }
                Delivery node = fixture.node();
                rule(fixture, "ann", null, forwardTo("bob"));
                rule(
                        fixture,
                        "bob",
                        null,
                        "{'forwardTo':[" + person("ann") + "],'redirectTo':[" + person("ann") + "]}");
                reply(fixture, "ann");
                reply(fixture, "bob");
                node.submissions().accept(fixture.submission(to("ann")));
                deliverAll(fixture, node);
                assertEquals(List.of("Hello"), subjects(fixture, "ann"));
                assertEquals(List.of("FW: Hello"), subjects(fixture, "bob"));
                assertEquals(List.of("Automatic reply: Hello"), subjects(fixture, "sender"));
                node.submissions().accept(fixture.submission(to("bob")));
                deliverAll(fixture, node);
                assertEquals(List.of("FW: Hello", "Hello", "Hello"), subjects(fixture, "ann"));
                assertEquals(List.of("FW: Hello", "Hello"), subjects(fixture, "bob"));
                assertEquals(2, fixture.inbox("sender"));
                node.submissions().accept(fixture.submission(to("ann", "bob")));
                deliverAll(fixture, node);
                assertEquals(6, fixture.inbox("ann"));
                assertEquals(4, fixture.inbox("bob"));
                assertEquals(2, fixture.inbox("sender"), "each has replied once");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aListWhoseMembersForwardAndReplyComesToAnEnd(Engine engine) {
        String[] names = IntStream.range(0, MEMBERS).mapToObj(i -> "p" + i).toArray(String[]::new);
        int acting = MEMBERS / 5; // 100 of 500
        try (var fixture = new DeliveryFixture(engine, names)) {
            fixture.group("staff", names);
            for (int i = 0; i < acting; i++) {
                rule(fixture, "p" + i, null, forwardTo(i % 2 == 0 ? "p0" : "staff"));
                reply(fixture, "p" + i);
            }
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("p" + (acting - 1), "p" + (MEMBERS - 1))));
            deliverAll(fixture, node);
            // one forward to the list, and one reply to the sender
            assertEquals(1, fixture.inbox("p1"));
            assertEquals(2, fixture.inbox("p" + (acting - 1)));
            assertEquals(1, fixture.inbox("sender"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMessageToAListIsForwardedOnceByEachMember(Engine engine) {
        String[] names = IntStream.range(0, 40).mapToObj(i -> "p" + i).toArray(String[]::new);
        try (var fixture = new DeliveryFixture(engine, names)) {
            fixture.group("staff", names);
            for (int i = 0; i < 10; i++) {
                rule(fixture, "p" + i, null, forwardTo("p0"));
                reply(fixture, "p" + i);
            }
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("staff")));
            deliverAll(fixture, node);
            assertEquals(1 + 9, fixture.inbox("p0"), "the message, and what the others forward");
            assertEquals(1, fixture.inbox("p39"));
            assertEquals(0, fixture.inbox("sender"), "no reply to mail to a list");
        }
    }

    /** Each round crashes one write later than the previous one. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRepeatedDeliveryForwardsNothingAgain(Engine engine) {
        for (Failure how : List.of(Failure.CRASH_BEFORE, Failure.CRASH_AFTER)) {
            String[] names = IntStream.range(0, 40).mapToObj(i -> "p" + i).toArray(String[]::new);
            try (var fixture = new DeliveryFixture(engine, append(names, "target"))) {
                for (String name : names) {
                    rule(
                            fixture,
                            name,
                            null,
                            name.equals("p1")
                                    ? "{'permanentDelete':true,'forwardTo':[" + person("target") + "]}"
                                    : "{'copyToFolder':'"
                                            + WellKnownFolder.ARCHIVE.id().value() + "','forwardTo':["
                                            + person("target") + "]}");
                }
                fixture.node().submissions().accept(fixture.submission(to(append(names, "nobody"))));
                boolean crashed = true;
                for (int crashes = 0; crashed; crashes++) {
                    Delivery node = fixture.node();
                    node.recover();
                    fixture.mail.pass(Duration.ofMinutes(2));
                    node.worker().sweep();
                    fixture.database.fail(how, crashes);
                    try {
                        workAll(node);
                        crashed = false;
                    } catch (Crash e) {
                        crashed = true;
                    }
                    assertTrue(crashes < 200);
                }
                fixture.database.fail(Failure.NONE, 0);
                deliverAll(fixture, fixture.node());
                assertEquals(40, fixture.inbox("target"), how::name);
                for (String name : names) {
                    boolean gone = name.equals("p1");
                    assertEquals(gone ? 0 : 1, fixture.inbox(name));
                    assertEquals(
                            gone ? 0 : 1,
                            fixture.items(name, WellKnownFolder.ARCHIVE).size());
                }
            }
        }
    }

    private static String[] append(String[] names, String more) {
        String[] all = Arrays.copyOf(names, names.length + 1);
        all[names.length] = more;
        return all;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void manyMailboxesWithRulesStillCostFewStatements(Engine engine) {
        var statements = new ConcurrentLinkedQueue<String>();
        String[] names = IntStream.range(0, MEMBERS).mapToObj(i -> "p" + i).toArray(String[]::new);
        try (var fixture = new DeliveryFixture(Databases.open(engine, statements::add), names)) {
            var folders = new ArrayList<FolderId>();
            for (String name : names) {
                FolderId folder = open(fixture, name)
                        .folders()
                        .create(WellKnownFolder.INBOX.id(), NewFolder.plain("mine", false))
                        .id();
                folders.add(folder);
                rule(
                        fixture,
                        name,
                        "{'subjectContains':['hello']}",
                        "{'moveToFolder':'" + folder.value() + "','markAsRead':true}");
            }
            Delivery node = fixture.node();
            for (int round = 0; round < 2; round++) {
                node.submissions().accept(fixture.submission(to(names)));
                statements.clear();
                workAll(node);
            }
            int count = statements.size();
            assertTrue(count < MEMBERS, () -> "statements prepared: " + count);
            for (int i = 0; i < names.length; i += 50) {
                List<Item> items = open(fixture, names[i])
                        .items()
                        .list(MailFixture.newest(folders.get(i), 10, Fields.DEFAULT))
                        .values();
                assertEquals(2, items.size());
                assertTrue(items.stream().allMatch(Item::isRead));
                var folder = open(fixture, names[i]).folders().get(folders.get(i));
                assertEquals("2 0", folder.total() + " " + folder.unread());
                assertEquals(0, fixture.inbox(names[i]));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void copiesThatExceedTheQuotaAreLeftOut(Engine engine) {
        var quotas = new Quotas(2, 2_000_000, 10_000_000, 100, 50, 5, 3, 1_000_000_000);
        var settings = new Mailboxes.Settings(
                "contoso.example", false, quotas, DiskSpace.unlimited(), TemporaryFiles.ofSystem());
        try (var fixture = new DeliveryFixture(Databases.open(engine), settings, "ann", "bob")) {
            for (WellKnownFolder folder : List.of(WellKnownFolder.ARCHIVE, WellKnownFolder.DRAFTS)) {
                rule(fixture, "ann", null, "{'copyToFolder':'" + folder.id().value() + "'}");
            }
            for (int i = 0; i < 5; i++) {
                rule(fixture, "ann", null, forwardTo("out" + i + "@fabrikam.example"));
            }
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("ann")));
            workAll(node);
            assertEquals(1, fixture.inbox("ann"));
            assertEquals(1, fixture.items("ann", WellKnownFolder.ARCHIVE).size());
            assertEquals(0, fixture.items("ann", WellKnownFolder.DRAFTS).size());
            assertEquals(3, node.queue().queued(9).size(), "as many as the queue of a mailbox may have");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void reportsAreSubjectToRulesButNotForwarded(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann")) {
            rule(
                    fixture,
                    "sender",
                    "{'isNonDeliveryReport':true}",
                    "{'markImportance':'high','forwardTo':[" + person("ann") + "]}");
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("nobody")));
            deliverAll(fixture, node);
            List<Item> reports = fixture.items("sender", WellKnownFolder.INBOX);
            assertEquals("high", reports.getFirst().message().flags().importance());
            assertEquals(0, fixture.inbox("ann"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void countsAndUsageFollowThePlacement(Engine engine) {
        try (var fixture = new DeliveryFixture(engine, "ann", "bob")) {
            String copy = "'copyToFolder':'" + WellKnownFolder.ARCHIVE.id().value() + "'";
            rule(fixture, "ann", null, "{'permanentDelete':true," + copy + "}");
            rule(fixture, "bob", null, "{'delete':true,'assignCategories':['a','A','b']," + copy + "}");
            Delivery node = fixture.node();
            node.submissions().accept(fixture.submission(to("ann", "bob")));
            deliverAll(fixture, node);
            assertEquals(List.of(1L, 1L, 1L), usage(fixture, fixture.mailbox("ann")));
            assertEquals(List.of(2L, 0L, 2L), usage(fixture, fixture.mailbox("bob")));
            assertEquals(1, fixture.items("bob", WellKnownFolder.DELETEDITEMS).size());
            assertEquals(1, fixture.items("bob", WellKnownFolder.ARCHIVE).size());
            assertEquals(0, fixture.inbox("ann"));
            assertEquals(1, fixture.items("ann", WellKnownFolder.ARCHIVE).size());
        }
    }

    /** Items, recoverable items, and items that wait to be indexed outside of Recoverable Items, after the sizes were compared. */
    private static List<Long> usage(DeliveryFixture fixture, MailboxId mailbox) {
        return fixture.mail.database.read(sql -> {
            long[] counted = sql.one(
                    "select items, recoverable_items, bytes, recoverable_bytes from mailbox where mailbox_id = ?",
                    row -> new long[] {row.number(1), row.number(2), row.number(3), row.number(4)},
                    mailbox.value());
            long size = sql.number("select sum(size) from message where mailbox_id = ?", mailbox.value());
            if (counted == null || counted[2] + counted[3] != size) {
                throw new AssertionError("the sizes differ from " + size);
            }
            long indexed = sql.number(
                    "select count(*) from unindexed u join message m on m.mailbox_id = ? and m.item_id = u.item_id"
                            + " where u.mailbox_id = ? and m.folder_id <> ?",
                    mailbox.value(),
                    mailbox.value(),
                    WellKnownFolder.RECOVERABLEITEMSPURGES.id().value());
            return List.of(counted[0], counted[1], indexed);
        });
    }
}
