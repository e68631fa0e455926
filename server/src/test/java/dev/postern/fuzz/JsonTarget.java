package dev.postern.fuzz;

import dev.postern.graph.model.BodyFailure;
import dev.postern.graph.model.TypeModel;
import dev.postern.graph.model.TypedBodyReader;
import dev.postern.http.Json;
import dev.postern.http.MalformedJson;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bodies of messages, events and folders: refused, or read, written, and read again with the same result. */
public final class JsonTarget {
    private static final TypeModel MODEL = TypeModel.load();
    private static final TypedBodyReader READER = new TypedBodyReader(MODEL);

    private JsonTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        JsonNode json;
        try {
            json = Json.parse(data);
        } catch (MalformedJson malformed) {
            return;
        }
        for (String type : List.of("message", "event", "mailFolder", "fileAttachment", "openTypeExtension")) {
            ObjectNode read;
            try {
                read = READER.read(MODEL.type(type), json);
            } catch (BodyFailure refused) {
                continue;
            }
            ObjectNode again = READER.read(MODEL.type(type), Json.parse(Json.write(read)));
            if (!Json.text(again).equals(Json.text(read))) {
                throw new AssertionError(Json.text(read) + " became " + Json.text(again));
            }
        }
    }
}
