package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.MailboxId;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real-world searches over four messages. The corpus is beside the project; the expected results are below. */
class GraphMailKqlTest {
    private static final Path CORPUS = Path.of(System.getProperty("corpus", "../../shared/corpus"));
    private static final String MESSAGES = "/users/adele@contoso.example/messages";

    /** The numbers of the messages that each search finds. */
    private static final Map<String, String> FOUND = Map.ofEntries(
            Map.entry("\"action required\"", "4"),
            Map.entry("\"project report\"", "2"),
            Map.entry("(bert AND hop AND hap)", "4"),
            Map.entry("(subject:budget OR subject:forecast) AND NOT from:bob@fabrikam.example", "3"),
            Map.entry("attachment:api-catalog.md", "2"),
            Map.entry("bcc:\"Pilar Pinilla\"", "3"),
            Map.entry("bcc:pilarp", "3"),
            Map.entry("bcc:pilarp@contoso.example", "3"),
            Map.entry("body:\"Northwind Traders\"", "4"),
            Map.entry("body:excitement", "2"),
            Map.entry("cc:\"Pilar Pinilla\"", "2"),
            Map.entry("cc:danas", "2"),
            Map.entry("from:\"bob@fabrikam.example\"", "4"),
            Map.entry(
                    "from:alice@fabrikam.example subject:Report received>=2024-03-15 hasAttachments:true \"hello"
                            + " world\"",
                    "3"),
            Map.entry("from:ceo AND hasAttachment:true", "2"),
            Map.entry("from:john AND importance:high", "2"),
            Map.entry("from:john@contoso.example", "2"),
            Map.entry("from:randiw", "1"),
            Map.entry("hasAttachments:false", "1"),
            Map.entry("hasattachments:true", "234"),
            Map.entry("hello world", "23"),
            Map.entry("importance:high", "2"),
            Map.entry("kind:email OR kind:im OR kind:voicemail", "1234"),
            Map.entry("kind:meetings", ""),
            Map.entry("NOT to:my.name@contoso.example", "134"),
            Map.entry("note AND hasAttachment:false", "1"),
            Map.entry("participants:contoso.example", "1234"),
            Map.entry("participants:danas", "24"),
            Map.entry("participants:garthf@contoso.example", "3"),
            Map.entry("pizza", "1"),
            Map.entry("received:12/01/2017..12/31/2018", "12"),
            Map.entry("received:2018-07-23", "1"),
            Map.entry("received>=2026-02-26 received<2026-03-01", "34"),
            Map.entry("sent:07/23/2018", "1"),
            Map.entry("size>26214400", "4"),
            Map.entry("subject:\"Your bank account\"", "1"),
            Map.entry("subject:b*", "13"),
            Map.entry("subject:has", "1"),
            Map.entry("subject:meeting AND hasAttachments:true", "3"),
            Map.entry("subject:northwind", "1"),
            Map.entry("to:somename@contoso.example", "1"));

    @ParameterizedTest
    @EnumSource(Engine.class)
    void realWorldSearchesFindTheExpectedMessages(Engine engine) throws IOException {
        List<JsonNode> lines = lines();
        var wrong = new ArrayList<String>();
        int works = 0;
        try (GraphMailFixture mail = new GraphMailFixture(engine)) {
            fill(mail);
            GraphClient app = mail.client(mail.app("reader", "Mail.Read"));
            for (JsonNode line : lines) {
                String kql = line.get("kql").stringValue();
                String expect = line.get("expect").stringValue();
                works += expect.equals("works") ? 1 : 0;
                var answer = app.get(MESSAGES + "?$select=internetMessageId&$search=" + search(kql));
                String outcome = answer.status() == 200 ? "found " + numbers(answer) : answer.status() + answer.code();
                boolean right = switch (expect) {
                    case "works" -> outcome.equals("found " + FOUND.get(kql));
                    case "no-match" -> outcome.equals("found ");
                    case "refused" -> answer.status() == 400;
                    default -> answer.status() == 200 || answer.status() == 400;
                };
                if (!right) {
                    wrong.add(kql + " -> " + outcome + ", expected " + expect + " " + FOUND.getOrDefault(kql, ""));
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(works >= 40, "only " + works + " searches work");
    }

    /** The search as a client writes it: the expression in quotes, except in the line that tests their absence. */
    private static String search(String kql) {
        String quoted = kql.equals("_") ? kql : "\"" + kql.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return URLEncoder.encode(quoted, StandardCharsets.UTF_8);
    }

    private static String numbers(GraphClient.Answer answer) {
        var numbers = new TreeSet<String>();
        answer.at("/value")
                .forEach(message -> numbers.add(
                        message.get("internetMessageId").stringValue().substring(1, 2)));
        return String.join("", numbers);
    }

    private static void fill(GraphMailFixture mail) {
        add(
                mail,
                1,
                "2018-07-23T10:00:00Z",
                "'subject':'has bakery Your bank account northwind','body':{'contentType':'text','content':'pizza"
                        + " note'},'from':{'emailAddress':{'name':'Randi Welch','address':'randiw@contoso.example'}},"
                        + people("to", "Some Name", "somename@contoso.example"));
        add(
                mail,
                2,
                "2018-01-15T10:00:00Z",
                "'subject':'project report','body':{'contentType':'text','content':'Hello, world: excitement'},"
                        + "'importance':'high',"
                        + "'from':{'emailAddress':{'name':'John CEO','address':'john@contoso.example'}},"
                        + people("to", "My Name", "my.name@contoso.example")
                        + "," + people("cc", "Pilar Pinilla", "danas@contoso.example"),
                NewAttachment.file("api-catalog.md", "text/markdown", new byte[10]));
        add(
                mail,
                3,
                "2026-02-27T10:00:00Z",
                "'subject':'Report meeting budget',"
                        + "'body':{'contentType':'html','content':'<p>hello <b>world</b></p><i>note</i>'},"
                        + "'from':{'emailAddress':{'name':'Alice','address':'alice@fabrikam.example'}},"
                        + people("to", "Garth", "garthf@contoso.example")
                        + "," + people("bcc", "Pilar Pinilla", "pilarp@contoso.example"),
                NewAttachment.file("plan.txt", "text/plain", new byte[10]));
        add(
                mail,
                4,
                "2026-02-28T10:00:00Z",
                "'subject':'action required forecast',"
                        + "'body':{'contentType':'text','content':'Northwind Traders bert hop hap'},"
                        + "'from':{'emailAddress':{'name':'Bob','address':'bob@fabrikam.example'}},"
                        + people("to", "Dana", "danas@contoso.example"),
                NewAttachment.file("large.bin", null, new byte[26_214_400]));
    }

    private static String people(String field, String name, String address) {
        return "'" + field + "Recipients':[{'emailAddress':{'name':'" + name + "','address':'" + address + "'}}]";
    }

    private static void add(
            GraphMailFixture mail, int number, String time, String message, NewAttachment... attachments) {
        MailboxId mailbox = mail.mailbox(GraphMailFixture.ADELE);
        mail.mailboxes.ensure(
                mailbox, mail.tenant.id(), mail.owner(GraphMailFixture.ADELE).id());
        mail.mailboxes
                .open(mailbox)
                .items()
                .create(
                        WellKnownFolder.INBOX.id(),
                        new NewMessage(
                                MailFixture.json(
                                        "{'internetMessageId':'<" + number + "@contoso.example>'," + message + "}"),
                                List.of(attachments),
                                false,
                                false,
                                Instant.parse(time),
                                Instant.parse(time)));
    }

    private static List<JsonNode> lines() throws IOException {
        Path path = CORPUS.resolve("kql.jsonl").toAbsolutePath().normalize();
        if (!Files.exists(path)) {
            System.out.println(
                    "GraphMailKqlTest: SKIPPED, there is no kql.jsonl in ../shared/corpus beside the project");
            Assumptions.abort("no corpus beside the project");
        }
        return Files.readAllLines(path).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }
}
