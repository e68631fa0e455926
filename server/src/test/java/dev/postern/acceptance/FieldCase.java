package dev.postern.acceptance;

import dev.postern.http.Json;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Carries out one case: its setup, its request, and what follows. */
final class FieldCase {
    private static final Pattern TYPED = Pattern.compile("(?i)content-type");

    private final Http http;
    private final String token;
    private final Map<String, String> saved = new HashMap<>();

    FieldCase(Http http, String token) {
        this.http = http;
        this.token = token;
        saved.put("TOKEN", token);
    }

    /** What is not as expected; empty when the case passes. */
    List<String> problems(JsonNode line) throws IOException {
        for (JsonNode step : line.get("setup")) {
            Answer answer = step(step);
            if (answer.status() >= 300) {
                return List.of("setup " + step.get("path").asString() + " returned " + answer.body());
            }
        }
        if (line.get("method").asString().equals("RAW")) {
            String response = raw(fill(line.get("raw").asString()));
            return text(line.at("/expected/raw"), response);
        }
        Answer answer = step(line);
        List<String> problems = compare(line.get("expected"), answer);
        JsonNode other = line.path("or");
        if (!problems.isEmpty()
                && !other.isMissingNode()
                && compare(other, answer).isEmpty()) {
            return List.of();
        }
        for (JsonNode then : line.path("then")) {
            if (!problems.isEmpty()) {
                break;
            }
            Answer next = step(then);
            problems = then.has("expected") ? compare(then.get("expected"), next) : List.of();
        }
        return problems;
    }

    private Answer step(JsonNode step) {
        if (!step.path("wait").asBoolean(false)) {
            return save(step, send(step));
        }
        return Waiting.until(() -> Optional.of(send(step))
                .filter(answer ->
                        answer.status() == 200 && !answer.json().path("value").isEmpty())
                .map(answer -> save(step, answer)));
    }

    private Answer save(JsonNode step, Answer answer) {
        step.path("save")
                .propertyStream()
                .forEach(entry -> saved.put(
                        entry.getKey(),
                        at(answer.json(), entry.getValue().asString()).asString()));
        return answer;
    }

    private Answer send(JsonNode step) {
        JsonNode body = step.path("body");
        String text = body.isMissingNode() || body.isNull()
                ? null
                : fill(body.isString() ? body.asString() : Json.text(body));
        @Nullable String type = text == null ? null : "application/json";
        var headers = new ArrayList<String>();
        for (var header : step.path("headers").properties()) {
            if (TYPED.matcher(header.getKey()).matches()) {
                type = header.getValue().asString();
            } else {
                headers.add(header.getKey());
                headers.add(fill(header.getValue().asString()));
            }
        }
        return http.send(
                step.get("method").asString(), encoded(fill(step.get("path").asString())), token, type, text, headers);
    }

    private String fill(String text) {
        String filled = text;
        for (var entry : saved.entrySet()) {
            filled = filled.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        return filled;
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            boolean plain = character > ' ' && character < 0x7f && "\"<>\\^`{|}".indexOf(character) < 0;
            encoded.append(plain ? String.valueOf(character) : "%%%02X".formatted((int) character));
        }
        return encoded.toString();
    }

    private List<String> compare(JsonNode expected, Answer answer) {
        List<String> problems = new ArrayList<>();
        JsonNode status = expected.path("status");
        if (!status.isMissingNode() && !statuses(status).contains(answer.status())) {
            problems.add("status " + answer.status() + " and not " + status + ": " + answer.body());
            return problems;
        }
        if (expected.has("code") && !answer.code().equals(expected.get("code").asString())) {
            problems.add("code " + answer.code());
        }
        for (JsonNode check : expected.path("json")) {
            JsonNode value = at(answer.json(), check.get(0).asString());
            if (!holds(check.get(1).asString(), value, check.get(2))) {
                problems.add(check + ", but it is " + value);
            }
        }
        problems.addAll(text(expected.path("raw"), answer.body()));
        return problems;
    }

    private static List<Integer> statuses(JsonNode status) {
        return status.isArray() ? status.valueStream().map(JsonNode::asInt).toList() : List.of(status.asInt());
    }

    private static JsonNode at(JsonNode root, String path) {
        JsonNode node = root;
        for (String part : path.split("\\.")) {
            node = node.isArray() && part.matches("\\d+") ? node.path(Integer.parseInt(part)) : node.path(part);
        }
        return node;
    }

    private boolean holds(String operation, JsonNode value, JsonNode given) {
        String wanted = fill(given.asString());
        String text = value.isMissingNode() ? "" : value.isContainer() ? Json.text(value) : value.asString();
        return switch (operation) {
            case "eq" -> given.isString() ? text.equals(wanted) : value.equals(given);
            case "contains" -> text.contains(wanted);
            case "notcontains" -> !text.contains(wanted);
            case "matches" -> Pattern.compile(wanted).matcher(text).find();
            case "len_eq" -> value.size() == given.asInt();
            case "len_ge" -> value.size() >= given.asInt();
            case "gt" -> value.asLong() > given.asLong();
            case "exists" -> value instanceof MissingNode != given.asBoolean();
            default -> throw new IllegalArgumentException(operation);
        };
    }

    private List<String> text(JsonNode checks, String text) {
        List<String> problems = new ArrayList<>();
        for (JsonNode check : checks) {
            String wanted = fill(check.get(1).asString());
            boolean holds = switch (check.get(0).asString()) {
                case "contains" -> text.contains(wanted);
                case "notcontains" -> !text.contains(wanted);
                case "matches" -> Pattern.compile(wanted).matcher(text).find();
                default -> throw new IllegalArgumentException(check.toString());
            };
            if (!holds) {
                problems.add(check + ", but it is " + text);
            }
        }
        return problems;
    }

    private String raw(String request) throws IOException {
        URI base = URI.create(http.base());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(3000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = new byte[8192];
            int count = socket.getInputStream().read(bytes);
            return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.UTF_8);
        }
    }
}
