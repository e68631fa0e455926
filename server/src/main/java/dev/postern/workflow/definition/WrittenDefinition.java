package dev.postern.workflow.definition;

import dev.postern.http.JsonDocument;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A definition in a file that a person has written.
 *
 * @param pointer where the definition is in the file, as a JSON pointer
 */
public record WrittenDefinition(JsonDocument file, String pointer) {
    private static final Pattern PLACE = Pattern.compile("at line '[0-9]+' and column '[0-9]+'");

    /** The member of what is here. */
    public WrittenDefinition inside(String member) {
        return new WrittenDefinition(file, pointer + "/" + member);
    }

    public JsonNode value() {
        return file.value().at(pointer);
    }

    /** Returns the message of an {@link InvalidTemplate} with the place in the file, instead of that in the form in which the definition is sent. */
    public String message(String message, String place) {
        return file.place(pointer + place)
                .map(found -> PLACE.matcher(message)
                        .replaceAll(Matcher.quoteReplacement(
                                "at line '" + found.line() + "' and column '" + found.column() + "'")))
                .orElse(message);
    }
}
