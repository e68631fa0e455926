package dev.postern.receive;

import static dev.postern.receive.ReceivingFixture.LMTP;
import static dev.postern.receive.ReceivingFixture.STRANGER;
import static dev.postern.receive.ReceivingFixture.TRUSTED;
import static dev.postern.receive.ReceivingFixture.bytes;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Item;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.Quotas;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.smtp.DeliveryNotice;
import dev.postern.smtp.server.MailCommand;
import dev.postern.smtp.server.MailHandler;
import dev.postern.smtp.server.Peer;
import dev.postern.smtp.server.RecipientCommand;
import dev.postern.store.Databases;
import dev.postern.store.DiskSpace;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stored of a message of another host. */
class ReceivedContentTest {
    private static final String SENDER = "ann@elsewhere.example";
    private static final String BOB = "bob@contoso.example";

    private static ReceivingFixture fixture(Engine engine) {
        var fixture = new ReceivingFixture(Databases.open(engine));
        fixture.person("bob");
        fixture.person("eve");
        return fixture;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aMessageIsStoredByteForByteBelowTheTraceFields(Engine engine) {
        try (var fixture = fixture(engine)) {
            String message = """
                from:  Ann <ann@elsewhere.example>
                TO: bob@contoso.example
                Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
                Bcc: eve@contoso.example
                X-Odd  : a
                \t b\s
                Date: Mon, 23 Nov 2026 01:00:00 +0100

                .Hello

                """;
            fixture.send(STRANGER, SENDER, List.of("bob+x@contoso.example"), bytes(message));
            String mime = fixture.mime(BOB);
            String id = fixture.inbox(BOB).getFirst().id().value().toString();
            assertEquals(
                    "Return-Path: <ann@elsewhere.example>\r\n"
                            + "Delivered-To: bob+x@contoso.example\r\n"
                            + "Received: from mail.elsewhere.example ([192.0.2.1])\r\n"
                            + "\tby mx.contoso.example with ESMTP id "
                            + id
                            + "\r\n\tfor <bob+x@contoso.example>;\r\n\tMon, 23 Nov 2026 01:02:03 GMT\r\n"
                            + message.replace("\n", "\r\n"),
                    mime);
            Item item = fixture.inbox(BOB).getFirst();
            assertEquals("Grüße", item.message().summary().subject());
            assertFalse(item.isRead());
            assertEquals("2026-11-23T00:00:00Z", item.message().sent().toString());
            assertEquals("2026-11-23T01:02:03Z", item.message().received().toString());
            assertTrue(requireNonNull(item.message().headers()).toString().contains("\"Received\""));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void recipientsDoNotLearnOfEachOther(Engine engine) {
        try (var fixture = fixture(engine)) {
            fixture.send(STRANGER, "", List.of(BOB, "eve@contoso.example"), bytes("From: a@elsewhere.example\n\nHi\n"));
            String mime = fixture.mime(BOB);
            assertTrue(mime.startsWith("Return-Path: <>\r\nReceived: from"), mime);
            assertFalse(mime.contains("contoso.example\r\n") && mime.contains("eve@"), mime);
            assertEquals(mime, fixture.mime("eve@contoso.example"));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatAPeerSaysAboutItselfAddsNoFields(Engine engine) {
        try (var fixture = fixture(engine)) {
            Peer odd = new Peer(STRANGER.address(), "a\r\nX-Own: (b);<c>", "ESMTP", false);
            fixture.send(odd, SENDER, List.of(BOB), bytes("Subject: x\n\nHi\n"));
            assertTrue(
                    fixture.mime(BOB).contains("Received: from a??X-Own:??b???c? ([192.0.2.1])\r\n"),
                    fixture.mime(BOB));
            Peer silent = new Peer(ReceivingFixture.peer("2001:db8::1", false).address(), "", "SMTP", false);
            fixture.send(silent, SENDER, List.of("eve@contoso.example"), bytes("Subject: x\n\nHi\n"));
            String mime = fixture.mime("eve@contoso.example");
            assertTrue(mime.contains("Received: from unknown ([IPv6:2001:db8:0:0:0:0:0:1])\r\n"), mime);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatOnlyTrustedPeersMaySayIsRemoved(Engine engine) {
        String believed = """
            Authentication-Results: mx; dkim=pass
            authentication-RESULTS : a;
            \tb=pass
            X-Authentication-Results: x
            Received-SPF: pass
            X-MS-Exchange-Organization-SCL: -1
            X-MS-Exchange-Organization-AuthAs: Internal
            X-Forefront-Antispam-Report: x
            """;
        String kept = """
            From: a@elsewhere.example
            X-MS-Exchange-SenderADCheck: 1
            ARC-Seal: i=1
            DKIM-Signature: v=1
            Resent-From: x@elsewhere.example
            Received: from a by b; Mon, 23 Nov 2026 01:00:00 GMT
            """;
        try (var fixture = fixture(engine)) {
            fixture.send(STRANGER, SENDER, List.of(BOB), bytes("Return-Path: <x@y>\n" + believed + kept + "\nHi\n"));
            assertTrue(
                    fixture.mime(BOB).endsWith("GMT\r\n" + new String(bytes(kept + "\nHi\n"), StandardCharsets.UTF_8)));
            fixture.send(TRUSTED, SENDER, List.of("eve@contoso.example"), bytes(believed + kept + "\nHi\n"));
            assertTrue(fixture.mime("eve@contoso.example")
                    .endsWith("GMT\r\n" + new String(bytes(believed + kept + "\nHi\n"), StandardCharsets.UTF_8)));
        }
    }

    private record Spam(Peer peer, String field, WellKnownFolder folder) {}

    @ParameterizedTest
    @EnumSource(Engine.class)
    void spamOfTrustedPeersIsPutIntoJunkEmail(Engine engine) {
        WellKnownFolder junk = WellKnownFolder.JUNKEMAIL;
        WellKnownFolder inbox = WellKnownFolder.INBOX;
        try (var fixture = fixture(engine)) {
            for (Spam one : List.of(
                    new Spam(TRUSTED, "X-Spam-Flag: YES", junk),
                    new Spam(TRUSTED, "x-spam-flag: Yes", junk),
                    new Spam(TRUSTED, "X-Spam-Flag: NO", inbox),
                    new Spam(TRUSTED, "X-Spam-Status: Yes, score=9.1", junk),
                    new Spam(TRUSTED, "X-Spam-Status: No, score=1.1", inbox),
                    new Spam(TRUSTED, "X-MS-Exchange-Organization-SCL: 5", junk),
                    new Spam(TRUSTED, "X-MS-Exchange-Organization-SCL: 9", junk),
                    new Spam(TRUSTED, "X-MS-Exchange-Organization-SCL: 4", inbox),
                    new Spam(TRUSTED, "X-MS-Exchange-Organization-SCL: -1", inbox),
                    new Spam(STRANGER, "X-Spam-Flag: YES", inbox))) {
                int before = fixture.items(BOB, one.folder()).size();
                fixture.send(one.peer(), SENDER, List.of(BOB), bytes(one.field() + "\n\nHi\n"));
                assertEquals(before + 1, fixture.items(BOB, one.folder()).size(), one.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void messagesWithoutAHeaderAreText(Engine engine) {
        try (var fixture = fixture(engine)) {
            fixture.send(STRANGER, SENDER, List.of(BOB), bytes("Just text\nSubject: no field\n"));
            Item item = fixture.inbox(BOB).getFirst();
            assertTrue(fixture.mime(BOB).endsWith("\r\n\r\nJust text\r\nSubject: no field\r\n"), fixture.mime(BOB));
            assertTrue(requireNonNull(item.message().body()).content().startsWith("Just text"));
            assertEquals(SENDER, requireNonNull(item.message().summary().from()).address());
            fixture.send(STRANGER, SENDER, List.of("eve@contoso.example"), new byte[0]);
            assertTrue(fixture.mime("eve@contoso.example").endsWith("GMT\r\n"));
        }
    }

    private record Hostile(String what, String content, String reply) {}

    @ParameterizedTest
    @EnumSource(Engine.class)
    void hostileMessagesAreStoredOrRefused(Engine engine) {
        String part = "--b\n\nx\n";
        try (var fixture = fixture(engine)) {
            for (Hostile one : List.of(
                    new Hostile(
                            "1,500 parts",
                            "Subject: parts\nContent-Type: multipart/mixed; boundary=b\n\n" + part.repeat(1500)
                                    + "--b--\n",
                            "250 2.0.0"),
                    new Hostile(
                            "6,000 recipients",
                            "To: " + "a@b.example, ".repeat(6000) + "a@c\nSubject: x\n\nHi\n",
                            "250 2.0.0"),
                    new Hostile(
                            "a long name",
                            "From: " + "x".repeat(3000) + " <a@b.example>\nSubject: x\n\nHi\n",
                            "250 2.0.0"),
                    new Hostile("a long subject", "Subject: " + "x".repeat(20_000) + "\n\nHi\n", "250 2.0.0"),
                    new Hostile("NUL", "Subject: a\0b\n\n\0\n", "250 2.0.0"),
                    new Hostile(
                            "a field of 700 KB", "X-A: " + "x".repeat(700_000) + "\nSubject: x\n\nHi\n", "250 2.0.0"),
                    new Hostile("a header of 1.1 MB", "X-A: " + "x\n ".repeat(400_000) + "\n\nHi\n", "552 5.3.4"),
                    new Hostile("1,001 fields", "X: a\n".repeat(1001) + "\nHi\n", "552 5.3.4"))) {
                int before = fixture.inbox(BOB).size();
                assertEquals(one.reply(), fixture.code(STRANGER, SENDER, BOB, one.content()), one.what());
                List<Item> after = fixture.inbox(BOB);
                assertEquals(before + (one.reply().startsWith("250") ? 1 : 0), after.size(), one.what());
                if (one.reply().startsWith("250")) {
                    byte[] sent = bytes(one.content());
                    byte[] stored = fixture.mime(BOB, after.getFirst());
                    assertArrayEquals(
                            sent, Arrays.copyOfRange(stored, stored.length - sent.length, stored.length), one.what());
                }
                fixture.mail.pass(Duration.ofSeconds(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void largeMessagesGoThroughTemporaryFiles(Engine engine, @TempDir Path folder) throws IOException {
        TemporaryFiles temporary = TemporaryFiles.in(folder.resolve("tmp"), 9 << 20);
        var settings =
                new Mailboxes.Settings("contoso.example", false, Quotas.DEFAULT, DiskSpace.unlimited(), temporary);
        try (var fixture =
                new ReceivingFixture(Databases.open(engine), settings, ReceivingFixture.settings(20_000_000))) {
            fixture.person("bob");
            fixture.person("eve");
            byte[] file = new byte[2 << 20];
            new Random(5).nextBytes(file);
            byte[] message = bytes("Subject: large\nMessage-ID: <large@elsewhere.example>\n"
                    + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\n"
                    + "Content-Type: application/octet-stream; name=f.bin\nContent-Transfer-Encoding: base64\n\n"
                    + Base64.getMimeEncoder().encodeToString(file).replace("\r", "") + "\n--b--\n");
            List<String> both = List.of(BOB, "eve@contoso.example");
            for (int attempt = 0; attempt < 2; attempt++) {
                assertTrue(
                        fixture.send(STRANGER, SENDER, both, message).getFirst().startsWith("250 "));
            }
            for (String person : both) {
                Item item = fixture.inbox(person).getFirst();
                byte[] stored = fixture.mime(person, item);
                assertArrayEquals(message, Arrays.copyOfRange(stored, stored.length - message.length, stored.length));
                var attachment =
                        fixture.open(person).attachments().list(item.id()).getFirst();
                assertArrayEquals(
                        file,
                        fixture.open(person)
                                .attachments()
                                .open(item.id(), attachment.id())
                                .readAllBytes());
            }
            byte[] larger = Arrays.copyOf(message, 9_600_000);
            assertEquals(
                    "452 4.3.1",
                    ReceivingFixture.code(
                            fixture.send(STRANGER, SENDER, both, larger).getFirst()));
            assertEquals(0, temporary.bytes());
            try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
                assertEquals(0, left.count());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anAbortedMessageLeavesNothing(Engine engine, @TempDir Path folder) throws IOException {
        TemporaryFiles temporary = TemporaryFiles.in(folder.resolve("tmp"), 9 << 20);
        var settings =
                new Mailboxes.Settings("contoso.example", false, Quotas.DEFAULT, DiskSpace.unlimited(), temporary);
        try (var fixture =
                new ReceivingFixture(Databases.open(engine), settings, ReceivingFixture.settings(20_000_000))) {
            fixture.person("bob");
            var begun = fixture.handler.begin(LMTP, new MailCommand(SENDER, 0, false, null, false));
            if (begun instanceof MailHandler.Begun.Accepted(var transaction)) {
                transaction.recipient(new RecipientCommand(BOB, DeliveryNotice.USUAL));
                transaction.content().write(new byte[1 << 20]);
                assertEquals(1 << 20, temporary.bytes());
                transaction.abort();
            }
            assertEquals(0, temporary.bytes());
            assertEquals(0, fixture.inbox(BOB).size());
        }
    }
}
