package dev.postern.graph.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** The requests in {@code subscriptions.jsonl}, with real endpoints over HTTPS. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SubscriptionCorpusTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern NOW = Pattern.compile("\\{now([+-]\\d+)}");
    private static final Pattern ABOUT = Pattern.compile("\\{about now([+-]\\d+)}");

    @Parameter
    Engine engine;

    private SubscriptionFixture fixture;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Client> clients = new HashMap<>();
    private dev.postern.directory.Group denied;

    @BeforeParameterizedClassInvocation
    void open() {
        clients.clear();
        names.clear();
        fixture = new SubscriptionFixture(engine);
        User ada = fixture.user("ada");
        User other = fixture.user("other");
        denied = fixture.graph.group("denied", other.id());
        String path = "/v1.0/users/" + ada.id();
        Client setup = fixture.graph.client("Mail.ReadWrite", "Contacts.ReadWrite");
        Answer projects = setup.post(path + "/mailFolders", "{'displayName':'Projects'}");
        Answer contacts = setup.post(path + "/contactFolders", "{'displayName':'Friends'}");
        Answer message = setup.post(path + "/messages", "{'subject':'x'}");
        names.putAll(Map.of(
                "{userId}", ada.id().toString(),
                "{upn}", "ada@contoso.example",
                "{upnEncoded}", "ada%40contoso.example",
                "{deniedUserId}", other.id().toString(),
                "{unknownUserId}", "5f000000-0000-4000-8000-00000000dead",
                "{folderId}", projects.json().path("id").stringValue(),
                "{contactFolderId}", contacts.json().path("id").stringValue(),
                "{messageId}", message.json().path("id").stringValue(),
                "{cert}", TestCertificate.base64(),
                "{host}", "localhost"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        fixture.close();
    }

    private Client client(JsonNode roles) {
        String[] all = roles.valueStream().map(JsonNode::stringValue).toArray(String[]::new);
        return clients.computeIfAbsent(String.join(" ", all), _ -> {
            Client client = fixture.graph.client(all);
            fixture.graph.deny(client, denied);
            return client;
        });
    }

    @TestFactory
    Stream<DynamicTest> requests() throws IOException {
        var all = new ArrayList<JsonNode>();
        try (InputStream in = SubscriptionCorpusTest.class.getResourceAsStream("subscriptions.jsonl")) {
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> all.add(MAPPER.readTree(line)));
        }
        return all.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.path("id").stringValue("") + " " + one.path("note").stringValue(""), () -> request(one)));
    }

    private void request(JsonNode one) throws IOException {
        fixture.endpoint.handshakes.clear();
        Client client = client(one.path("roles"));
        var filled = new HashMap<>(names);
        filled.put("{appId}", client.principal().appId().toString());
        filled.put("{notify}", url(one.path("endpoint").stringValue("echo"), one));
        filled.put("{lifecycle}", url(one.path("lifecycleEndpoint").stringValue("echo"), one));
        filled.put("{badNotify}", url("status-500", one));
        String body = one.has("raw")
                ? one.path("raw").stringValue()
                : one.path("body").toString();
        Answer answer = client.send("POST", "/v1.0/subscriptions", fill(body, filled), Map.of());
        String op = one.path("op").stringValue("create");
        if (op.equals("create-twice")) {
            answer = client.send("POST", "/v1.0/subscriptions", fill(body, filled), Map.of());
        } else if (op.equals("renew")) {
            assertEquals(201, answer.status(), answer::toString);
            answer = client.send(
                    "PATCH",
                    "/v1.0/subscriptions/" + answer.json().path("id").stringValue(),
                    fill(one.path("patch").toString(), filled),
                    Map.of());
        }
        Answer last = answer;
        List<String> expected = List.of(one.path("expect").asString().split("\\|"));
        assertTrue(expected.contains(Integer.toString(last.status())), last::toString);
        boolean exact = one.path("certainty").stringValue("").equals("documented");
        if (one.has("code") && (exact || last.status() >= 400)) {
            assertEquals(
                    one.path("code").stringValue(""),
                    last.json().at("/error/code").stringValue(""));
        }
        if (one.has("message")) {
            String message = last.json().at("/error/message").stringValue("");
            assertTrue(message.contains(one.path("message").stringValue("")), message);
        }
        one.path("result").properties().forEach(member -> {
            JsonNode actual = last.json().path(member.getKey());
            String wanted = fill(member.getValue().toString(), filled);
            if (ABOUT.matcher(wanted).find()) {
                Duration off = Duration.between(time(wanted), Instant.parse(actual.stringValue()));
                assertTrue(off.abs().toMinutes() < 2, () -> member.getKey() + " is " + actual);
            } else {
                assertEquals(MAPPER.readTree(wanted), actual, member.getKey());
            }
        });
        String[] range = one.path("handshakes").asString().split("-");
        int seen = fixture.endpoint.handshakes.size();
        assertTrue(
                seen >= Integer.parseInt(range[0]) && seen <= Integer.parseInt(range[range.length - 1]),
                () -> seen + " handshakes: " + last);
    }

    private String url(String endpoint, JsonNode one) throws IOException {
        if (endpoint.equals("refuse")) {
            try (ServerSocket free = new ServerSocket(0)) {
                return "https://localhost:" + free.getLocalPort() + "/";
            }
        }
        return fixture.endpoint.url(endpoint + "/" + one.path("id").stringValue());
    }

    private Instant time(String about) {
        var found = ABOUT.matcher(about);
        assertTrue(found.find());
        return fixture.graph.now.get().plus(Duration.ofMinutes(Integer.parseInt(found.group(1))));
    }

    private String fill(String text, Map<String, String> values) {
        String filled = NOW.matcher(text)
                .replaceAll(found -> fixture.graph
                        .now
                        .get()
                        .plus(Duration.ofMinutes(Integer.parseInt(found.group(1))))
                        .toString());
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }
}
