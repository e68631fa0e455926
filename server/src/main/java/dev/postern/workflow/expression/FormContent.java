package dev.postern.workflow.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The fields and parts of a body that is a form. The body is binary content, or it has its parts as {@code $multipart} or its fields as
 * {@code $formdata}.
 */
final class FormContent {
    private record Field(String name, JsonNode value) {}

    private FormContent() {}

    static JsonNode value(FunctionArguments arguments, JsonNode body, int index) {
        JsonNode all = values(arguments, body, index);
        if (all.size() != 1) {
            throw arguments.invalid("The form data has '" + all.size() + "' values with the key '"
                    + arguments.text(index) + "'; it must have exactly one.");
        }
        return all.get(0);
    }

    static JsonNode values(FunctionArguments arguments, JsonNode body, int index) {
        String key = arguments.text(index);
        ArrayNode found = JsonValues.array();
        for (Field field : fields(arguments, body)) {
            if (Casing.same(field.name(), key)) {
                found.add(field.value());
            }
        }
        return found;
    }

    static JsonNode part(FunctionArguments arguments, JsonNode body, int index) {
        List<MultipartContent.Part> parts = parts(arguments, body);
        int wanted = arguments.place(index);
        if (wanted < 0 || wanted >= parts.size()) {
            throw arguments.invalid("The body has no part '" + wanted + "'; it has '" + parts.size() + "'.");
        }
        return parts.get(wanted).body();
    }

    private static List<Field> fields(FunctionArguments arguments, JsonNode body) {
        var fields = new ArrayList<Field>();
        if (body.path("$formdata").isArray()) {
            for (JsonNode field : body.path("$formdata").values()) {
                fields.add(new Field(ValueText.of(field.path("key")), JsonValues.orNull(field.get("value"))));
            }
            return fields;
        }
        if (type(body).equals("application/x-www-form-urlencoded")) {
            for (String field : text(body).split("&", -1)) {
                if (!field.isEmpty()) {
                    String[] sides = field.split("=", 2);
                    fields.add(
                            new Field(decoded(sides[0]), JsonValues.text(sides.length == 2 ? decoded(sides[1]) : "")));
                }
            }
            return fields;
        }
        for (MultipartContent.Part part : parts(arguments, body)) {
            @Nullable String name = part.name();
            if (name != null) {
                fields.add(new Field(name, part.body()));
            }
        }
        return fields;
    }

    private static List<MultipartContent.Part> parts(FunctionArguments arguments, JsonNode body) {
        if (body.path("$multipart").isArray()) {
            var parts = new ArrayList<MultipartContent.Part>();
            for (JsonNode part : body.path("$multipart").values()) {
                var headers = new java.util.HashMap<String, String>();
                for (Map.Entry<String, JsonNode> header : part.path("headers").properties()) {
                    headers.put(Casing.lower(header.getKey()), ValueText.of(header.getValue()));
                }
                parts.add(new MultipartContent.Part(headers, JsonValues.orNull(part.get("body"))));
            }
            return parts;
        }
        if (type(body).startsWith("multipart/")) {
            return MultipartContent.parse(body.path("$content-type").stringValue(), ValueText.bytes(body));
        }
        throw arguments.invalid("The body is neither form data nor multipart content.");
    }

    private static String type(JsonNode body) {
        return ValueText.isBinary(body)
                ? Casing.lower(body.path("$content-type")
                        .stringValue()
                        .split(";", 2)[0]
                        .strip())
                : "";
    }

    private static String text(JsonNode body) {
        return ValueText.of(body);
    }

    private static String decoded(String text) {
        return PercentText.decode(text.replace('+', ' '));
    }
}
