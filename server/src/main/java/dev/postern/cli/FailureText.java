package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import tools.jackson.databind.JsonNode;

/** Finds the text of a refusal in the shapes that the protocols have for it. */
final class FailureText {
    private FailureText() {}

    static CliFailure of(Answer answer) {
        return CliFailure.failed(text(answer));
    }

    static String text(Answer answer) {
        JsonNode error = answer.json().path("error");
        String detail = error.path("details").path(0).path("message").asString("");
        if (!detail.isEmpty()) {
            // hash|type|text: only the text is for people; it may itself hold bars
            String[] parts = detail.split("\\|", 3);
            return parts[parts.length - 1];
        }
        String inner = error.path("innererror")
                .path("internalexception")
                .path("message")
                .asString("");
        String old =
                answer.json().path("odata.error").path("message").path("value").asString("");
        String text = inner.isEmpty() ? error.path("message").asString(old) : inner;
        if (!text.isEmpty()) {
            String code = error.path("code").asString("");
            return inner.isEmpty() && !code.isEmpty() ? text + " (" + code + ")" : text;
        }
        return "The server answered " + answer.status() + ".";
    }
}
