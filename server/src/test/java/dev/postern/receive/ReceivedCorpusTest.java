package dev.postern.receive;

import static dev.postern.receive.ReceivingFixture.STRANGER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.Item;
import dev.postern.mailbox.mime.HeaderFirewall;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real-world mail arrives, if a corpus is present next to the project. */
class ReceivedCorpusTest {
    private static final Path CORPUS =
            Path.of(System.getProperty("corpus", "../../shared/corpus")).resolve("mime");

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyMessageOfTheCorpusIsStoredAsItCame(Engine engine) throws IOException {
        if (!Files.isDirectory(CORPUS)) {
            System.err.println(
                    "SKIPPED: no corpus of mail next to the project, so only our own messages were received");
        }
        Assumptions.assumeTrue(Files.isDirectory(CORPUS));
        var wrong = new ArrayList<String>();
        int files = 0;
        try (Stream<Path> all = Files.list(CORPUS);
                var fixture = new ReceivingFixture(Databases.open(engine))) {
            for (Path file :
                    all.filter(one -> one.toString().endsWith(".eml")).sorted().toList()) {
                String name = "p" + files++;
                String address = name + "@contoso.example";
                fixture.person(name);
                byte[] content = Files.readAllBytes(file);
                String reply = fixture.send(STRANGER, "a@elsewhere.example", List.of(address), content)
                        .getFirst();
                List<Item> inbox = fixture.inbox(address);
                if (!reply.startsWith("250") || inbox.size() != 1) {
                    wrong.add(file.getFileName() + ": " + reply);
                    continue;
                }
                compare(file.getFileName().toString(), content, fixture.mime(address, inbox.getFirst()), wrong);
            }
        }
        assertTrue(files > 50);
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
    }

    private static void compare(String name, byte[] sent, byte[] stored, List<String> wrong) {
        String expected = withoutBelieved(new String(sent, StandardCharsets.ISO_8859_1));
        String is = new String(stored, StandardCharsets.ISO_8859_1);
        if (!is.endsWith(expected)) {
            wrong.add(name + ": is not stored as it came");
            return;
        }
        String added = is.substring(0, is.length() - expected.length());
        if (!added.startsWith("Return-Path: <a@elsewhere.example>\r\n")
                || added.lines().count() > 7) {
            wrong.add(name + ": added was " + added);
        }
    }

    /** The fields of others that this server would believe are the only bytes that it removes. */
    private static String withoutBelieved(String text) {
        StringBuilder kept = new StringBuilder();
        boolean removing = false;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at) + 1;
            String line = text.substring(at, end);
            if (line.isBlank() && !line.startsWith(" ") && !line.startsWith("\t")) {
                break;
            }
            if (!line.startsWith(" ") && !line.startsWith("\t")) {
                String field = line.substring(0, Math.max(0, line.indexOf(':')));
                removing = HeaderFirewall.isBelieved(field) || field.equalsIgnoreCase("Return-Path");
            }
            kept.append(removing ? "" : line);
            at = end;
        }
        return kept + text.substring(at);
    }
}
