package dev.postern.receive;

import static dev.postern.receive.ReceivingFixture.LMTP;
import static dev.postern.receive.ReceivingFixture.STRANGER;
import static dev.postern.receive.ReceivingFixture.TRUSTED;
import static dev.postern.receive.ReceivingFixture.bytes;
import static dev.postern.receive.ReceivingFixture.peer;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.postern.delivery.Delivery;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.setting.AutomaticReplies;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops, storms and repeated messages come to an end. */
class ReceivedLoopsTest {
    private static final String SENDER = "ann@elsewhere.example";
    private static final String BOB = "bob@contoso.example";
    private static final String MESSAGE = """
        From: ann@elsewhere.example
        To: bob@contoso.example
        Subject: Hello
        Message-ID: <1@elsewhere.example>

        Hi
        """;

    private static ReceivingFixture fixture(Engine engine) {
        var fixture = new ReceivingFixture(Databases.open(engine));
        fixture.person("bob");
        fixture.person("eve");
        return fixture;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void messagesWithTooManyHopsAreRefused(Engine engine) {
        String hop = "Received: from a by b; Mon, 23 Nov 2026 01:00:00 GMT\n";
        try (var fixture = fixture(engine)) {
            assertEquals("250 2.0.0", fixture.code(STRANGER, SENDER, BOB, hop.repeat(50) + MESSAGE));
            assertEquals("554 5.4.6", fixture.code(STRANGER, SENDER, BOB, hop.repeat(51) + MESSAGE));
            assertEquals(1, fixture.inbox(BOB).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeliveredMessageThatComesBackIsRefusedForItsMailbox(Engine engine) {
        try (var fixture = fixture(engine)) {
            assertEquals("250 2.0.0", fixture.code(STRANGER, SENDER, "bob+x@contoso.example", MESSAGE));
            String back = "Received: from mx.contoso.example by elsewhere; Mon, 23 Nov 2026 01:00:00 GMT\n"
                    + fixture.mime(BOB).replace("\r", "");
            assertEquals("554 5.4.6", fixture.code(STRANGER, SENDER, BOB, back));
            assertEquals("250 2.0.0", fixture.code(STRANGER, SENDER, "eve@contoso.example", back));
            List<String> both = List.of(BOB, "eve@contoso.example");
            String other = back + "other";
            assertEquals(
                    List.of("554 5.4.6", "250 2.0.0"),
                    fixture.send(LMTP, SENDER, both, bytes(other)).stream()
                            .map(ReceivingFixture::code)
                            .toList());
            assertEquals(
                    "250 2.0.0", fixture.code(STRANGER, SENDER, BOB, "Delivered-To: bob@contoso.example\n" + MESSAGE));
            assertEquals(
                    "554 5.4.6",
                    fixture.code(
                            STRANGER, SENDER, BOB, "X-MS-Exchange-Inbox-Rules-Loop: bob@contoso.example\n" + MESSAGE));
            assertEquals(2, fixture.inbox(BOB).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRepeatedMessageIsStoredOnce(Engine engine) {
        try (var fixture = fixture(engine)) {
            List<String> first = fixture.send(STRANGER, SENDER, List.of(BOB), bytes(MESSAGE));
            fixture.mail.pass(Duration.ofHours(1));
            List<String> again = fixture.send(STRANGER, SENDER, List.of(BOB, "eve@contoso.example"), bytes(MESSAGE));
            assertEquals(List.of(first.getFirst(), first.getFirst()), again);
            assertEquals(1, fixture.inbox(BOB).size());
            assertEquals(1, fixture.inbox("eve@contoso.example").size());
            assertEquals(2, fixture.traced.size());
            fixture.send(STRANGER, SENDER, List.of(BOB), bytes(MESSAGE));
            assertEquals(2, fixture.traced.size());

            fixture.send(STRANGER, "other" + SENDER, List.of(BOB), bytes(MESSAGE));
            fixture.send(STRANGER, SENDER, List.of(BOB), bytes(MESSAGE + "."));
            assertEquals(3, fixture.inbox(BOB).size());
            for (int i = 0; i < 2; i++) {
                fixture.send(STRANGER, SENDER, List.of(BOB), bytes("Subject: without an id\n\nHi\n"));
            }
            assertEquals(5, fixture.inbox(BOB).size());

            fixture.mail.core().received().forget();
            fixture.send(STRANGER, SENDER, List.of(BOB), bytes(MESSAGE));
            assertEquals(5, fixture.inbox(BOB).size());
            fixture.mail.pass(ReceivedMessages.KEPT);
            fixture.mail.core().received().forget();
            fixture.send(STRANGER, SENDER, List.of(BOB), bytes(MESSAGE));
            assertEquals(6, fixture.inbox(BOB).size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void stormsAreSlowedDown(Engine engine) {
        try (var fixture = fixture(engine)) {
            String content = "Subject: x\n\nHi\n";
            for (int i = 0; i < Storms.PER_SENDER; i++) {
                fixture.send(STRANGER, SENDER, List.of("nobody@elsewhere.example"), bytes(content));
            }
            assertEquals("450 4.7.1", fixture.code(STRANGER, "Ann@elsewhere.example", BOB, content));
            assertEquals("250 2.0.0", fixture.code(STRANGER, "joe@elsewhere.example", BOB, content));
            assertEquals("250 2.0.0", fixture.code(STRANGER, "", BOB, content));
            assertEquals("450 4.7.1", fixture.code(peer("192.0.2.2", false), SENDER, BOB, content));
            assertEquals("250 2.0.0", fixture.code(TRUSTED, SENDER, BOB, content));
            assertEquals("250 2.0.0", fixture.code(peer("127.0.0.1", false), SENDER, BOB, content));
            IntStream.range(0, Storms.PER_PEER)
                    .forEach(i -> fixture.send(
                            STRANGER,
                            "joe" + i + "@elsewhere.example",
                            List.of("x@elsewhere.example"),
                            bytes(content)));
            assertEquals("450 4.7.1", fixture.code(STRANGER, "", BOB, content));
            assertEquals("250 2.0.0", fixture.code(peer("192.0.2.2", false), "", BOB, content));
            fixture.mail.pass(Duration.ofMinutes(1));
            assertEquals("250 2.0.0", fixture.code(STRANGER, SENDER, BOB, content));
        }
    }

    private record Answered(String sender, String fields, int replies) {}

    private static void reply(Mailbox mailbox) {
        new MailboxSettings(mailbox)
                .change(state -> state.with(state.replies()
                        .changed(
                                AutomaticReplies.Status.ALWAYS_ENABLED,
                                AutomaticReplies.Audience.ALL,
                                "Inside",
                                "Outside",
                                null)));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void sendersOutsideGetAutomaticReplies(Engine engine) {
        for (Answered one : List.of(
                new Answered(SENDER, "", 1),
                new Answered("", "", 0),
                new Answered("not an address", "", 0),
                new Answered("ann", "", 0),
                new Answered(SENDER, "Auto-Submitted: auto-replied\n", 0),
                new Answered(SENDER, "Precedence: bulk\n", 0),
                new Answered("noreply@elsewhere.example", "", 0))) {
            try (var fixture = fixture(engine)) {
                fixture.send(STRANGER, "", List.of(BOB), bytes("Subject: creates the mailbox\n\n"));
                reply(fixture.open(BOB));
                Delivery delivery = fixture.mail.core().delivery();
                assertEquals("250 2.0.0", fixture.code(STRANGER, one.sender(), BOB, one.fields() + MESSAGE));
                // another message: one reply for each sender
                assertEquals("250 2.0.0", fixture.code(STRANGER, one.sender(), BOB, one.fields() + MESSAGE + "."));
                while (delivery.deliverDue() > 0) {
                    fixture.mail.pass(Duration.ofSeconds(1));
                }
                long waiting = fixture.mail.database.read(sql -> sql.number(
                        "select count(*) from outbound_queue where envelope like ?", "%" + one.sender() + "%"));
                assertEquals(one.replies(), waiting, one.toString());
                assertEquals(3, fixture.inbox(BOB).size(), one.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void rulesActOnMailFromOutside(Engine engine) {
        try (var fixture = fixture(engine)) {
            fixture.send(STRANGER, "", List.of(BOB), bytes("Subject: creates the mailbox\n\n"));
            new MessageRules(fixture.open(BOB))
                    .create(
                            new MessageRule(
                                    0,
                                    "rule",
                                    1,
                                    true,
                                    MailFixture.json("{'subjectContains':['Hello']}"),
                                    null,
                                    MailFixture.json(
                                            "{'markAsRead':true,'redirectTo':[{'emailAddress':{'address':'eve@contoso.example'}}]}")));
            fixture.mail.pass(Duration.ofSeconds(5));
            assertEquals("250 2.0.0", fixture.code(STRANGER, SENDER, BOB, MESSAGE));
            assertEquals("250 2.0.0", fixture.code(TRUSTED, SENDER, BOB, "X-Spam-Flag: yes\n" + MESSAGE));
            while (fixture.mail.core().delivery().deliverDue() > 0) {
                fixture.mail.pass(Duration.ofSeconds(1));
            }
            var newest = fixture.inbox(BOB).stream()
                    .max(Comparator.comparing(item -> item.message().received()))
                    .orElseThrow();
            assertEquals(true, newest.isRead());
            assertFalse(fixture.items(BOB, WellKnownFolder.JUNKEMAIL).getFirst().isRead());
            var redirected = fixture.inbox("eve@contoso.example");
            assertEquals(1, redirected.size());
            String mime =
                    new String(fixture.mime("eve@contoso.example", redirected.getFirst()), StandardCharsets.UTF_8);
            assertEquals(
                    SENDER,
                    requireNonNull(redirected.getFirst().message().summary().from())
                            .address());
            assertEquals(true, mime.contains("X-MS-Exchange-Inbox-Rules-Loop: bob@contoso.example"), mime);
        }
    }
}
