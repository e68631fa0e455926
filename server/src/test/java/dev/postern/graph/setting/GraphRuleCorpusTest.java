package dev.postern.graph.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.Core;
import dev.postern.TestCore;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.delivery.SendingMailbox;
import dev.postern.delivery.Submission;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.mailbox.NewAttachment;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rules of {@code rules.jsonl}: created over Graph, carried out on a message that is sent by the ordinary path. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphRuleCorpusTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String ADELE = "/v1.0/users/adele@contoso.example";
    private static final String RULES = ADELE + "/mailFolders/inbox/messageRules";
    private static final List<String> PEOPLE = List.of("carla@contoso.example", "dev@contoso.example");

    @Parameter
    Engine engine;

    private final Random random = new Random(46);
    private final Map<String, String> folders = new HashMap<>();
    private GraphFixture graph;
    private Core node;
    private GraphFixture.Client client;
    private MailboxId relay;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
        folders.clear();
        User other = graph.user("relay", "Relay");
        relay = Objects.requireNonNull(other.mailbox());
        graph.mailboxes().ensure(relay, graph.contoso.id(), other.id());
        graph.user("carla", "Carla Ruiz");
        graph.user("dev", "Dev Team");
        UUID guid = new UUID(46, 46);
        graph.directory.change(graph.contoso.id(), TestCore.ACTOR, draft -> {
            draft.put(new User(
                    new ObjectId(new UUID(0x4000, 1L << 63)),
                    graph.now.get(),
                    "Adele Vance",
                    "adele@contoso.example",
                    true,
                    new Recipient(
                            RecipientType.USER_MAILBOX,
                            "adele",
                            "adele",
                            "adele@contoso.example",
                            List.of("a.vance@contoso.example"),
                            "S-1-5-21-1-2-46",
                            guid,
                            false,
                            Map.of()),
                    new MailboxId(guid),
                    Map.of()));
            return true;
        });
        node = graph.otherNode();
        node = graph.otherNode();
        client = graph.client("MailboxSettings.ReadWrite", "Mail.ReadWrite", "Mail.Send");
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    private static List<JsonNode> cases() throws IOException {
        var all = new ArrayList<JsonNode>();
        try (InputStream in = GraphRuleCorpusTest.class.getResourceAsStream("rules.jsonl")) {
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> all.add(MAPPER.readTree(line)));
        }
        return all;
    }

    @TestFactory
    Stream<DynamicTest> messages() throws IOException {
        return cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.path("id").stringValue("") + " " + one.path("note").stringValue(""), () -> deliver(one)));
    }

    private String folder(String name) {
        return folders.computeIfAbsent(name, key -> {
            Answer made = client.post(ADELE + "/mailFolders", "{'displayName':'" + key + "'}");
            assertEquals(201, made.status(), made::toString);
            return made.json().path("id").stringValue("");
        });
    }

    private void deliver(JsonNode one) {
        client.get(RULES)
                .json()
                .path("value")
                .forEach(rule -> assertEquals(
                        204,
                        client.delete(RULES + "/" + rule.path("id").stringValue(""))
                                .status()));
        for (JsonNode rule : one.path("rules")) {
            String body = rule.toString();
            for (String name : List.of("Reports", "Lists", "Partners", "Archive2")) {
                body = body.contains("{folder:" + name) ? body.replace("{folder:" + name + "}", folder(name)) : body;
            }
            Answer made = client.send("POST", RULES, body, Map.of());
            assertEquals(201, made.status(), made::toString);
        }
        JsonNode message = one.path("message");
        String id = "<" + one.path("id").stringValue("") + "." + engine + "@fabrikam.example>";
        if (List.of("mail", "autoReply").contains(message.path("kind").stringValue(""))) {
            submit(message, id);
        } else {
            Answer sent = client.send(
                    "POST",
                    "/v1.0/users/carla@contoso.example/sendMail",
                    Base64.getMimeEncoder().encodeToString(mime(message, id).getBytes(StandardCharsets.UTF_8)),
                    Map.of("Content-Type", "text/plain"));
            assertEquals(202, sent.status(), sent::toString);
        }
        while (node.delivery().deliverDue() + graph.deliverOnce() > 0) {
            // what rules send is delivered in the next round
        }
        check(one.path("expect"), message, id);
    }

    private void submit(JsonNode given, String id) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("subject", given.path("subject").stringValue(""));
        message.put("internetMessageId", id);
        message.put("importance", given.path("importance").stringValue("normal"));
        String body = given.path("body").stringValue("");
        boolean html = given.path("contentType").stringValue("").equals("html");
        int missing = given.path("sizeKB").intValue(0) * 1024 - 600 - body.length();
        message.putObject("body")
                .put("contentType", given.path("contentType").stringValue("text"))
                .put("content", body + (html ? "<!--" : "\n") + " .".repeat(missing / 2) + (html ? "-->" : ""));
        boolean toOwner = false;
        for (String place : List.of("to", "cc")) {
            ArrayNode list = message.putArray(place + "Recipients");
            for (JsonNode person : given.path(place)) {
                list.addObject().set("emailAddress", person);
                toOwner |= List.of("adele@contoso.example", "a.vance@contoso.example")
                        .contains(person.path("address").stringValue("").toLowerCase(Locale.ROOT));
            }
        }
        if (!toOwner) {
            message.putArray("bccRecipients")
                    .addObject()
                    .putObject("emailAddress")
                    .put("address", "adele@contoso.example");
        }
        message.set("internetMessageHeaders", headers(given));
        List<NewAttachment> files = given.path("hasAttachments").booleanValue(false)
                ? List.of(NewAttachment.file("numbers.txt", "text/plain", new byte[100]))
                : List.of();
        JsonNode from = given.path("from");
        node.delivery()
                .submissions(node.database(), node.mailboxes(), null)
                .accept(new Submission(
                        Uuids.timeOrdered(graph.now.get(), random),
                        new SendingMailbox(
                                relay,
                                graph.contoso.id(),
                                from.path("address").stringValue(""),
                                from.path("name").stringValue("")),
                        new Submission.What.Message(message, files, null),
                        false,
                        null,
                        false,
                        null,
                        null,
                        null));
    }

    private static ArrayNode headers(JsonNode given) {
        ArrayNode headers = JsonNodeFactory.instance.arrayNode();
        given.path("headers").forEach(headers::add);
        add(
                headers,
                "Sensitivity",
                switch (given.path("sensitivity").stringValue("normal")) {
                    case "confidential" -> "Company-Confidential";
                    case "private" -> "Private";
                    case "personal" -> "Personal";
                    default -> "";
                });
        add(
                headers,
                "X-Message-Flag",
                switch (given.path("actionFlag").stringValue("")) {
                    case "followUp" -> "Follow up";
                    case "review" -> "Review";
                    default -> "";
                });
        for (JsonNode category : given.path("categories")) {
            add(headers, "Keywords", category.stringValue(""));
        }
        if (given.path("kind").stringValue("").equals("autoReply")) {
            add(headers, "Auto-Submitted", "auto-replied");
        }
        return headers;
    }

    private static void add(ArrayNode headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.addObject().put("name", name).put("value", value);
        }
    }

    private static String mime(JsonNode message, String id) {
        String text = "Content-Type: text/plain\n\ntext\n";
        return "From: Carla <carla@contoso.example>\nTo: Adele Vance <adele@contoso.example>\nSubject: "
                + message.path("subject").stringValue("") + "\nMessage-ID: " + id + "\nMIME-Version: 1.0\n"
                + switch (message.path("kind").stringValue("")) {
                    case "meetingRequest" -> calendar("REQUEST", "NEEDS-ACTION");
                    case "meetingResponse" -> calendar("REPLY", "ACCEPTED");
                    case "meetingCancel" -> calendar("CANCEL", "NEEDS-ACTION");
                    case "ndr" ->
                        parts(
                                "multipart/report; report-type=delivery-status",
                                text,
                                "Content-Type: message/delivery-status\n\nReporting-MTA: dns;x\n\nAction: failed\n");
                    case "readReceipt" ->
                        parts(
                                "multipart/report; report-type=disposition-notification",
                                text,
                                "Content-Type: message/disposition-notification\n\nDisposition: x; displayed\n");
                    case "signed" ->
                        parts(
                                "multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256",
                                text,
                                "Content-Type: application/pkcs7-signature\n\nx\n");
                    case "encrypted" ->
                        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nx\n";
                    default -> throw new IllegalArgumentException(message.toString());
                };
    }

    private static String parts(String type, String... parts) {
        return "Content-Type: " + type + "; boundary=b\n\n--b\n" + String.join("\n--b\n", parts) + "\n--b--\n";
    }

    private static String calendar(String method, String answer) {
        boolean reply = method.equals("REPLY");
        return "Content-Type: text/calendar; method=" + method + "\n\nBEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:"
                + method + "\nBEGIN:VEVENT\nUID:" + method + "@contoso.example\nDTSTAMP:20261123T080000Z\n"
                + "DTSTART:20261124T080000Z\nDTEND:20261124T090000Z\nSUMMARY:Weekly report\nORGANIZER:mailto:"
                + (reply ? "adele" : "carla") + "@contoso.example\nATTENDEE;PARTSTAT=" + answer + ":mailto:"
                + (reply ? "carla" : "adele") + "@contoso.example\nEND:VEVENT\nEND:VCALENDAR\n";
    }

    private void check(JsonNode expected, JsonNode message, String id) {
        String filter = "?$select=parentFolderId,isRead,importance,categories&$filter="
                + URLEncoder.encode("internetMessageId eq '" + id + "'", StandardCharsets.UTF_8);
        List<JsonNode> found = client.get(ADELE + "/messages" + filter)
                .json()
                .path("value")
                .valueStream()
                .toList();
        var places = new ArrayList<String>();
        expected.path("copies").forEach(copy -> places.add(folder(copy.stringValue(""))));
        if (!expected.path("folder").isNull()) {
            String name = expected.path("folder").stringValue("");
            places.add(
                    Character.isUpperCase(name.charAt(0))
                            ? folder(name)
                            : client.get(ADELE + "/mailFolders/" + name)
                                    .json()
                                    .path("id")
                                    .stringValue(""));
        }
        assertEquals(
                places.stream().sorted().toList(),
                found.stream()
                        .map(each -> each.path("parentFolderId").stringValue(""))
                        .sorted()
                        .toList());
        // categories stay with the sender, so those of the message are only seen by rules
        List<String> categories = texts(expected.path("categories"));
        categories.removeAll(texts(message.path("categories")));
        for (JsonNode each : found) {
            assertEquals(expected.path("isRead"), each.path("isRead"));
            assertEquals(expected.path("importance"), each.path("importance"));
            assertEquals(categories, texts(each.path("categories")));
        }
        var sent = new ArrayList<String>();
        for (JsonNode mail : expected.path("sent")) {
            mail.path("to").forEach(to -> sent.add(mail.path("kind").stringValue("") + " " + to.stringValue("")));
        }
        assertEquals(sent, sent(id));
    }

    private static List<String> texts(JsonNode list) {
        return new ArrayList<>(
                list.valueStream().map(text -> text.stringValue("")).toList());
    }

    /** What rules sent to the others because of the message. Their mail is removed. */
    private List<String> sent(String id) {
        var sent = new ArrayList<String>();
        for (String person : PEOPLE) {
            String inbox = "/v1.0/users/" + person + "/mailFolders/inbox/messages";
            for (JsonNode mail : client.get(inbox + "?$select=subject,internetMessageId,internetMessageHeaders")
                    .json()
                    .path("value")) {
                String headers = mail.path("internetMessageHeaders").toString();
                if (headers.contains("X-MS-Exchange-Inbox-Rules-Loop")
                        && (headers.contains("Resent-From") || headers.contains("Auto-Submitted"))) {
                    boolean redirect =
                            mail.path("internetMessageId").stringValue("").equals(id);
                    assertEquals(redirect, headers.contains("Resent-From"));
                    sent.add((redirect ? "redirect " : "forward ") + person);
                }
                client.delete(inbox + "/" + mail.path("id").stringValue(""));
            }
        }
        return sent;
    }
}
