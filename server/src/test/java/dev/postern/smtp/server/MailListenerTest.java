package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Connections that are many, slow or silent, and the end of a listener. */
class MailListenerTest {
    private static final String GREETING = "220 mail.contoso.example ESMTP";
    private static final String TOO_MANY = "421 4.7.0 Too many connections; try again later";
    private static final String TOO_SLOW = "421 4.4.2 Time limit exceeded";
    private static final String STOPPING = "421 4.3.2 The server is stopping; try again later";

    private static String deliver(WirePeer peer) throws IOException {
        toContent(peer);
        return peer.ask("Subject: Hello\r\n\r\nText\r\n.");
    }

    private static void toContent(WirePeer peer) throws IOException {
        assertEquals("250 2.1.0 Sender OK", peer.ask("MAIL FROM:<sender@fabrikam.example>"));
        assertEquals("250 2.1.5 Recipient OK", peer.ask("RCPT TO:<user@contoso.example>"));
        assertTrue(peer.ask("DATA").startsWith("354 "));
    }

    private static WirePeer greeted(TestListener listener) throws IOException {
        WirePeer peer = listener.connect();
        assertEquals(GREETING, peer.line());
        assertTrue(peer.ask("EHLO client.fabrikam.example").startsWith("250 "));
        return peer;
    }

    @Test
    void aThousandSlowConnectionsDelayNoOther() throws Exception {
        try (var listener = new TestListener(Map.of())) {
            var slow = new ArrayList<WirePeer>();
            try {
                for (int i = 0; i < 1000; i++) {
                    WirePeer peer = listener.connect();
                    slow.add(peer);
                    if (i % 2 == 0) {
                        assertEquals(GREETING, peer.line());
                        peer.send("EHLO cl");
                    }
                }
                long begin = System.nanoTime();
                try (WirePeer quick = greeted(listener)) {
                    assertEquals("250 2.0.0 Delivered", deliver(quick));
                }
                assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin) < 5, "a quick client had to wait");
                assertTrue(listener.counters.open() >= 1000);
                assertTrue(slow.getFirst().ask("ient.fabrikam.example").startsWith("250 "));
            } finally {
                for (WirePeer peer : slow) {
                    peer.close();
                }
            }
        }
    }

    @Test
    void connectionsBeyondTheMaximumAreRefused() throws Exception {
        try (var listener = new TestListener(Map.of("connections", "2"));
                WirePeer one = greeted(listener);
                WirePeer two = greeted(listener)) {
            try (WirePeer third = listener.connect()) {
                assertEquals(TOO_MANY, third.line());
                assertEquals("", third.line());
            }
            assertEquals(1, listener.counters.refused(Refusal.CONNECTIONS));
            assertEquals("250 2.0.0 OK", one.ask("NOOP"));
            assertEquals("250 2.0.0 OK", two.ask("NOOP"));
        }
    }

    @Test
    void connectionsOfOneAddressBeyondTheMaximumAreRefused() throws Exception {
        try (var listener = new TestListener(Map.of("proxy", "", "address", "1"));
                WirePeer one = listener.connect();
                WirePeer same = listener.connect();
                WirePeer other = listener.connect()) {
            assertEquals(GREETING, one.ask("PROXY TCP4 192.0.2.1 192.0.2.9 1234 25"));
            assertEquals(TOO_MANY, same.ask("PROXY TCP4 192.0.2.1 192.0.2.9 1235 25"));
            assertEquals(GREETING, other.ask("PROXY TCP4 192.0.2.2 192.0.2.9 1234 25"));
            assertTrue(one.ask("QUIT").startsWith("221 "));
            assertEquals("", one.line());
            try (WirePeer again = listener.connect()) {
                assertEquals(GREETING, again.ask("PROXY TCP4 192.0.2.1 192.0.2.9 1236 25"));
            }
        }
    }

    @Test
    void aSilentClientIsDisconnected() throws Exception {
        try (var listener = new TestListener(Map.of("command", "200"));
                WirePeer silent = listener.connect();
                WirePeer half = listener.connect()) {
            assertEquals(GREETING, half.line());
            half.send("NOO");
            for (String line : List.of(GREETING, TOO_SLOW, "")) {
                assertEquals(line, silent.line());
            }
            assertEquals(TOO_SLOW, half.line());
            assertEquals("", half.line());
            listener.end();
            assertEquals(2, listener.counters.refused(Refusal.TIME));
        }
    }

    @Test
    void aClientThatIsSilentWithinContentIsDisconnected() throws Exception {
        try (var listener = new TestListener(Map.of("data", "200"))) {
            try (WirePeer peer = greeted(listener)) {
                toContent(peer);
                peer.send("Subject: Hello\r\n");
                assertEquals(TOO_SLOW, peer.line());
                assertEquals("", peer.line());
            }
            listener.end();
            assertEquals(1, listener.inbox.aborted.get());
        }
    }

    @Test
    void aClientThatSendsContentTooSlowlyIsDisconnected() throws Exception {
        try (var listener = new TestListener(Map.of("data", "300", "rate", "2000000000", "linger", "300"))) {
            try (WirePeer peer = greeted(listener)) {
                toContent(peer);
                assertThrows(IOException.class, () -> {
                    while (true) {
                        peer.send("a");
                    }
                });
            }
            listener.end();
            assertEquals(1, listener.counters.refused(Refusal.TIME));
            assertEquals(1, listener.inbox.aborted.get());
        }
    }

    @Test
    void aClientThatDoesNotReadIsDisconnected() throws Exception {
        try (var listener = new TestListener(Map.of("write", "300", "idle", "1000000000"));
                WirePeer peer = greeted(listener)) {
            assertThrows(IOException.class, () -> {
                while (true) {
                    peer.send("NOOP\r\n".repeat(1000));
                }
            });
            assertEquals(1, listener.counters.refused(Refusal.TIME));
        }
    }

    @Test
    void aSessionEnds() throws Exception {
        try (var listener = new TestListener(Map.of("session", "100", "idle", "1000000000"));
                WirePeer peer = greeted(listener)) {
            String reply = peer.ask("NOOP");
            while (reply.startsWith("250 ")) {
                reply = peer.ask("NOOP");
            }
            assertEquals(TOO_SLOW, reply);
            assertEquals("", peer.line());
        }
    }

    @Test
    void aClientThatDoesNotBeginTlsOrTheProxyProtocolIsDisconnected() throws Exception {
        try (var listener = new TestListener(Map.of("tls", "", "opening", "200"));
                WirePeer peer = greeted(listener)) {
            assertEquals("220 2.0.0 Ready to start TLS", peer.ask("STARTTLS"));
            assertEquals("", peer.line());
        }
        try (var listener = new TestListener(Map.of("proxy", "", "opening", "200"));
                WirePeer peer = listener.connect()) {
            assertEquals("", peer.line());
            assertEquals(1, listener.counters.refused(Refusal.PROXY));
        }
    }

    @Test
    void idleClientsAreToldThatTheServerStopsAndTransfersFinish() throws Exception {
        try (var listener = new TestListener(Map.of("tls", ""));
                WirePeer idle = greeted(listener);
                WirePeer secured = greeted(listener);
                WirePeer transfer = greeted(listener)) {
            assertEquals("220 2.0.0 Ready to start TLS", secured.ask("STARTTLS"));
            secured.secure(TestListener.AUTHORITY.clientContext());
            assertTrue(secured.ask("EHLO client.fabrikam.example").startsWith("250 "));
            toContent(transfer);
            transfer.send("Subject: Hello\r\n");
            var closed = CompletableFuture.runAsync(listener::close);
            assertEquals(STOPPING, idle.line());
            assertEquals("", idle.line());
            assertEquals(STOPPING, secured.line());
            assertEquals("250 2.0.0 Delivered", transfer.ask("."));
            assertEquals(STOPPING, transfer.line());
            assertEquals("", transfer.line());
            closed.get(20, TimeUnit.SECONDS);
            assertEquals(1, listener.inbox.delivered.size());
            assertThrows(IOException.class, listener::connect);
        }
    }

    @Test
    void theEndDoesNotWaitForSlowTransfers() throws Exception {
        try (var listener = new TestListener(Map.of("stop", "200"));
                WirePeer transfer = greeted(listener)) {
            toContent(transfer);
            listener.end();
            assertThrows(IOException.class, () -> assertEquals("something", nonEmpty(transfer)));
            assertEquals(List.of(), listener.inbox.delivered);
        }
    }

    private static String nonEmpty(WirePeer peer) throws IOException {
        String line = peer.line();
        if (line.isEmpty()) {
            throw new IOException("closed");
        }
        return line;
    }

    @Test
    void whatHappenedIsCounted() throws Exception {
        try (var listener = new TestListener(Map.of("size", "1000"))) {
            try (WirePeer peer = greeted(listener)) {
                assertEquals("250 2.0.0 Delivered", deliver(peer));
                assertEquals("250 2.0.0 Delivered", deliver(peer));
                peer.ask("FOO");
                peer.ask("DATA");
                peer.ask("MAIL FROM:<blocked@fabrikam.example>");
                peer.ask("MAIL FROM:<sender@fabrikam.example> SIZE=2000");
                peer.ask("MAIL FROM:<sender@fabrikam.example>");
                peer.ask("RCPT TO:<unknown@contoso.example>");
                peer.send("NOOP\n");
                peer.reply();
            }
            listener.end();
            MailCounters counters = listener.counters;
            assertEquals(1, counters.connections());
            assertEquals(0, counters.open());
            assertEquals(2, counters.messages());
            assertEquals(2, counters.recipients());
            for (Refusal refusal : Refusal.values()) {
                long expected = switch (refusal) {
                    case SYNTAX, ORDER, SENDER, SIZE, RECIPIENT, LINE_END -> 1;
                    default -> 0;
                };
                assertEquals(expected, counters.refused(refusal), refusal.label());
            }
        }
    }
}
