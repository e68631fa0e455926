package dev.postern.graph.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every request of {@code contacts.jsonl}. A status, code or message that the line does not mark as documented may differ. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphContactCorpusTest {
    private static final String CONTACTS = "/v1.0/users/adele@contoso.example/contacts";

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private Client client;
    private String folder;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        graph.user("adele", "Adele Vance");
        client = graph.client("Contacts.ReadWrite");
        folder = client.post("/v1.0/users/adele@contoso.example/contactFolders", "{'displayName':'Corpus'}")
                .id();
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    private static List<JsonNode> lines() throws IOException {
        try (InputStream in =
                GraphContactCorpusTest.class.getResourceAsStream("/dev/postern/graph/contact/contacts.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(Json::parse)
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyLine() throws IOException {
        List<JsonNode> lines = lines();
        assertEquals(32, lines.size());
        return lines.stream()
                .map(line -> DynamicTest.dynamicTest(text(line, "id") + " " + text(line, "shape"), () -> check(line)));
    }

    private static String text(JsonNode line, String name) {
        return line.path(name).stringValue("");
    }

    private void check(JsonNode line) {
        String contact = "";
        if (line.has("before")) {
            Answer before = client.send("POST", CONTACTS, line.path("before").toString(), Map.of());
            assertEquals(201, before.status(), before::toString);
            contact = before.id();
        }
        String path = "/v1.0" + filled(text(line, "path"), contact);
        Answer answer =
                client.send(text(line, "method"), path, filled(line.path("body").toString(), contact), Map.of());
        assertEquals(line.path("expect").intValue(), answer.status(), answer::toString);
        if (line.has("code")) {
            assertEquals(text(line, "code"), answer.code(), answer::toString);
        }
        assertTrue(answer.status() < 400 || answer.message().contains(text(line, "message")), answer::toString);
        compare(line.path("result"), answer.json());
        if (answer.status() < 400) {
            compare(
                    line.path("result"),
                    client.get(CONTACTS + "/" + answer.id()).json());
        }
    }

    private String filled(String text, String contact) {
        return text.replace("{contactId}", contact).replace("{folderId}", folder);
    }

    /** The expected members; an empty text may be absent. */
    private static void compare(JsonNode expected, JsonNode found) {
        expected.forEachEntry((name, value) -> {
            JsonNode actual = found.path(name);
            if (value.isObject()) {
                compare(value, actual);
            } else {
                assertEquals(value, actual, () -> name + " of " + found);
            }
        });
    }
}
