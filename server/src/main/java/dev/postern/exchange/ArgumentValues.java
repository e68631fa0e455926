package dev.postern.exchange;

import dev.postern.cmdlet.CmdletParameter;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Converts a JSON value to the type of a parameter, with the conversions that PowerShell does for the forms clients send. */
final class ArgumentValues {
    private static final String UNLIMITED = "unlimited";

    private ArgumentValues() {}

    static ArgumentValue read(CmdletParameter parameter, JsonNode given) {
        if (given.isNull()) {
            return switch (parameter.kind()) {
                case TEXT, TEXTS, ADDRESSES -> new ArgumentValue.Nothing();
                default -> throw wrong(parameter, given);
            };
        }
        return switch (parameter.kind()) {
            case TEXT -> new ArgumentValue.Text(text(parameter, given));
            case TEXTS -> new ArgumentValue.Texts(texts(parameter, given));
            case CHOICE -> new ArgumentValue.Text(choice(parameter, text(parameter, given)));
            case CHOICES ->
                new ArgumentValue.Texts(texts(parameter, given).stream()
                        // PowerShell also accepts several names in one text
                        .flatMap(text -> Stream.of(text.split(",", -1)))
                        .map(text -> choice(parameter, text.strip()))
                        .toList());
            case SWITCH, BOOL -> new ArgumentValue.Flag(flag(parameter, given));
            case COUNT -> new ArgumentValue.Count(count(parameter, given));
            case NUMBER -> new ArgumentValue.Count(number(parameter, given));
            case ADDRESSES -> addresses(parameter, given);
            case JSON -> throw wrong(parameter, given);
        };
    }

    private static String text(CmdletParameter parameter, JsonNode given) {
        if (given.isString()) {
            return given.stringValue();
        }
        if (given.isNumber() || given.isBoolean()) {
            return given.asString();
        }
        throw wrong(parameter, given);
    }

    private static List<String> texts(CmdletParameter parameter, JsonNode given) {
        if (!given.isArray()) {
            return List.of(text(parameter, given));
        }
        List<String> texts = new ArrayList<>();
        given.forEach(element -> texts.add(text(parameter, element)));
        return texts;
    }

    private static String choice(CmdletParameter parameter, String text) {
        return parameter.choices().stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(
                        () -> CmdletFailures.wrongValue(parameter.name(), text, "enumeration", parameter.choices()));
    }

    private static boolean flag(CmdletParameter parameter, JsonNode given) {
        if (given.isBoolean()) {
            return given.booleanValue();
        }
        return switch (given.isString() ? Folding.lower(given.stringValue()) : "") {
            case "true", "$true" -> true;
            case "false", "$false" -> false;
            default -> throw wrong(parameter, given);
        };
    }

    private static int count(CmdletParameter parameter, JsonNode given) {
        String text = text(parameter, given);
        if (text.equalsIgnoreCase(UNLIMITED)) {
            return Integer.MAX_VALUE;
        }
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .filter(number -> number > 0)
                .orElseThrow(() -> wrong(parameter, given));
    }

    private static int number(CmdletParameter parameter, JsonNode given) {
        return Optional.of(text(parameter, given))
                .filter(digits -> digits.matches("[0-9]{1,10}"))
                .map(Long::valueOf)
                .filter(number -> number <= Integer.MAX_VALUE)
                .map(Long::intValue)
                .orElseThrow(() -> wrong(parameter, given));
    }

    private static ArgumentValue addresses(CmdletParameter parameter, JsonNode given) {
        if (!given.isObject()) {
            return new ArgumentValue.Texts(texts(parameter, given));
        }
        List<String> add = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            switch (Folding.lower(entry.getKey())) {
                case "add" -> add.addAll(texts(parameter, entry.getValue()));
                case "remove" -> remove.addAll(texts(parameter, entry.getValue()));
                // the annotation that clients send with a hash table
                case "@odata.type" -> {}
                default -> throw wrong(parameter, given);
            }
        }
        return new ArgumentValue.Changes(add, remove);
    }

    private static CmdletFailure wrong(CmdletParameter parameter, JsonNode given) {
        String type = switch (parameter.kind()) {
            case TEXT, CHOICE -> "System.String";
            case TEXTS, CHOICES -> "System.String[]";
            case SWITCH -> "System.Management.Automation.SwitchParameter";
            case BOOL -> "System.Boolean";
            case NUMBER -> "System.Int32";
            case COUNT -> "Microsoft.Exchange.Data.Unlimited";
            case ADDRESSES -> "Microsoft.Exchange.Data.ProxyAddressCollection";
            case JSON -> "JSON";
        };
        return CmdletFailures.wrongValue(
                parameter.name(), given.isValueNode() ? given.asString() : given.toString(), type, List.of());
    }
}
