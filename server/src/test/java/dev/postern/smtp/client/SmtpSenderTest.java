package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines, bounds, and connections that are used for several messages. */
class SmtpSenderTest {
    private static final String HELLO = "S: 220 mx\nC: EHLO\nS: 250 mx\n";
    private static final String MESSAGE = """
        C: MAIL
        S: 250 Ok
        C: RCPT
        S: 250 Ok
        C: DATA
        S: 354 Go on
        DATA
        S: 250 2.0.0 Stored
        """;
    private static final String A = "a@fabrikam.example";

    private static String reply(SendResult result) {
        return Objects.requireNonNull(result.recipients().get(A)).text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOLD | 451 4.4.7",
                "S: 220 mx;C: EHLO;HOLD | 451 4.4.7",
                "HELLO;C: MAIL;HOLD | 451 4.4.7",
                "HELLO;C: MAIL;S: 250 Ok;C: RCPT;S: 250 Ok;C: DATA;HOLD | 451 4.4.7",
                "HELLO;C: MAIL;S: 250 Ok;C: RCPT;S: 250 Ok;C: DATA;S: 354 Go;DATA;HOLD | 451 4.4.2 No reply",
                // half a reply
                "HELLO;C: MAIL;B: 250 O;HOLD | 451 4.4.7",
            })
    void theTimeIsOver(String script, String expected) throws Exception {
        try (ScriptedHost host =
                new ScriptedHost(null, script.replace(';', '\n').replace("HELLO\n", HELLO))) {
            SendResult result = Senders.send(host, Senders.noTls(null), TestMail.to(A), Duration.ofMillis(700));
            assertTrue(reply(result).startsWith(expected), () -> reply(result));
            assertEquals(List.of(), host.problems);
        }
    }

    @Test
    void theTimeIsOverWhileTheHostReadsNothing() throws Exception {
        String large = "Subject: Large\r\n\r\n" + "0123456789abcdef\r\n".repeat(1_000_000);
        try (ScriptedHost host = new ScriptedHost(
                null, HELLO + "C: MAIL\nS: 250 Ok\nC: RCPT\nS: 250 Ok\nC: DATA\nS: 354 Go on\nHOLD\n")) {
            OutgoingMail mail = new OutgoingMail("", TestMail.recipients(A), TestMail.content(large), null);
            SendResult result = Senders.send(host, Senders.noTls(null), mail, Duration.ofMillis(700));
            assertTrue(reply(result).startsWith("451 4.4.7"), () -> reply(result));
        }
    }

    @Test
    void noHostListens() throws Exception {
        Destination.Smarthost nowhere;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            nowhere = new Destination.Smarthost("localhost", closed.getLocalPort());
        }
        try (SmtpSender sender = Senders.plain()) {
            SendResult result = sender.send(nowhere, TestMail.to(A), Senders.LIMIT);
            assertTrue(reply(result).startsWith("451 4.4.1"), () -> reply(result));
            assertEquals("", result.host());
        }
    }

    @Test
    void aHostThatRefusesIsNamedWithItsAddress() throws Exception {
        try (ScriptedHost host = new ScriptedHost(null, "S: 554 5.3.2 No mail here\nC: QUIT\n")) {
            SendResult result = Senders.send(host, Senders.noTls(null), TestMail.to(A), Senders.LIMIT);
            assertEquals("localhost [127.0.0.1]", result.host());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ReplyReader.MAX_LINE - 4, ReplyReader.MAX_LINE - 3})
    void longLines(int length) throws Exception {
        String script = HELLO + "C: MAIL\nS: 550 " + "x".repeat(length) + "\nC: QUIT\n";
        boolean fits = length + 4 <= ReplyReader.MAX_LINE;
        try (ScriptedHost host = new ScriptedHost(null, script)) {
            SendResult result = Senders.send(host, Senders.noTls(null), TestMail.to(A), Senders.LIMIT);
            assertTrue(reply(result).startsWith(fits ? "550 xxx" : "451 4.5.0"), () -> reply(result));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ReplyReader.MAX_LINES, ReplyReader.MAX_LINES + 1})
    void manyLines(int count) throws Exception {
        String script = HELLO + "C: MAIL\n" + "S: 550-no\n".repeat(count - 1) + "S: 550 no\n";
        try (ScriptedHost host = new ScriptedHost(null, script)) {
            SendResult result = Senders.send(host, Senders.noTls(null), TestMail.to(A), Senders.LIMIT);
            assertTrue(
                    reply(result).startsWith(count <= ReplyReader.MAX_LINES ? "550 no" : "451 4.5.0"),
                    () -> reply(result));
        }
    }

    @Test
    void aContentThatCannotBeReadIsNotSent() throws Exception {
        OutgoingMail.Content broken = new OutgoingMail.Content() {
            @Override
            public long size() {
                return 100;
            }

            @Override
            public boolean isEightBit() {
                return false;
            }

            @Override
            public boolean hasUtf8Headers() {
                return false;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write("Subject: half\r\n".getBytes(StandardCharsets.US_ASCII));
                throw new IOException("gone");
            }
        };
        try (ScriptedHost host = new ScriptedHost(null, HELLO + MESSAGE)) {
            OutgoingMail mail = new OutgoingMail("", TestMail.recipients(A), broken, null);
            SendResult result = Senders.send(host, Senders.noTls(null), mail, Senders.LIMIT);
            assertTrue(reply(result).startsWith("451 4.3.0"), () -> reply(result));
            assertEquals(List.of(), host.contents);
        }
    }

    /** What a host could take for the end of the message never leaves. */
    @ParameterizedTest
    @ValueSource(strings = {"a\n.\nMAIL FROM:<x>", "a\r.\rb", "a\n.\r\nb", "a\r\n.\nb", ".\r\nb", "a\r\n.", "a"})
    void linesThatLookLikeTheEnd(String body) throws Exception {
        String text = "Subject: x\r\n\r\n" + body;
        try (ScriptedHost host = new ScriptedHost(null, HELLO + MESSAGE + "C: QUIT\n")) {
            OutgoingMail mail = new OutgoingMail("", TestMail.recipients(A), TestMail.content(text), null);
            SendResult result = Senders.send(host, Senders.noTls(null), mail, Senders.LIMIT);
            assertEquals("250 2.0.0 Stored", reply(result));
            assertEquals(List.of(), host.problems);
            String expected = text.replaceAll("\r\n|\r|\n", "\r\n");
            assertEquals(List.of(expected.endsWith("\r\n") ? expected : expected + "\r\n"), host.contents);
        }
    }

    @Test
    void manyRecipientsArePipelinedInParts() throws Exception {
        String[] all = IntStream.range(0, 120)
                .mapToObj(i -> "a" + i + "@fabrikam.example")
                .toArray(String[]::new);
        String script = "S: 220 mx\nC: EHLO\nS: 250-mx\nS: 250 PIPELINING\nC: MAIL\n" + "C: RCPT\n".repeat(50)
                + "S: 250 Ok\n" + "S: 250 Ok\n".repeat(49) + "S: 550 5.1.1 Unknown\n" + "C: RCPT\n".repeat(50)
                + "S: 250 Ok\n".repeat(50) + "C: RCPT\n".repeat(20) + "C: DATA\n" + "S: 250 Ok\n".repeat(20)
                + "S: 354 Go on\nDATA\nS: 250 2.0.0 Stored\nC: QUIT\n";
        try (ScriptedHost host = new ScriptedHost(null, script)) {
            SendResult result = Senders.send(host, Senders.noTls(null), TestMail.to(all), Senders.LIMIT);
            assertEquals(List.of(), host.problems);
            assertEquals(120, result.recipients().size());
            assertEquals(
                    List.of("a49@fabrikam.example"),
                    result.recipients().entrySet().stream()
                            .filter(one -> !one.getValue().isPositive())
                            .map(Map.Entry::getKey)
                            .toList());
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        String script = HELLO + MESSAGE + "C: RSET\nS: 250 Ok\n" + MESSAGE + "C: QUIT\n";
        try (ScriptedHost host = new ScriptedHost(null, script)) {
            try (SmtpSender sender = Senders.plain()) {
                for (int i = 0; i < 2; i++) {
                    SendResult result = sender.send(Senders.smarthost(host), TestMail.to(A), Senders.LIMIT);
                    assertEquals("250 2.0.0 Stored", reply(result));
                }
            }
            host.ended();
            assertEquals(List.of(), host.problems);
            assertEquals(1, host.connections());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP", "C: RSET\nS: 421 4.4.2 Idle", "C: RSET\nS: 500 what"})
    void aConnectionThatTheHostHasClosedIsReplaced(String end) throws Exception {
        try (ScriptedHost host = new ScriptedHost(null, HELLO + MESSAGE + end + "\n", HELLO + MESSAGE + "C: QUIT\n")) {
            try (SmtpSender sender = Senders.plain()) {
                for (int i = 0; i < 2; i++) {
                    SendResult result = sender.send(Senders.smarthost(host), TestMail.to(A), Senders.LIMIT);
                    assertEquals("250 2.0.0 Stored", reply(result));
                }
            }
            host.ended();
            assertEquals(List.of(), host.problems);
            assertEquals(2, host.connections());
        }
    }

    @Test
    void aSmarthostThatRefusesOnAKeptConnectionIsNotAskedAgainAtOnce() throws Exception {
        String refused = "C: RSET\nS: 250 Ok\nC: MAIL\nS: 450 4.2.0 Later\n";
        try (ScriptedHost host = new ScriptedHost(null, HELLO + MESSAGE + refused)) {
            try (SmtpSender sender = Senders.plain()) {
                sender.send(Senders.smarthost(host), TestMail.to(A), Senders.LIMIT);
                SendResult result = sender.send(Senders.smarthost(host), TestMail.to(A), Senders.LIMIT);
                assertEquals("450 4.2.0 Later", reply(result));
            }
            host.ended();
            assertEquals(1, host.connections());
        }
    }

    @Test
    void aSmarthostThatEndsAKeptConnectionIsAskedAgain() throws Exception {
        String ended = "C: RSET\nS: 250 Ok\nC: MAIL\nS: 421 4.7.0 Enough\n";
        try (ScriptedHost host = new ScriptedHost(null, HELLO + MESSAGE + ended, HELLO + MESSAGE + "C: QUIT\n")) {
            try (SmtpSender sender = Senders.plain()) {
                sender.send(Senders.smarthost(host), TestMail.to(A), Senders.LIMIT);
                SendResult result = sender.send(Senders.smarthost(host), TestMail.to(A), Senders.LIMIT);
                assertEquals("250 2.0.0 Stored", reply(result));
            }
            assertEquals(2, host.connections());
        }
    }

    @Test
    void aConnectionThatWaitsTooLongIsEnded() throws Exception {
        AtomicLong now = new AtomicLong();
        Opening opening = new Opening("mail.contoso.example", Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (ScriptedHost host = new ScriptedHost(null, HELLO + MESSAGE + "C: QUIT\n");
                SmtpSender sender =
                        new SmtpSender(opening, Senders.noTls(null), null, Senders.HERE, new Random(1), now::get)) {
            sender.send(Senders.smarthost(host), TestMail.to(A), Senders.LIMIT);
            now.addAndGet(IdleConnections.LONGEST.toNanos() - 1);
            sender.idle().sweep();
            assertEquals(1, sender.idle().count());
            now.incrementAndGet();
            sender.idle().sweep();
            assertEquals(0, sender.idle().count());
            host.ended();
            assertEquals(List.of(), host.problems);
        }
    }

    @Test
    void anAddressOfAnotherDomainIsNotSentDirectly() {
        try (SmtpSender sender = Senders.plain()) {
            SendResult result = sender.send(new Destination.Domain("fabrikam.example"), TestMail.to(A), Senders.LIMIT);
            assertTrue(reply(result).startsWith("451 4.4.4"), () -> reply(result));
        }
    }

    @Test
    void aSenderThatIsClosedSendsNothing() {
        SmtpSender sender = Senders.plain();
        sender.close();
        Reply reply = Objects.requireNonNull(
                sender.send(new Destination.Smarthost("localhost", 9), TestMail.to(A), Senders.LIMIT)
                        .recipients()
                        .get(A));
        assertTrue(reply.isTransient(), reply.text());
    }
}
