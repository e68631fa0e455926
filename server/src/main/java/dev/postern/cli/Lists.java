package dev.postern.cli;

import dev.postern.http.JsonDocument;
import dev.postern.http.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Parses values of several parts: comma-separated lists, hash tables, JSON. Separators inside quotes are ignored. */
final class Lists {
    private Lists() {}

    static ArrayNode array(String text) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        split(text, ',').forEach(part -> array.add(unquoted(part)));
        return array;
    }

    /** Parses {@code @{add="a","b";remove="c"}}, or the same as JSON. */
    static JsonNode table(String text) {
        if (text.startsWith("{")) {
            return parse(text);
        }
        if (!text.endsWith("}")) {
            throw CliFailure.failed("The hash literal was incomplete: " + text);
        }
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        for (String entry : split(text.substring(2, text.length() - 1), ';')) {
            if (entry.isBlank()) {
                continue;
            }
            int equals = entry.indexOf('=');
            if (equals < 1) {
                throw CliFailure.failed("Missing '=' operator after key in hash literal: " + entry.strip());
            }
            table.set(entry.substring(0, equals).strip().toLowerCase(Locale.ROOT), array(entry.substring(equals + 1)));
        }
        return table;
    }

    /** Parses JSON, or the JSON file named after {@code @}. */
    static JsonNode json(String text, Path directory) {
        if (!text.startsWith("@")) {
            return parse(text);
        }
        Path file = directory.resolve(text.substring(1));
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw CliFailure.failed("The file " + file + " cannot be read.");
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JsonDocument.parse(text).value();
        } catch (MalformedJson e) {
            throw CliFailure.failed("This is not valid JSON: " + e.getMessage() + ".");
        }
    }

    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if ((c == '"' || c == '\'') && text.substring(begin, i).isBlank()) {
                // a quote inside a word is an apostrophe
                quote = text.indexOf(c, i + 1) < 0 ? 0 : c;
            } else if ((c == '"' || c == '\'')
                    && text.substring(begin, i).stripTrailing().matches(".*[=,]")) {
                quote = c;
            } else if (c == separator) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static String unquoted(String part) {
        String text = part.strip();
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
