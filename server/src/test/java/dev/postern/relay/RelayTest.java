package dev.postern.relay;

import static dev.postern.relay.RelayFixture.SENDER;
import static dev.postern.relay.RelayFixture.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.Core;
import dev.postern.delivery.OutsideMail;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.NewAttachment;
import dev.postern.smtp.DeliveryNotice;
import dev.postern.smtp.Reply;
import dev.postern.smtp.client.OutgoingMail;
import dev.postern.smtp.client.SendResult;
import dev.postern.smtp.dkim.DkimAlgorithm;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail to other domains, on both engines. */
class RelayTest {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void eachDomainGetsItsRecipientsInOneMessage(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.send("ann@contoso.example", "Ada@Fabrikam.example", "bob@fabrikam.example", "c@adatum.example");
            assertEquals(1, fixture.inbox(fixture.ann).size());
            assertEquals(
                    List.of("adatum.example", "fabrikam.example"),
                    fixture.rows().stream()
                            .map(row -> row.key().destination())
                            .sorted()
                            .toList());
            assertEquals(2, fixture.direct().relayDue());
            // other hosts may distinguish upper and lower case before the at sign
            assertEquals(
                    List.of("Ada@fabrikam.example", "bob@fabrikam.example", "c@adatum.example"),
                    fixture.hosts.recipients());
            assertEquals(2, fixture.hosts.attempts().size());
            var received = fixture.hosts.received().getFirst();
            assertEquals(SENDER, received.sender());
            assertTrue(
                    received.content().startsWith("Received: from contoso.example by contoso.example with HTTPS id "));
            assertTrue(received.content().contains("\r\nSubject: Hello\r\n"));
            assertEquals(0, fixture.messages());
            assertEquals(List.of(), fixture.rows());
            assertEquals(List.of(), fixture.subjects());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void acceptedRecipientsAreNeverSentAgain(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.hosts
                    .reply("a@fabrikam.example", "250 2.1.5 ok")
                    .reply("b@fabrikam.example", "451 4.3.0 later", "450 - again", "250 2.1.5 ok")
                    .reply("c@fabrikam.example", "550 5.1.1 no such user");
            RelayService relay = fixture.direct();
            fixture.send("a@fabrikam.example", "b@fabrikam.example", "c@fabrikam.example");
            assertEquals(1, relay.relayDue());
            assertEquals(List.of("a@fabrikam.example"), fixture.hosts.recipients());
            assertEquals(List.of("Undeliverable: Hello"), fixture.subjects());
            RelayRow row = fixture.rows().getFirst();
            assertEquals(1, row.attempts());
            assertEquals("451 4.3.0 later", row.waiting().getFirst().lastReply());
            fixture.pass(Duration.ofSeconds(59));
            assertEquals(0, relay.relayDue());
            fixture.pass(Duration.ofSeconds(9));
            assertEquals(1, relay.relayDue());
            fixture.pass(Duration.ofSeconds(119));
            assertEquals(0, relay.relayDue());
            fixture.pass(Duration.ofSeconds(17));
            assertEquals(1, relay.relayDue());
            assertEquals(List.of("a@fabrikam.example", "b@fabrikam.example"), fixture.hosts.recipients());
            assertEquals(
                    List.of(3, 1, 1),
                    fixture.hosts.attempts().stream()
                            .map(mail -> mail.recipients().size())
                            .toList());
            assertEquals(0, fixture.messages());
            assertEquals(1, fixture.subjects().size());
            assertEquals(
                    new RelayCounters.Snapshot(2, 2, 1, 0, 0), relay.counters().snapshot());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aReportSaysWhatTheOtherHostReplied(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.hosts
                    .reply("a@fabrikam.example", "550 5.1.1 no such user\r\nSubject: forged")
                    .reply("b@fabrikam.example", "554 - not now");
            fixture.send("a@fabrikam.example", "b@fabrikam.example");
            fixture.direct().relayDue();
            assertEquals("""
                Reporting-MTA: dns; contoso.example
                Arrival-Date: Mon, 23 Nov 2026 01:02:03 GMT

                Final-Recipient: rfc822; a@fabrikam.example
                Action: failed
                Status: 5.1.1
                Remote-MTA: dns; mx.fabrikam.example [127.0.0.1]
                Diagnostic-Code: smtp; 550 5.1.1 no such user  Subject: forged
                Last-Attempt-Date: Mon, 23 Nov 2026 01:02:03 GMT

                Final-Recipient: rfc822; b@fabrikam.example
                Action: failed
                Status: 5.0.0
                Remote-MTA: dns; mx.fabrikam.example [127.0.0.1]
                Diagnostic-Code: smtp; 554 not now
                Last-Attempt-Date: Mon, 23 Nov 2026 01:02:03 GMT
                """, fixture.details("Undeliverable: Hello").getFirst().replace("\r\n", "\n"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aLateMessageIsReportedOnceAndThenReturned(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.hosts.away("fabrikam.example");
            RelayService relay = fixture.direct();
            fixture.send("a@fabrikam.example", "b@fabrikam.example");
            int hours = 0;
            for (; hours < 47; hours++) {
                relay.relayDue();
                assertEquals(
                        hours < 4 ? List.of() : List.of("Delivery delayed: Hello"),
                        fixture.subjects(),
                        "after " + hours + " hours");
                fixture.pass(Duration.ofHours(1));
            }
            String late = fixture.details("Delivery delayed: Hello").getFirst();
            assertTrue(late.contains("Action: delayed\r\nStatus: 4.4.1\r\n"), late);
            assertTrue(late.contains("Will-Retry-Until: Wed, 25 Nov 2026 01:02:03 GMT\r\n"), late);
            fixture.pass(Duration.ofHours(1));
            relay.relayDue();
            assertEquals(List.of("Delivery delayed: Hello", "Undeliverable: Hello"), fixture.subjects());
            String failed = fixture.details("Undeliverable: Hello").getFirst();
            assertEquals(2, failed.split("Action: failed\r\nStatus: 4.4.1\r\n", -1).length - 1, failed);
            assertEquals(0, fixture.messages());
            fixture.pass(Duration.ofHours(9));
            assertEquals(0, relay.relayDue());
            assertEquals(2, fixture.subjects().size());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void nothingIsReportedAboutTheNullSenderOrAboutAReport(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.hosts.reply("a@fabrikam.example", "550 5.1.1 no", "550 5.1.1 no");
            RelayService relay = fixture.direct();
            fixture.send(fixture.core, message("a@fabrikam.example"), true, null, List.of());
            assertEquals(1, relay.relayDue());
            assertEquals("", fixture.hosts.attempts().getFirst().sender());
            String report = """
                From: sender@contoso.example\r
                To: a@fabrikam.example\r
                Subject: Report\r
                Message-ID: <r@contoso.example>\r
                Date: Mon, 23 Nov 2026 01:02:03 +0000\r
                MIME-Version: 1.0\r
                Content-Type: multipart/report; report-type=delivery-status; boundary=b\r
                \r
                --b\r
                \r
                text\r
                --b--\r
                """;
            fixture.send(
                    fixture.core,
                    "{'subject':'Report','internetMessageHeaders':[{'name':'Content-Type','value':'multipart/report;"
                            + " report-type=delivery-status; boundary=b'}],"
                            + message("a@fabrikam.example").substring(1).replace("'subject':'Hello',", ""),
                    false,
                    Content.of(report.getBytes(StandardCharsets.US_ASCII)),
                    List.of());
            assertEquals(1, relay.relayDue());
            assertEquals(SENDER, fixture.hosts.attempts().getLast().sender());
            assertEquals(List.of(), fixture.subjects());
            assertEquals(0, fixture.messages());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aDeadDomainDelaysNoOther(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.hosts.away("dead.example");
            RelayService relay = fixture.direct();
            for (int i = 0; i < 1000; i++) {
                fixture.accept(fixture.core, message("p" + i + "@dead.example"), false, null, List.of());
                if (i % 50 == 0) {
                    fixture.core.delivery().deliverDue();
                }
            }
            fixture.send("a@fabrikam.example");
            relay.relayDue();
            assertEquals(List.of("a@fabrikam.example"), fixture.hosts.recipients());
            // one attempt for all of them
            assertEquals(2, fixture.hosts.attempts().size());
            fixture.pass(Duration.ofSeconds(70));
            relay.relayDue();
            assertEquals(3, fixture.hosts.attempts().size());
            fixture.hosts.back("dead.example");
            fixture.pass(Duration.ofSeconds(140));
            relay.relayDue();
            assertEquals(1001, fixture.hosts.recipients().size());
            assertEquals(0, fixture.messages());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aSmarthostThatIsAwayIsAskedOnceInEachPause(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.hosts.away("relay.contoso.example:25");
            RelayService relay = fixture.smarthost();
            fixture.send("a@fabrikam.example", "b@adatum.example", "c@dead.example");
            assertEquals(1, relay.relayDue());
            assertEquals(0, relay.relayDue());
            fixture.pass(Duration.ofSeconds(68));
            assertEquals(1, relay.relayDue());
            fixture.hosts.back("relay.contoso.example:25");
            assertEquals(0, relay.relayDue());
            fixture.pass(Duration.ofMinutes(5));
            assertEquals(3, relay.relayDue());
            assertEquals(0, fixture.messages());
        }
    }

    /** It refuses at its greeting, so that it is left alone as a whole, or each recipient. */
    @ParameterizedTest
    @CsvSource({"SQLITE, true", "SQLITE, false", "POSTGRES, true", "POSTGRES, false"})
    void aSmarthostThatSays4xxForTenMinutesGetsEachMessageOnceAfterThem(Engine engine, boolean atGreeting) {
        try (var fixture = new RelayFixture(engine)) {
            RelayService relay = fixture.smarthost();
            fixture.send("late@fabrikam.example");
            var late = fixture.rows().getFirst().id();
            fixture.change(late, QueueAdministration.Change.HOLD);
            fixture.pass(Duration.ofHours(4).minusMinutes(5));
            fixture.change(late, QueueAdministration.Change.RELEASE);
            for (int i = 0; i < 20; i++) {
                fixture.send("p" + i + (i % 2 == 0 ? "@fabrikam.example" : "@adatum.example"));
            }
            Instant begin = fixture.instant();
            Instant recovers = begin.plus(Duration.ofMinutes(10));
            Map<String, List<Long>> tried = new TreeMap<>();
            fixture.hosts.during((destination, mail) -> {
                String first = mail.recipients().getFirst().address();
                tried.computeIfAbsent(first, _ -> new ArrayList<>())
                        .add(Duration.between(begin, fixture.instant()).toSeconds());
                return fixture.instant().isBefore(recovers)
                        ? new SendResult(
                                atGreeting ? "" : "relay.contoso.example [127.0.0.1]",
                                Map.of(first, Reply.of(atGreeting ? 421 : 451, "4.3.2", "not now")))
                        : fixture.hosts.replies(destination, mail);
            });
            for (int second = 0; second < 30 * 60; second += 5) {
                relay.relayDue();
                boolean isLate = second >= 5 * 60;
                assertEquals(
                        isLate ? List.of("Delivery delayed: Hello") : List.of(),
                        fixture.subjects(),
                        "after " + second + " s");
                if (second < 10 * 60) {
                    assertEquals(List.of(), fixture.hosts.recipients());
                }
                fixture.pass(Duration.ofSeconds(5));
            }
            assertEquals(21, new HashSet<>(fixture.hosts.recipients()).size());
            assertEquals(21, fixture.hosts.recipients().size());
            assertEquals(0, fixture.messages());
            String report = fixture.details("Delivery delayed: Hello").getFirst();
            assertTrue(report.contains("Final-Recipient: rfc822; late@fabrikam.example\r\n"), report);
            assertTrue(report.contains("Action: delayed\r\nStatus: 4.3.2\r\n"), report);
            // as a whole: pauses of 60, 120, 240 and 480 s, longer by an eighth at most; else for each message
            long before = tried.values().stream()
                    .flatMap(List::stream)
                    .filter(at -> at < 600)
                    .count();
            assertEquals(atGreeting ? 4 : 4 * 21, before, tried::toString);
            for (List<Long> times : tried.values()) {
                for (int i = 1; i < times.size() && !atGreeting; i++) {
                    long pause = times.get(i) - times.get(i - 1);
                    long least = 60L << (i - 1);
                    assertTrue(pause >= least && pause <= least * 9 / 8 + 5, times::toString);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatLeavesHasNoBccAndNoBareLineBreaks(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            String bcc = ",'bccRecipients':[{'emailAddress':{'address':'hidden@fabrikam.example'}}]}";
            String composed = message("a@fabrikam.example");
            fixture.sendJson(composed.substring(0, composed.length() - 1) + bcc);
            String head = """
                From: sender@contoso.example\r
                To: a@fabrikam.example\r
                Bcc: hidden@fabrikam.example\r
                Subject: Hello\r
                Message-ID: <r@contoso.example>\r
                Date: Mon, 23 Nov 2026 01:02:03 +0000\r
                """;
            for (String original : List.of(
                    head + "\r\none\rtwo\nthree\u00e9\r\n.\r\nend", head + "Subject: second\r\n\r\none\rtwo\r\n")) {
                fixture.send(
                        fixture.core,
                        composed.substring(0, composed.length() - 1) + bcc,
                        false,
                        Content.of(original.getBytes(StandardCharsets.UTF_8)),
                        List.of());
            }
            fixture.direct().relayDue();
            assertEquals(6, fixture.hosts.recipients().size());
            for (ScriptedHosts.Received one : fixture.hosts.received()) {
                assertFalse(one.content().contains("hidden@"), one::content);
                assertFalse(one.content().replace("\r\n", "").matches("(?s).*[\r\n].*"), one::content);
                assertTrue(
                        one.content().startsWith("Received: ") && one.content().endsWith("\r\n"), one::content);
            }
            assertEquals(
                    Set.of(false, true),
                    fixture.hosts.attempts().stream()
                            .map(mail -> mail.content().isEightBit())
                            .collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void largeMessagesArePassedThroughFiles(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            byte[] large = new byte[3_000_000];
            fixture.send(
                    fixture.core,
                    message("a@fabrikam.example", "b@adatum.example"),
                    false,
                    null,
                    List.of(NewAttachment.file("large.bin", null, large)));
            List<Long> files = new ArrayList<>();
            fixture.hosts.before(
                    () -> files.add(fixture.core.mailboxes().temporary().bytes()));
            fixture.direct().relayDue();
            assertEquals(2, files.size());
            assertTrue(files.stream().allMatch(bytes -> bytes > 4_000_000), files::toString);
            assertEquals(0, fixture.core.mailboxes().temporary().bytes());
            assertEquals(2, fixture.hosts.recipients().size());
            assertEquals(0, fixture.messages());
            long referred = fixture.database.read(sql -> sql.number("select count(*) from content where refs > 0"));
            assertEquals(0, referred);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void receiptsAreAskedOfTheNextHost(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            String wanted = "{'isDeliveryReceiptRequested':true,"
                    + message("ann@contoso.example", "a@fabrikam.example").substring(1);
            RelayService relay = fixture.direct();
            fixture.sendJson(wanted);
            relay.relayDue();
            OutgoingMail.Recipient asked =
                    fixture.hosts.attempts().getFirst().recipients().getFirst();
            assertTrue(asked.notice().when().contains(DeliveryNotice.Event.SUCCESS));
            assertEquals("rfc822;a@fabrikam.example", asked.notice().original());
            assertEquals(List.of("Delivered: Hello"), fixture.subjects());
            assertTrue(fixture.details("Delivered: Hello").getFirst().contains("""
                Final-Recipient: rfc822; ann@contoso.example\r
                Action: delivered\r
                Status: 2.0.0\r
                """));
            fixture.hosts.withoutReceipts();
            fixture.sendJson(wanted);
            relay.relayDue();
            assertEquals(List.of("Delivered: Hello", "Delivered: Hello", "Relayed: Hello"), fixture.subjects());
            fixture.send("ann@contoso.example", "a@fabrikam.example");
            relay.relayDue();
            assertEquals(3, fixture.subjects().size());
            assertEquals(
                    Set.of(),
                    fixture.hosts
                            .attempts()
                            .getLast()
                            .recipients()
                            .getFirst()
                            .notice()
                            .when());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void messagesThatWaitedWithoutARouteLeaveWhenThereIsOne(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            Core without = fixture.node(false);
            fixture.send(without, message("a@fabrikam.example"), false, null, List.of());
            fixture.send(without, message("b@fabrikam.example", "c@adatum.example"), false, null, List.of());
            // as a version without relay rows left it
            fixture.database.write(sql ->
                    sql.update("delete from relay where destination = 'adatum.example' or recipients like '%a@fab%'"));
            fixture.database.write(
                    sql -> sql.update("delete from relay where submission_id in (select submission_id from"
                            + " outbound_queue where envelope not like '%adatum%')"));
            fixture.pass(Duration.ofDays(30));
            RelayService relay = fixture.direct();
            relay.recover();
            fixture.hosts.away("fabrikam.example");
            relay.relayDue();
            assertEquals(
                    List.of(),
                    fixture.subjects().stream()
                            .filter(one -> one.startsWith("Un"))
                            .toList());
            fixture.hosts.back("fabrikam.example");
            fixture.pass(Duration.ofMinutes(5));
            relay.relayDue();
            assertTrue(fixture.hosts.recipients().containsAll(List.of("a@fabrikam.example", "b@fabrikam.example")));
            assertEquals(0, fixture.messages());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void signaturesAndDomainsAreWrittenForTheWire(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.core.dkimKeys().create(RelayFixture.TENANT, "contoso.example", "s1", DkimAlgorithm.ED25519);
            RelayService relay = fixture.core.relay(new RelayService.Way(
                    new RelayRoute.Direct(), fixture.hosts, fixture.core.dkimKeys(), 4, RelayFixture.TIMES));
            fixture.send("a@b\u00fccher.example");
            assertEquals(
                    "xn--bcher-kva.example", fixture.rows().getFirst().key().destination());
            relay.relayDue();
            var received = fixture.hosts.received().getFirst();
            assertEquals("a@xn--bcher-kva.example", received.recipient());
            assertTrue(received.content().startsWith("DKIM-Signature: v=1; a=ed25519-sha256;"), received::content);
            assertTrue(received.content().contains("d=contoso.example;\r\n s=s1;"), received::content);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void capturedMailIsRemovedWithItsRows(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            for (int i = 0; i < 3; i++) {
                fixture.send("a@fabrikam.example", "b@adatum.example");
            }
            var captured = new OutsideMail(fixture.database, fixture.core.mailboxes(), fixture.core.outsideRoute());
            assertEquals(3, captured.list(RelayFixture.TENANT, 9, 1 << 20).size());
            captured.trim(2);
            assertEquals(4, fixture.rows().size());
            assertEquals(2, captured.clear(RelayFixture.TENANT));
            assertEquals(List.of(), fixture.rows());
            assertEquals(0, fixture.messages());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRemovedMailboxLeavesNoRows(Engine engine) {
        try (var fixture = new RelayFixture(engine)) {
            fixture.send("a@fabrikam.example");
            assertEquals(1, fixture.rows().size());
            fixture.core.mailboxes().removed().round(_ -> false, Duration.ZERO);
            fixture.core.mailboxes().removed().round(_ -> false, Duration.ZERO);
            assertEquals(List.of(), fixture.rows());
            assertEquals(0, fixture.direct().relayDue());
            assertEquals(0, fixture.messages());
        }
    }
}
