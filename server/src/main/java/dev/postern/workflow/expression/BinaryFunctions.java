package dev.postern.workflow.expression;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Base64, data URIs, percent-encoding and binary content, including the deprecated names of these functions. */
final class BinaryFunctions {
    private static final String OCTETS = "application/octet-stream";

    private BinaryFunctions() {}

    static List<Function> all() {
        return List.of(
                f("base64", a -> a.result(Base64.getEncoder().encodeToString(content(a.at(0))))),
                f("base64ToString", a -> text(base64(a))),
                f("decodeBase64", a -> text(base64(a))),
                f("base64ToBinary", a -> ValueText.binary(OCTETS, a.text(0))),
                f("binary", BinaryFunctions::binary),
                f("dataUri", BinaryFunctions::dataUri),
                f("dataUriToString", a -> text(DataUri.of(a).content())),
                f("dataUriToBinary", BinaryFunctions::dataUriToBinary),
                f("decodeDataUri", BinaryFunctions::dataUriToBinary),
                f("uriComponent", a -> a.result(encode(a))),
                f("encodeUriComponent", a -> a.result(encode(a))),
                f("uriComponentToString", a -> JsonValues.text(PercentText.decode(a.text(0)))),
                f("decodeUriComponent", a -> JsonValues.text(PercentText.decode(a.text(0)))),
                f("uriComponentToBinary", a -> ValueText.binary(OCTETS, utf8(PercentText.decode(a.text(0))))));
    }

    private static Function f(String name, Function.Eager body) {
        return new Function(name, 1, 1, body);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode text(byte[] content) {
        return JsonValues.text(new String(content, StandardCharsets.UTF_8));
    }

    private static byte[] content(JsonNode value) {
        return ValueText.isBinary(value) ? ValueText.bytes(value) : utf8(ValueText.of(value));
    }

    private static byte[] base64(FunctionArguments arguments) {
        try {
            return Base64Text.decode(arguments.text(0));
        } catch (IllegalArgumentException e) {
            throw arguments.invalid("The value cannot be decoded from base64 representation.");
        }
    }

    private static JsonNode binary(FunctionArguments arguments) {
        if (arguments.at(0).isNull()) {
            throw arguments.wrong(0, "a value that is not null");
        }
        return ValueText.binary(OCTETS, content(arguments.at(0)));
    }

    private static JsonNode dataUri(FunctionArguments arguments) {
        JsonNode value = arguments.at(0);
        String type =
                ValueText.isBinary(value) ? ValueText.of(value.path("$content-type")) : "text/plain;charset=utf-8";
        return arguments.result(
                "data:" + type + ";base64," + Base64.getEncoder().encodeToString(content(value)));
    }

    private static JsonNode dataUriToBinary(FunctionArguments arguments) {
        DataUri uri = DataUri.of(arguments);
        return ValueText.binary(uri.type(), uri.content());
    }

    private static String encode(FunctionArguments arguments) {
        String text = ValueText.of(arguments.at(0));
        arguments.length(text.length());
        return PercentText.encode(text);
    }

    private record DataUri(String type, byte[] content) {
        static DataUri of(FunctionArguments arguments) {
            String uri = arguments.text(0);
            int comma = uri.indexOf(',');
            if (!uri.regionMatches(true, 0, "data:", 0, 5) || comma < 0) {
                throw arguments.invalid("The value is not a data URI.");
            }
            String head = uri.substring(5, comma);
            boolean base64 = head.endsWith(";base64");
            String type = base64 ? head.substring(0, head.length() - 7) : head;
            try {
                byte[] content = base64
                        ? Base64Text.decode(uri.substring(comma + 1))
                        : utf8(PercentText.decode(uri.substring(comma + 1)));
                return new DataUri(type.isEmpty() ? "text/plain" : type, content);
            } catch (IllegalArgumentException e) {
                throw arguments.invalid("The value is not a data URI.");
            }
        }
    }
}
