package dev.postern.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.graph.GraphFixture.Client;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Requests and their expected responses, as text: {@code METHOD path [body] => status [code] [checks]}. A path is below the user; one that begins
 * with {@code ~} is below the version. Checks are separated by semicolons: {@code /pointer=value} compares, {@code /pointer#size} counts,
 * {@code text=value} compares the whole response, and {@code name<=/pointer} keeps a value for <code>{name}</code> in later lines. A line
 * that begins with {@code reader} is sent by a caller that may only read. A header is before that, in brackets.
 */
public record GraphScript(String title, List<String> lines) {
    public static List<GraphScript> read(String resource) {
        var scripts = new ArrayList<GraphScript>();
        try (InputStream in = GraphScript.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String part : text.split("(?m)^# ")) {
                List<String> lines = part.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
                if (!lines.isEmpty()) {
                    scripts.add(new GraphScript(lines.getFirst(), lines.subList(1, lines.size())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scripts;
    }

    /** @param values for names in braces */
    public void run(Client writer, Client reader, String user, Map<String, String> values) {
        var known = new HashMap<>(values);
        for (String line : lines) {
            String filled = line;
            for (Map.Entry<String, String> value : known.entrySet()) {
                filled = filled.replace("{" + value.getKey() + "}", value.getValue());
            }
            List<String> sides = List.of(filled.split(" => ", 2));
            Map<String, String> headers = new HashMap<>();
            String asked = sides.getFirst();
            if (asked.startsWith("[")) {
                List<String> header =
                        List.of(asked.substring(1, asked.indexOf(']')).split(": ", 2));
                headers.put(header.getFirst(), header.getLast());
                asked = asked.substring(asked.indexOf(']') + 2);
            }
            boolean reading = asked.startsWith("reader ");
            String request = reading ? asked.substring("reader ".length()) : asked;
            int body = Math.max(request.indexOf(" {'"), request.indexOf(" {}"));
            List<String> words = List.of((body < 0 ? request : request.substring(0, body)).split(" ", 2));
            String path = words.get(1).startsWith("~")
                    ? "/v1.0" + words.get(1).substring(1)
                    : "/v1.0/users/" + user + words.get(1);
            Answer answer = (reading ? reader : writer)
                    .send(
                            words.getFirst(),
                            path.replace(" ", "%20"),
                            body < 0 ? "" : request.substring(body).replace('\'', '"'),
                            headers);
            check(line, sides.get(1), answer, known);
        }
    }

    private static void check(String line, String expected, Answer answer, Map<String, String> known) {
        List<String> words = List.of(expected.split(" ", 2));
        assertEquals(words.getFirst(), Integer.toString(answer.status()), () -> line + "\n" + answer);
        if (words.size() < 2) {
            return;
        }
        for (String check : words.get(1).split(";")) {
            String one = check.strip();
            if (one.contains("<=")) {
                List<String> parts = List.of(one.split("<=", 2));
                known.put(parts.getFirst(), answer.json().at(parts.get(1)).asString());
            } else if (one.startsWith("text=")) {
                assertEquals(one.substring("text=".length()), answer.text(), line);
            } else if (one.startsWith("/") && one.contains("#")) {
                List<String> parts = List.of(one.split("#", 2));
                assertEquals(
                        parts.get(1),
                        Integer.toString(answer.json().at(parts.getFirst()).size()),
                        () -> line + "\n" + answer);
            } else if (one.startsWith("/")) {
                List<String> parts = List.of(one.split("=", 2));
                assertEquals(parts.get(1), shown(answer.json().at(parts.getFirst())), () -> line + "\n" + answer);
            } else {
                assertEquals(one, answer.code(), () -> line + "\n" + answer);
            }
        }
    }

    private static String shown(JsonNode node) {
        return node.isContainer() ? node.toString().replace('"', '\'') : node.isMissingNode() ? "-" : node.asString();
    }
}
