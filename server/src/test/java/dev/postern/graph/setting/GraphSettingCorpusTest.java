package dev.postern.graph.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
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
import tools.jackson.databind.json.JsonMapper;

/** The changes of settings in {@code settings.jsonl}, each in a mailbox of its own. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphSettingCorpusTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern DAYS = Pattern.compile("\\{now([+-]\\d+)d}");

    @Parameter
    Engine engine;

    private GraphFixture graph;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    private static List<JsonNode> cases() throws IOException {
        var all = new ArrayList<JsonNode>();
        try (InputStream in = GraphSettingCorpusTest.class.getResourceAsStream("settings.jsonl")) {
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> all.add(MAPPER.readTree(line)));
        }
        return all;
    }

    @TestFactory
    Stream<DynamicTest> changes() throws IOException {
        var client = graph.client("MailboxSettings.ReadWrite");
        return cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.path("id").stringValue("") + " " + one.path("note").stringValue(""),
                        () -> change(client, one)));
    }

    private String filled(JsonNode body) {
        LocalDateTime now = LocalDateTime.ofInstant(graph.now.get(), ZoneOffset.UTC);
        return DAYS.matcher(body.toString())
                .replaceAll(found -> now.plus(Duration.ofDays(Integer.parseInt(found.group(1))))
                        .withNano(0)
                        .toString());
    }

    private void change(GraphFixture.Client client, JsonNode one) {
        String name = one.path("id").stringValue("");
        graph.user(name, name);
        String path = "/v1.0/users/" + name + "@contoso.example/mailboxSettings";
        if (one.has("before")) {
            assertEquals(200, client.patch(path, filled(one.path("before"))).status());
        }
        JsonNode before = client.get(path).json();
        Answer answer = client.patch(path, filled(one.path("patch")));
        List<String> expected = List.of(one.path("expect").asString().split("\\|"));
        assertTrue(expected.contains(Integer.toString(answer.status())), answer::toString);
        if (one.has("code")) {
            assertEquals(
                    one.path("code").stringValue(""),
                    answer.json().at("/error/code").stringValue(""));
        }
        if (one.has("message")) {
            String message = answer.json().at("/error/message").stringValue("");
            assertTrue(message.contains(one.path("message").stringValue("")), message);
        }
        JsonNode after = client.get(path).json();
        if (answer.status() == 200) {
            contains(one.path("result"), answer.json());
            contains(one.path("result"), after);
        } else {
            assertEquals(before, after);
        }
        one.path("unchanged")
                .forEach(member -> assertEquals(
                        before.path(member.stringValue("")), after.path(member.stringValue("")), member.toString()));
    }

    private static void contains(JsonNode expected, JsonNode actual) {
        expected.properties().forEach(member -> {
            String name = member.getKey();
            if (name.endsWith("~")) {
                String text = actual.path(name.substring(0, name.length() - 1)).stringValue("");
                assertTrue(text.contains(member.getValue().stringValue("")), () -> name + " in " + actual);
            } else if (member.getValue().isObject()) {
                contains(member.getValue(), actual.path(name));
            } else {
                assertEquals(member.getValue(), actual.path(name), name);
            }
        });
    }
}
