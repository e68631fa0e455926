package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Hosts that reply at random: every recipient has a result, and only a host that has replied 2yz to the content has accepted it. */
class RandomHostTest {
    private static final int DIALOGUES = Integer.getInteger("smtp.dialogues", 200);
    private static final List<String> LINES = List.of(
            "250 2.0.0 Ok",
            "250 Ok",
            "250-more",
            "354 Go",
            "450 4.2.1 Busy",
            "550 5.1.1 Unknown",
            "552 Full",
            "421 Bye",
            "220 mx",
            "200",
            "999 x",
            "25",
            "",
            "250\0Ok",
            "text",
            "503 Sequence",
            "235 Ok",
            "334 dGVzdA==",
            "550-no");

    /** A host that follows the protocol with a certain probability in each step. */
    private static final class RandomHost {
        private final Random random;
        private final double honest;
        private boolean accepted;
        private int contents;

        private RandomHost(long seed) {
            this.random = new Random(seed);
            this.honest = 0.5 + random.nextDouble() / 2;
        }

        private void serve(Socket socket) throws IOException {
            try (socket;
                    BufferedReader in = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                var out = socket.getOutputStream();
                boolean content = false;
                String reply = "220 mx";
                while (reply != null) {
                    String sent = random.nextDouble() < honest ? reply : LINES.get(random.nextInt(LINES.size()));
                    if (random.nextInt(60) == 0) {
                        return;
                    }
                    out.write((sent + "\r\n").getBytes(StandardCharsets.UTF_8));
                    accepted |= content && sent.matches("2[0-9]{2}( .*)?");
                    boolean reading = sent.startsWith("354");
                    content = false;
                    String line = in.readLine();
                    while (reading && line != null && !line.equals(".")) {
                        // a client that sends commands instead has not understood 354
                        line = in.readLine();
                    }
                    if (line == null || line.equals("QUIT")) {
                        return;
                    }
                    content = reading;
                    contents += content ? 1 : 0;
                    reply = replyTo(line, content);
                }
            }
        }

        private String replyTo(String line, boolean content) {
            if (content) {
                return "250 2.0.0 Stored";
            }
            if (line.startsWith("EHLO")) {
                return random.nextBoolean() ? "250-mx\r\n250 PIPELINING" : "250 mx";
            }
            return line.equals("DATA") ? "354 Go" : "250 Ok";
        }
    }

    @Test
    void everyRecipientHasAResult() throws Exception {
        Random random = new Random(20261127);
        int positive = 0;
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            for (int i = 0; i < DIALOGUES; i++) {
                long seed = random.nextLong();
                RandomHost host = new RandomHost(seed);
                Thread serving = Thread.ofVirtual().start(() -> {
                    try {
                        host.serve(listener.accept());
                    } catch (IOException e) {
                        // the client has closed
                    }
                });
                String[] to = {"a@fabrikam.example", "b@fabrikam.example", "c@fabrikam.example"};
                SendResult result;
                try (SmtpSender sender = Senders.plain()) {
                    result = sender.send(
                            new Destination.Smarthost("localhost", listener.getLocalPort()),
                            TestMail.to(to),
                            Duration.ofMillis(200));
                }
                serving.join();
                String what = "seed " + seed + ": " + result;
                assertEquals(Set.of(to), result.recipients().keySet(), what);
                Set<Boolean> some = result.recipients().values().stream()
                        .map(Reply::isPositive)
                        .collect(Collectors.toSet());
                if (some.contains(true)) {
                    positive++;
                    assertTrue(host.accepted && host.contents > 0, what);
                }
            }
        }
        assertTrue(positive > DIALOGUES / 20 && positive < DIALOGUES, positive + " were accepted");
    }
}
