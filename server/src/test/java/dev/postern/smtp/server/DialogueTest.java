package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dialogues as text files. {@code C:} is a line of the client, {@code C>} the same without CRLF; lines without a reply in between are sent together.
 * {@code S:} is a line of the server, {@code S: 250 *} a reply with any text. {@code TLS} makes the handshake, {@code CLOSED} says that
 * the server has closed the connection. At the end, {@code DELIVERED} has each message, {@code ABORTED} the number of transactions that were
 * given up. {@code \r}, {@code \n}, {@code \0}, {@code \\} and {@code \xHH} are single bytes.
 */
class DialogueTest {
    private static final Path FOLDER = folder();

    private static Path folder() {
        try {
            Path one = Path.of(Objects.requireNonNull(DialogueTest.class.getResource("mail.txt"))
                    .toURI());
            return Objects.requireNonNull(one.getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> dialogues() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreDialogues() throws IOException {
        assertTrue(dialogues().size() >= 60, () -> "only some dialogues were found in " + FOLDER);
    }

    @ParameterizedTest
    @MethodSource("dialogues")
    void theServerRepliesAsInTheFile(String name) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(name)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        Map<String, String> options = options(lines);
        List<String> delivered = values(lines, "DELIVERED ");
        List<String> aborted = values(lines, "ABORTED ");
        try (TestListener listener = new TestListener(options)) {
            try (WirePeer peer = listener.connect()) {
                play(lines, peer);
            }
            listener.end();
            assertEquals(String.join("\n", delivered), String.join("\n", listener.inbox.delivered));
            assertEquals(aborted.isEmpty() ? 0 : Integer.parseInt(aborted.getFirst()), listener.inbox.aborted.get());
        }
    }

    private static Map<String, String> options(List<String> lines) {
        var options = new HashMap<String, String>();
        for (String value : values(lines, "OPTIONS ")) {
            for (String one : value.split(" ")) {
                int equal = one.indexOf('=');
                options.put(equal < 0 ? one : one.substring(0, equal), one.substring(equal + 1));
            }
        }
        return options;
    }

    private static List<String> values(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    private static void play(List<String> lines, WirePeer peer) throws IOException {
        var group = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String where = "line " + line;
            if (line.startsWith("C:")) {
                group.append(bytes(line.substring(Math.min(3, line.length())))).append("\r\n");
                continue;
            } else if (line.startsWith("C> ")) {
                group.append(bytes(line.substring(3)));
                continue;
            }
            if (!group.isEmpty()) {
                peer.send(group.toString());
                group.setLength(0);
            }
            if (line.equals("TLS")) {
                peer.secure(TestListener.AUTHORITY.clientContext());
            } else if (line.equals("CLOSED")) {
                assertEquals("", peer.line(), where);
            } else if (line.startsWith("S: ") && line.endsWith(" *")) {
                assertEquals(line.substring(3, 7), firstOf(peer.reply()), where);
            } else if (line.startsWith("S: ")) {
                assertEquals(line.substring(3), peer.line(), where);
            } else {
                assertTrue(line.matches("(OPTIONS|DELIVERED|ABORTED) .*"), where);
            }
        }
    }

    private static String firstOf(String reply) {
        return reply.substring(0, Math.min(4, reply.length()));
    }

    /** Each character is a byte of what is sent. */
    private static String bytes(String text) {
        String utf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        var bytes = new StringBuilder();
        int i = 0;
        while (i < utf8.length()) {
            char c = utf8.charAt(i);
            if (c != '\\') {
                bytes.append(c);
                i++;
                continue;
            }
            i++;
            switch (utf8.charAt(i)) {
                case 'r' -> bytes.append('\r');
                case 'n' -> bytes.append('\n');
                case '0' -> bytes.append('\0');
                case '\\' -> bytes.append('\\');
                case 'x' -> {
                    bytes.append((char) Integer.parseInt(utf8.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                case '*' -> {
                    // \*300a: the character 300 times
                    int end = i + 1;
                    while (Character.isDigit(utf8.charAt(end))) {
                        end++;
                    }
                    bytes.append(utf8.substring(end, end + 1).repeat(Integer.parseInt(utf8.substring(i + 1, end))));
                    i = end;
                }
                default -> throw new IllegalArgumentException(text);
            }
            i++;
        }
        return bytes.toString();
    }
}
