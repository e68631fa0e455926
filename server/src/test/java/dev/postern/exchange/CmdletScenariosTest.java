package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.DistinguishedNames;
import dev.postern.store.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The behaviour of the cmdlets, as defined by scenarios.txt, on both engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CmdletScenariosTest {
    private static final Pattern STEP = Pattern.compile("(\\S+) (\\{.*})");
    private static final Pattern EXPECTED = Pattern.compile("  (\\d+) ?(.*?)(?:(?:^| )(?:warns (.*)|(silent)))?");
    private static final Pattern PROPERTY = Pattern.compile("(\\w+)=(.*?)(?= \\w+=|$)");
    private static final Pattern CALL = Pattern.compile("(DN|POLICY|GUID)\\(((?:[^()]|\\\\.)*)\\)");
    private final List<ExchangeFixture> houses = new ArrayList<>();

    private record Scenario(String title, List<String> lines) {}

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        List<Scenario> scenarios = read();
        return Stream.of(Engine.values()).flatMap(engine -> {
            ExchangeFixture fixture = new ExchangeFixture(engine);
            houses.add(fixture);
            return scenarios.stream()
                    .map(scenario ->
                            DynamicTest.dynamicTest(engine + ": " + scenario.title(), () -> run(fixture, scenario)));
        });
    }

    @AfterAll
    void close() {
        houses.forEach(ExchangeFixture::close);
    }

    private static void run(ExchangeFixture fixture, Scenario scenario) {
        fixture.moveIn();
        for (int i = 0; i + 1 < scenario.lines().size(); i += 2) {
            Matcher step = STEP.matcher(scenario.lines().get(i));
            assertTrue(step.matches(), scenario.lines().get(i));
            ExchangeFixture.Reply reply = fixture.run(step.group(1), filled(fixture, step.group(2)));
            check(fixture, scenario.lines().get(i), scenario.lines().get(i + 1), reply);
        }
    }

    private static void check(ExchangeFixture fixture, String step, String line, ExchangeFixture.Reply reply) {
        Matcher expected = EXPECTED.matcher(line);
        assertTrue(expected.matches(), line);
        String where = step + " -> " + reply.status() + " " + reply.json();
        assertEquals(Integer.parseInt(expected.group(1)), reply.status(), where);
        String said = names(fixture, expected.group(2));
        if (reply.status() == 200) {
            String[] parts = said.split(" ", 2);
            assertEquals(Integer.parseInt(parts[0]), reply.rows().size(), where);
            if (parts.length == 2) {
                PROPERTY.matcher(parts[1])
                        .results()
                        .forEach(match -> assertEquals(
                                match.group(2),
                                text(reply.row().get(match.group(1))),
                                match.group(1) + " in " + where));
            }
        } else {
            assertTrue(reply.text().contains(said), said + " in " + where);
        }
        if (expected.group(4) != null) {
            assertTrue(reply.warnings().isEmpty(), where);
        }
        String warning = expected.group(3);
        if (warning != null) {
            String wanted = names(fixture, warning);
            assertTrue(reply.warnings().stream().anyMatch(text -> text.contains(wanted)), wanted + " in " + where);
        }
    }

    private static String text(JsonNode node) {
        return node.isArray() ? node.toString() : node.asString();
    }

    private static String names(ExchangeFixture fixture, String text) {
        return text.replace("DOMAIN", fixture.tenant.defaultDomain())
                .replace("TENANT", fixture.tenant.id().toString())
                .replace("OBJECT", fixture.admin.id().toString())
                .replaceAll("\\bAPP\\b", fixture.admin.appId().toString());
    }

    /** Replaces placeholders whose values are known only at run time; inside JSON the values are escaped. */
    private static String filled(ExchangeFixture fixture, String json) {
        Matcher call = CALL.matcher(names(fixture, json));
        return call.replaceAll(match -> Matcher.quoteReplacement(value(fixture, match.group(1), match.group(2))));
    }

    private static String value(ExchangeFixture fixture, String kind, String argument) {
        String given = argument.replace("\\\"", "\"").replace("\\\\", "\\");
        String value = switch (kind) {
            case "DN" -> DistinguishedNames.of(fixture.tenant, given);
            case "POLICY" -> policy(fixture, given).path("Identity").asString();
            default -> policy(fixture, given).path("Guid").asString();
        };
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static JsonNode policy(ExchangeFixture fixture, String description) {
        return fixture.run("Get-ApplicationAccessPolicy", "{}").rows().stream()
                .filter(row -> row.path("Description").asString().startsWith(description))
                .findFirst()
                .orElseThrow();
    }

    private static List<Scenario> read() throws IOException {
        var file = Objects.requireNonNull(CmdletScenariosTest.class.getResourceAsStream("scenarios.txt"));
        List<Scenario> scenarios = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
                if (line.startsWith("## ")) {
                    scenarios.add(new Scenario(line.substring(3), new ArrayList<>()));
                } else if (!line.startsWith("#")) {
                    scenarios.getLast().lines().add(line);
                }
            });
        }
        return scenarios;
    }
}
