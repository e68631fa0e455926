package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Flags of messages: each row creates a message with a flag, changes it, and names the flag that is read afterwards. */
class GraphMailFlagTest {
    private static final String MESSAGES = "/users/megan@contoso.example/messages";

    @ParameterizedTest
    @CsvFileSource(resources = "flags.csv", delimiter = '|', numLinesToSkip = 1, quoteCharacter = '`')
    void aFlagIsCheckedAndMerged(String created, String patched, String expected) {
        try (var mail = new GraphMailFixture(Engine.SQLITE)) {
            GraphClient client = mail.client(mail.app("flags", "Mail.ReadWrite"));
            var answer = client.post(MESSAGES, "{'subject':'f','flag':" + created(created) + "}");
            if (!patched.equals("-")) {
                answer = client.patch(
                        MESSAGES + "/" + answer.expect(201).string("/id"), "{'flag':" + created(patched) + "}");
            }
            if (expected.startsWith("400")) {
                answer.expect(400, "ErrorInvalidRequest");
                assertTrue(answer.text().contains(expected.substring(4)), answer::text);
            } else {
                String id = answer.string("/id");
                assertEquals(
                        Json.parse(created(expected).replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                        client.get(MESSAGES + "/" + id).at("/flag"));
            }
        }
    }

    private static String created(String text) {
        return text.replaceAll("(\\d{4}-\\d\\d-\\d\\d)(?!T)", "{'dateTime':'$1T00:00:00.0000000','timeZone':'UTC'}")
                .replace("start:", "'startDateTime':")
                .replace("due:", "'dueDateTime':")
                .replace("completed:", "'completedDateTime':")
                .replace("status:", "'flagStatus':");
    }
}
