package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random commands and bytes: the server always replies or closes, never fails, and ends each transaction once. */
class RandomInputTest {
    private static final int SESSIONS = 300;
    private static final String[] PIECES = {
        "EHLO a\r\n",
        "HELO a\r\n",
        "LHLO a\r\n",
        "MAIL FROM:<a@fabrikam.example>\r\n",
        "RCPT TO:<b@contoso.example>\r\n",
        "DATA\r\n",
        "RSET\r\n",
        "NOOP\r\n",
        "QUIT\r\n",
        "VRFY a\r\n",
        "STARTTLS\r\n",
        "BDAT 1\r\n",
        ".\r\n",
        "..\r\n",
        "\r\n",
        "\n",
        "\r",
        "\0",
        ".",
        " ",
        "<",
        ">",
        "@",
        "\"",
        "\\",
        "[",
        "]",
        "=",
        ";",
        "+",
        "SIZE=",
        "BODY=8BITMIME",
        "SMTPUTF8",
        " ENVID=",
        " NOTIFY=",
        " ORCPT=rfc822;",
        "MAIL FROM:<",
        "RCPT TO:<",
        "text",
        "\u00e9",
        "\u00c3\u00bc",
        "\u00ff",
        "\t",
        ","
    };

    static Stream<Map<String, String>> listeners() {
        return Stream.of(Map.of(), Map.of("lmtp", "", "size", "200"), Map.of("proxy", "", "tls", ""));
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void theServerAlwaysRepliesOrCloses(Map<String, String> options) throws IOException {
        Random random = new Random(790);
        var all = new HashMap<>(options);
        all.put("linger", "300");
        all.put("opening", "300");
        try (var listener = new TestListener(all)) {
            for (int i = 0; i < SESSIONS; i++) {
                session(listener, random, options);
            }
            listener.end();
            assertEquals(0, listener.counters.refused(Refusal.FAILURE));
            assertEquals(0, listener.counters.open());
        }
    }

    private static void session(TestListener listener, Random random, Map<String, String> options) throws IOException {
        try (WirePeer peer = listener.connect()) {
            if (options.containsKey("proxy") && random.nextInt(4) > 0) {
                peer.send("PROXY UNKNOWN\r\n");
                peer.line();
            }
            int groups = random.nextInt(8);
            for (int i = 0; i < groups; i++) {
                peer.send(input(random));
            }
            // ends every state: a command, a line, the content of a message
            peer.send("\r\n.\r\nQUIT\r\n");
            String line = peer.line();
            while (!line.isEmpty()) {
                assertTrue(line.matches("[2-5][0-9]{2}[ -][ -~]*"), line);
                line = peer.line();
            }
        } catch (IOException e) {
            // closed while this client was sending
            assertTrue(String.valueOf(e.getMessage()).matches("(?s).*(reset|pipe|abort|closed).*"), e.toString());
        }
    }

    private static String input(Random random) {
        var text = new StringBuilder();
        int pieces = 1 + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(10) == 0) {
                text.append((char) random.nextInt(256));
            }
            // commands that open transactions more often than others
            int bound = random.nextBoolean() ? 8 : PIECES.length;
            text.append(PIECES[random.nextInt(bound)]);
        }
        return text.toString();
    }
}
