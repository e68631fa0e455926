package dev.postern.benchmarks.soak;

import dev.postern.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/** Messages that cost a naive parser minutes. */
final class HostileContent {
    private static final List<String> TAGS = List.of("div", "table", "ul", "b", "a href=x", "font", "table><tr><td");

    private HostileContent() {}

    static String html(RandomGenerator random) {
        return "<" + TAGS.get(random.nextInt(TAGS.size())) + ">";
    }

    /** A JSON message whose HTML opens the same element 60,000 times. */
    static ObjectNode message(RandomGenerator random) {
        ObjectNode message = Json.object().put("subject", "hostile");
        message.putObject("body")
                .put("contentType", "html")
                .put("content", html(random).repeat(60_000));
        return message;
    }

    /** MIME in base64, as Graph takes it: one of the known worst cases. */
    static String mime(RandomGenerator random) {
        String text = switch (random.nextInt(5)) {
            case 0 -> "From: " + "\"".repeat(1 << 20) + "\r\nSubject: quotes\r\n\r\nx";
            case 1 -> "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\n\r\n".repeat(300_000);
            case 2 -> nested();
            case 3 -> "Subject: " + "=?utf-8?q?x?= ".repeat(70_000) + "\r\n\r\nx";
            default -> "Content-Type: text/html\r\n\r\n" + html(random).repeat(60_000);
        };
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String nested() {
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i);
            text.append("\r\n");
        }
        return text.toString();
    }

    /** A query that is expensive for a naive parser or evaluator. */
    static String query(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> "$filter=" + "(".repeat(3_000) + "isRead eq true" + ")".repeat(3_000);
            case 1 -> "$filter=isRead eq true" + " or contains(subject,'a')".repeat(300);
            case 2 -> "$search=\"" + "(a OR ".repeat(1_500) + "b" + ")".repeat(1_500) + "\"";
            default -> "$filter=contains(body/content,'" + "aaaaaaaaab".repeat(300) + "')";
        };
    }

    /** A workflow in which the content of each action is ten times that of the previous one. */
    static String workflow() {
        ObjectNode definition = Json.object();
        definition.put(
                "$schema",
                "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#");
        definition.put("contentVersion", "1.0.0.0");
        definition
                .putObject("triggers")
                .putObject("manual")
                .put("type", "Request")
                .put("kind", "Http")
                .putObject("inputs");
        ObjectNode actions = definition.putObject("actions");
        ObjectNode first = actions.putObject("A0").put("type", "Compose");
        first.put("inputs", "@range(0,10000)");
        first.putObject("runAfter");
        for (int i = 1; i <= 8; i++) {
            String before = "outputs('A" + (i - 1) + "')";
            ObjectNode next = actions.putObject("A" + i).put("type", "Compose");
            next.put("inputs", "@createArray(" + (before + ",").repeat(9) + before + ")");
            next.putObject("runAfter").putArray("A" + (i - 1)).add("Succeeded");
        }
        return Json.text(definition);
    }
}
