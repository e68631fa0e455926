package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real-world requests, from the wire to the database and back. The corpus is beside the project. */
class GraphMailCorpusTest {
    private static final Path CORPUS = Path.of(System.getProperty("corpus", "../../shared/corpus"));

    @ParameterizedTest
    @EnumSource(Engine.class)
    void realWorldMessagesAreSentOrRefusedAsInGraph(Engine engine) throws IOException {
        List<JsonNode> lines = lines("sendmail-bodies.jsonl");
        var wrong = new ArrayList<String>();
        try (GraphMailFixture mail = new GraphMailFixture(engine)) {
            GraphClient app = mail.client(mail.app("sender", "Mail.Send"));
            for (JsonNode line : lines) {
                String body = line.has("raw")
                        ? line.get("raw").stringValue()
                        : line.get("body").toString();
                String type = line.path("contentType").asString("");
                var answer = app.call(
                        "POST",
                        "/users/adele@contoso.example/sendMail",
                        type.isEmpty() ? null : type,
                        body.getBytes(StandardCharsets.UTF_8));
                compare(wrong, line, line.get("shape").stringValue(), line.get("expect"), answer);
            }
            assertTrue(mail.delivery.deliverDue() > 25);
        }
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void realWorldQueriesSucceedOrFailAsInGraph(Engine engine) throws IOException {
        List<JsonNode> lines = lines("graph-queries.jsonl");
        var wrong = new ArrayList<String>();
        int checked = 0;
        try (GraphMailFixture mail = new GraphMailFixture(engine)) {
            GraphClient app = mail.client(mail.app("reader", "Mail.ReadWrite"));
            String base = "/users/adele@contoso.example";
            String message =
                    app.post(base + "/messages", "{'subject':'x'}").expect(201).string("/id");
            String attachment = app.post(
                            base + "/messages/" + message + "/attachments",
                            "{'@odata.type':'#microsoft.graph.fileAttachment','name':'x','contentBytes':'eA=='}")
                    .expect(201)
                    .string("/id");
            String folder = app.get(base + "/mailFolders/inbox").string("/id");
            String elsewhere =
                    app.get("/users/megan@contoso.example/mailFolders/inbox").string("/id");
            for (JsonNode line : lines) {
                String area = line.get("area").stringValue();
                String url = line.get("url").stringValue();
                // delta queries of folders are not implemented and say so
                if (!List.of("mail", "mailfolders", "me", "search").contains(area) || url.contains("/delta")) {
                    continue;
                }
                checked++;
                String filled = url.replace("{messageId}", message)
                        .replace("{attachmentId}", attachment)
                        .replace("{folderId}", folder)
                        .replace("{unknownFolderId}", elsewhere);
                compare(wrong, line, url, line.get("expect"), app.get(filled));
            }
        }
        System.out.println("GraphMailCorpusTest: " + checked + " queries checked");
        assertEquals(List.of(), wrong);
    }

    private static void compare(
            List<String> wrong, JsonNode line, String what, JsonNode expected, GraphClient.Answer answer) {
        boolean right = switch (expected.asString()) {
            case "works" -> answer.status() == 200;
            case "202" -> answer.status() == 202;
            case "refused", "400" ->
                answer.status() == (line.path("status").asInt(400) == 404 ? 404 : 400)
                        && (!line.has("code")
                                || line.path("status").asInt(400) == 500
                                || line.get("code").asString().equals(answer.code()));
            default -> answer.status() < 500 || answer.status() == 501;
        };
        if (!right) {
            wrong.add(what + " -> " + answer.status() + " " + answer.text() + ", expected " + expected + " "
                    + line.path("code").asString(""));
        }
    }

    private static List<JsonNode> lines(String file) throws IOException {
        Path path = CORPUS.resolve(file).toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            System.out.println(
                    "GraphMailCorpusTest: SKIPPED, there is no " + file + " in ../shared/corpus beside the project");
            Assumptions.abort("no corpus beside the project");
        }
        return Files.readAllLines(path).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }
}
