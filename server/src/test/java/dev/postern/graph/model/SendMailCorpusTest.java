package dev.postern.graph.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real-world bodies of sendMail, as far as the types alone decide. */
class SendMailCorpusTest {
    private static final Path BODIES =
            Path.of(System.getProperty("corpus", "../../shared/corpus"), "sendmail-bodies.jsonl");

    /** Refused for their meaning, which the reader does not check. */
    private static final Set<String> REFUSED_BY_MEANING = Set.of(
            "attachment without name and bytes",
            "empty toRecipients",
            "header name empty",
            "header Auto-Submitted",
            "header importance",
            "header without x prefix",
            "malformed extended property id",
            "name without address",
            "placeholder address",
            "semicolon list in one address",
            "six headers",
            "trailing semicolon");

    @Test
    void realWorldBodiesAreReadOrRefusedAsInGraph() throws IOException {
        if (!Files.exists(BODIES)) {
            System.out.println("SendMailCorpusTest: SKIPPED, there is no ../shared/corpus beside the project");
            Assumptions.abort("no corpus beside the project");
        }
        TypeModel model = TypeModel.load();
        TypedBodyReader reader = new TypedBodyReader(model);
        BoundOperation sendMail =
                model.operation("sendMail", model.type("user"), false).orElseThrow();
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (String line : Files.readAllLines(BODIES)) {
            JsonNode request = JsonMapper.shared().readTree(line);
            String shape = request.get("shape").stringValue();
            if (!request.path("contentType").asString("").startsWith("application/json")
                    || REFUSED_BY_MEANING.contains(shape)
                    || request.get("expect").isString()) {
                continue;
            }
            boolean taken = request.get("expect").intValue() == 202;
            String outcome = outcome(reader, sendMail, request);
            checked++;
            if (taken != outcome.isEmpty()) {
                wrong.add(shape + " -> " + outcome);
            }
        }
        System.out.println("SendMailCorpusTest: " + checked + " bodies checked");
        assertEquals(List.of(), wrong);
    }

    private static String outcome(TypedBodyReader reader, BoundOperation sendMail, JsonNode request) {
        try {
            JsonNode body = request.has("body") ? request.get("body") : request.path("raw");
            reader.parameters(sendMail, body.isString() ? JsonMapper.shared().readTree(body.stringValue()) : body);
            return "";
        } catch (BodyFailure failure) {
            return failure.toString();
        } catch (JacksonException broken) {
            return "no JSON: " + broken.getClass();
        }
    }
}
