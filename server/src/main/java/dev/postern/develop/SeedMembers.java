package dev.postern.develop;

import dev.postern.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A JSON object that is read member by member. Unknown members and wrong types are refused with their place. */
record SeedMembers(String place, JsonNode node) {
    /** @throws DevelopFailure if it is no object, or has other members than these */
    static SeedMembers of(String place, JsonNode node, Set<String> known) {
        if (!node.isObject()) {
            throw DevelopFailure.invalid(name(place) + " must be an object.");
        }
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw DevelopFailure.invalid("Unknown member '" + path(place, name) + "'. Known are "
                        + String.join(", ", new TreeSet<>(known)) + ".");
            }
        }
        return new SeedMembers(place, node);
    }

    /** Reads an array of objects; it may be missing. */
    List<SeedMembers> list(String name, int max, Set<String> known) {
        var members = new ArrayList<SeedMembers>();
        for (JsonNode one : array(name, max)) {
            members.add(of(path(name) + "[" + members.size() + "]", one, known));
        }
        return members;
    }

    /** Reads a text or an array of texts; none if it is missing. */
    List<String> texts(String name, int max, int maxLength) {
        JsonNode value = node.path(name);
        if (value.isString()) {
            return List.of(checked(name, value.stringValue(), maxLength));
        }
        var texts = new ArrayList<String>();
        for (JsonNode one : array(name, max)) {
            if (!one.isString()) {
                throw wrong(name, "a text or an array of texts");
            }
            texts.add(checked(name, one.stringValue(), maxLength));
        }
        return texts;
    }

    private JsonNode array(String name, int max) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Json.array();
        }
        if (!value.isArray()) {
            throw wrong(name, "an array");
        }
        if (value.size() > max) {
            throw DevelopFailure.invalid(
                    "'" + path(name) + "' has " + value.size() + " elements. At most " + max + " are possible.");
        }
        return value;
    }

    String required(String name, int maxLength) {
        String text = text(name, maxLength);
        if (text == null || text.isBlank()) {
            throw DevelopFailure.invalid("'" + path(name) + "' is missing.");
        }
        return text;
    }

    @Nullable
    String text(String name, int maxLength) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(name, "a text");
        }
        return checked(name, value.stringValue(), maxLength);
    }

    /** A text, or a number in its place. */
    @Nullable
    String textOrNumber(String name, int maxLength) {
        JsonNode value = node.path(name);
        return value.isNumber() ? value.numberValue().toString() : text(name, maxLength);
    }

    private String checked(String name, String text, int maxLength) {
        if (text.length() > maxLength) {
            throw DevelopFailure.invalid("'" + path(name) + "' has " + text.length() + " characters. At most "
                    + maxLength + " are possible.");
        }
        return text;
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return value.booleanValue();
    }

    @Nullable
    Integer number(String name, int min, int max) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < min || value.intValue() > max) {
            throw wrong(name, "a whole number from " + min + " to " + max);
        }
        return value.intValue();
    }

    /** A share from 0, exclusive, to 1. */
    @Nullable
    Double share(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || !(value.doubleValue() > 0) || value.doubleValue() > 1) {
            throw wrong(name, "a number above 0, at most 1");
        }
        return value.doubleValue();
    }

    private DevelopFailure wrong(String name, String wanted) {
        return DevelopFailure.invalid("'" + path(name) + "' must be " + wanted + ".");
    }

    String path(String name) {
        return path(place, name);
    }

    private static String path(String place, String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    private static String name(String place) {
        return place.isEmpty() ? "The content" : "'" + place + "'";
    }
}
