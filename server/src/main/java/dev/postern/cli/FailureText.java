package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import tools.jackson.databind.JsonNode;

/** Extracts the error text from responses in the formats of the different protocols. */
final class FailureText {
    private FailureText() {}

    static CliFailure of(Answer answer) {
        return CliFailure.failed(text(answer));
    }

    static String text(Answer answer) {
        JsonNode error = answer.json().path("error");
        String detail = error.path("details").path(0).path("message").asString("");
        if (!detail.isEmpty()) {
            // hash|type|text: only the text is shown; it may contain vertical bars itself
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
        return "The server returned the status " + answer.status() + ".";
    }
}
