package dev.postern.importer;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The forms that {@code ConvertTo-Json} of Windows PowerShell and of PowerShell 7 gives to values. */
final class ExportValues {
    /** What is printed for an object that is too deep: its type or, for a custom object, its properties. */
    private static final Pattern TYPE_NAME = Pattern.compile(
            "(?:System\\.(?:Object|String|Collections\\.|Management\\.)|Microsoft\\.(?:Exchange|Graph)\\."
                    + "|Deserialized\\.|Selected\\.)[A-Za-z0-9_.+`\\[\\], =-]*");

    private static final Pattern PRINTED = Pattern.compile("@\\{(.*)}", Pattern.DOTALL);
    private static final Pattern PRINTED_VALUE = Pattern.compile("(?:^|; ?)([A-Za-z][A-Za-z0-9_]*)=");
    /** Where an object that replaced a text has it, in the order in which they are tried. */
    private static final List<String> TEXTS = List.of(
            "proxyaddressstring",
            "addressstring",
            "smtpaddress",
            "address",
            "primarysmtpaddress",
            "distinguishedname",
            "name",
            "rawidentity",
            "value",
            "guid",
            "objectguid",
            "displayname");

    private ExportValues() {}

    /** A scalar as text, or the text that an object replaced; null for anything else and for texts without content. */
    static @Nullable String text(@Nullable JsonNode value) {
        if (value == null || value.isNull() || isCut(value)) {
            return null;
        }
        JsonNode opened = opened(value);
        if (opened.isObject() && !value.isObject()) {
            return text(opened);
        }
        if (value.isValueNode()) {
            String text = value.asString("").strip();
            return text.isEmpty() ? null : text;
        }
        if (value.isArray()) {
            return value.size() == 1 ? text(value.get(0)) : null;
        }
        if (value.has("local") && value.has("domain")) {
            return text(value.get("local")) + "@" + text(value.get("domain"));
        }
        return TEXTS.stream()
                .filter(value::has)
                .map(name -> text(value.get(name)))
                .filter(text -> text != null)
                .findFirst()
                .orElse(null);
    }

    /** The elements of a list. A single object is a list of one; null is an empty list. */
    static List<JsonNode> elements(@Nullable JsonNode value) {
        if (value == null || value.isNull() || isCut(value)) {
            return List.of();
        }
        if (value.isArray()) {
            return value.valueStream()
                    .flatMap(one -> one.isArray() ? elements(one).stream() : Stream.of(opened(one)))
                    .toList();
        }
        JsonNode wrapped = wrapped(value);
        if (wrapped != null) {
            return elements(wrapped);
        }
        JsonNode one = opened(value);
        return one.isString() && one.stringValue().isBlank() ? List.of() : List.of(one);
    }

    /** The list in {@code {"value":[...],"Count":n}}; null if it is none. */
    static @Nullable JsonNode wrapped(JsonNode value) {
        if (!value.isObject()) {
            return null;
        }
        JsonNode inner = value.get("value");
        boolean counted = value.has("count") || value.has("@odata.context") || value.has("syncroot");
        return inner != null && (inner.isArray() || (counted && !inner.isValueNode()) || (counted && inner.isNull()))
                ? inner
                : null;
    }

    /** Whether an object or a list was replaced by the name of its type. */
    static boolean isCut(JsonNode value) {
        return value.isString()
                && TYPE_NAME.matcher(value.stringValue().strip()).matches();
    }

    /** Text such as {@code @{Name=a; Id=b}} as the object that was printed; anything else unchanged. */
    static JsonNode opened(JsonNode value) {
        Matcher printed = value.isString() ? PRINTED.matcher(value.stringValue().strip()) : null;
        if (printed == null || !printed.matches()) {
            return value;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        String content = printed.group(1);
        Matcher names = PRINTED_VALUE.matcher(content);
        String name = null;
        int begin = 0;
        while (names.find()) {
            if (name != null) {
                object.put(name, content.substring(begin, names.start()));
            }
            name = ExportItem.fold(names.group(1));
            begin = names.end();
        }
        if (name != null) {
            object.put(name, content.substring(begin));
        }
        return object;
    }
}
