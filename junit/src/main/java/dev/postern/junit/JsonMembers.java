package dev.postern.junit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads members of JSON objects that may be missing. */
final class JsonMembers {
    private JsonMembers() {}

    /** Returns the object; an empty one if the text is none. */
    static JsonObject parse(String text) {
        try {
            JsonElement json = JsonParser.parseString(text);
            return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
        } catch (JsonParseException e) {
            return new JsonObject();
        }
    }

    /** Returns the text of a member; an empty one if it is missing or no text. */
    static String text(JsonObject object, String name) {
        JsonElement member = object.get(name);
        return member != null && member.isJsonPrimitive() ? member.getAsString() : "";
    }

    /** Returns a member that is an object; an empty one if it is none. */
    static JsonObject object(JsonObject object, String name) {
        JsonElement member = object.get(name);
        return member != null && member.isJsonObject() ? member.getAsJsonObject() : new JsonObject();
    }

    /** Returns the objects in a member that is an array. */
    static List<JsonObject> objects(JsonObject object, String name) {
        JsonElement member = object.get(name);
        JsonArray array = member != null && member.isJsonArray() ? member.getAsJsonArray() : new JsonArray();
        return StreamSupport.stream(array.spliterator(), false)
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }
}
