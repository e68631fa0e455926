package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.smtp.DeliveryNotice;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The dialogues of {@code dialogues.txt}: what is sent, and the result for each recipient. */
class DialogueTest {
    private static final String LARGE = "Subject: Large\r\n\r\n" + "0123456789abcdef\r\n".repeat(100_000);

    /** One dialogue of the file. */
    private static final class Case {
        private final String name;
        private final StringBuilder script = new StringBuilder();
        private final Map<String, String> expected = new HashMap<>();
        private final List<String> recipients = new ArrayList<>();
        private final List<String> mail = new ArrayList<>();
        private String sender = "sender@contoso.example";
        private @Nullable Login login;

        private Case(String text) {
            List<String> lines = text.lines().toList();
            this.name = lines.getFirst();
            lines.subList(1, lines.size()).forEach(this::read);
        }

        private void read(String line) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "to" -> quoted(line.substring(3)).forEach(recipients::add);
                case "from" -> sender = words[1].equals("<>") ? "" : address(line.substring(5));
                case "mail" -> mail.add(words[1]);
                case "login" ->
                    login = words[1].equals("token")
                            ? new Login.Token("relay", () -> "a.b.c")
                            : new Login.Password("relay", "sesame");
                case "HELLO" -> hello(Arrays.copyOfRange(words, 1, words.length));
                case "=" -> {
                    String who = quoted(line.substring(2)).findFirst().orElseThrow();
                    expected.put(
                            who, line.substring(line.indexOf(' ', 2 + raw(line).length()) + 1));
                }
                default -> script.append(line).append('\n');
            }
        }

        /** The first word behind "= ", which may have quotes. */
        private static String raw(String line) {
            int end = line.charAt(2) == '"' ? line.indexOf('"', 3) + 1 : line.indexOf(' ', 2);
            return line.substring(2, end);
        }

        private static Stream<String> quoted(String text) {
            return text.startsWith("\"")
                    ? Stream.of(address(text.substring(0, text.indexOf('"', 1) + 1)))
                    : Arrays.stream(text.split(" "))
                            .takeWhile(word -> !word.matches("[2-5][0-9]{2}"))
                            .map(Case::address);
        }

        private static String address(String word) {
            String text = word.replace("\\r", "\r").replace("\\n", "\n");
            return text.contains("@") ? text : text + "@fabrikam.example";
        }

        private void hello(String[] features) {
            script.append("S: 220 mx.fabrikam.example ESMTP\nC: EHLO mail.contoso.example\n");
            var lines = new ArrayList<>(List.of("mx.fabrikam.example"));
            Arrays.stream(features).map(feature -> feature.replace('_', ' ')).forEach(lines::add);
            for (int i = 0; i < lines.size(); i++) {
                script.append("S: 250")
                        .append(i == lines.size() - 1 ? ' ' : '-')
                        .append(lines.get(i))
                        .append('\n');
            }
        }

        private OutgoingMail message() {
            boolean notices = mail.contains("notices");
            DeliveryNotice notice = notices
                    ? new DeliveryNotice(
                            Set.of(DeliveryNotice.Event.FAILURE, DeliveryNotice.Event.SUCCESS),
                            "rfc822;a+b@fabrikam.example")
                    : DeliveryNotice.USUAL;
            return new OutgoingMail(
                    sender,
                    recipients.stream()
                            .map(one -> new OutgoingMail.Recipient(one, notice))
                            .toList(),
                    TestMail.content(
                            mail.contains("large") ? LARGE : TestMail.TEXT,
                            mail.contains("8bit"),
                            mail.contains("utf8")),
                    notices ? "id+1=2" : null);
        }
    }

    @TestFactory
    List<DynamicTest> dialogues() throws IOException {
        try (InputStream in = Objects.requireNonNull(DialogueTest.class.getResourceAsStream("dialogues.txt"))) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^# "))
                    .filter(text -> !text.isBlank())
                    .map(Case::new)
                    .map(one -> DynamicTest.dynamicTest(one.name, () -> check(one)))
                    .toList();
        }
    }

    private static void check(Case one) throws IOException, InterruptedException {
        try (ScriptedHost host = new ScriptedHost(null, one.script.toString())) {
            OutgoingMail message = one.message();
            SendResult result = Senders.send(host, Senders.noTls(one.login), message, Senders.LIMIT);
            assertEquals(List.of(), host.problems);
            assertEquals(one.expected.keySet(), result.recipients().keySet());
            one.expected.forEach((address, text) -> {
                Reply reply = Objects.requireNonNull(result.recipients().get(address));
                assertTrue(reply.text().startsWith(text), () -> address + ": " + reply.text());
            });
            if (result.recipients().values().stream().anyMatch(Reply::isPositive)) {
                assertEquals(List.of(TestMail.TEXT), host.contents);
            }
        }
    }
}
