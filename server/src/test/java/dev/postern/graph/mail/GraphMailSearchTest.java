package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.odata.MailQueryRules;
import dev.postern.http.Json;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailFixture;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.store.Engine;
import dev.postern.store.Uuids;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** {@code $search} on messages, from the wire to the database and back. */
class GraphMailSearchTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String MEGAN = "/users/megan@contoso.example";

    private static Set<String> subjects(GraphClient.Answer answer) {
        var subjects = new HashSet<String>();
        answer.expect(200)
                .at("/value")
                .forEach(message -> subjects.add(message.path("subject").asString()));
        return subjects;
    }

    /** Adds messages to Adele's inbox, a second apart. */
    private static void fill(GraphMailFixture mail, int count, String subject) {
        var mailbox = mail.mailbox(GraphMailFixture.ADELE);
        mail.mailboxes.ensure(
                mailbox, mail.tenant.id(), mail.owner(GraphMailFixture.ADELE).id());
        var prepared = new ArrayList<PreparedMessage>();
        Random random = new Random(3);
        for (int i = 0; i < count; i++) {
            mail.pass(Duration.ofSeconds(1));
            prepared.add(mail.mailboxes
                    .open(mailbox)
                    .items()
                    .prepare(
                            new ItemId(Uuids.timeOrdered(mail.instant(), random)),
                            WellKnownFolder.INBOX.id(),
                            MailFixture.sent("{'subject':'" + subject + " " + i + "'}")));
        }
        mail.database.write(sql -> {
            prepared.forEach(item -> mail.mailboxes.open(mailbox).items().insert(sql, item));
            return true;
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void acknowledgedMessagesAreFoundImmediately(Engine engine) {
        try (GraphMailFixture mail = new GraphMailFixture(engine)) {
            var app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
            app.post(
                            ADELE + "/sendMail",
                            "{'message':{'subject':'Sent today','body':{'contentType':'html','content':'<p>quarterly"
                                + " \\u0000report</p>'},'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]}}")
                    .expect(202);
            assertEquals(Set.of("Sent today"), subjects(app.get(ADELE + "/messages?$search=\"quarterly report\"")));
            assertEquals(
                    Set.of("Sent today"),
                    subjects(app.get(ADELE + "/mailFolders/sentitems/messages?$search=\"to:megan\"")));
            mail.delivery.deliverDue();
            assertEquals(
                    Set.of("Sent today"),
                    subjects(app.get(MEGAN + "/mailFolders/inbox/messages?$search=\"quarterly\"")));
            assertEquals(Set.of(), subjects(app.get(MEGAN + "/mailFolders/drafts/messages?$search=\"quarterly\"")));
            String id = app.post(ADELE + "/messages", "{'subject':'first words'}")
                    .expect(201)
                    .string("/id");
            assertEquals(Set.of("first words"), subjects(app.get(ADELE + "/messages?$search=\"first\"")));
            app.patch(ADELE + "/messages/" + id, "{'subject':'other words'}").expect(200);
            assertEquals(Set.of(), subjects(app.get(ADELE + "/messages?$search=\"first\"")));
            assertEquals(Set.of("other words"), subjects(app.get(ADELE + "/messages?$search=other")));
            String moved = app.post(ADELE + "/messages/" + id + "/move", "{'destinationId':'archive'}")
                    .expect(201)
                    .string("/id");
            assertEquals(Set.of(), subjects(app.get(ADELE + "/mailFolders/drafts/messages?$search=other")));
            assertEquals(
                    Set.of("other words"), subjects(app.get(ADELE + "/mailFolders/archive/messages?$search=other")));
            app.delete(ADELE + "/messages/" + moved).expect(204);
            assertEquals(Set.of(), subjects(app.get(ADELE + "/messages?$search=other")));
            assertEquals(
                    Set.of("other words"),
                    subjects(app.get(ADELE + "/mailFolders/recoverableitemsdeletions/messages?$search=other")));
            app.get(ADELE + "/mailFolders/recoverableitemspurges/messages?$search=other")
                    .expect(404, "ErrorItemNotFound");
            String megans = app.get(MEGAN + "/mailFolders/inbox").string("/id");
            app.get(ADELE + "/mailFolders/" + megans + "/messages?$search=other")
                    .expect(404, "ErrorItemNotFound");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void pagesEndAtAThousandResults(Engine engine) {
        try (GraphMailFixture mail = new GraphMailFixture(engine)) {
            fill(mail, 1_030, "common");
            var app = mail.client(mail.app("app", "Mail.Read"));
            var first = app.get(ADELE + "/messages?$search=\"common\"&$select=subject")
                    .expect(200);
            assertEquals(25, first.at("/value").size());
            assertEquals("common 1029", first.string("/value/0/subject"));
            assertTrue(first.at("/value/0/body").isMissingNode());
            assertTrue(first.string("/@odata.nextLink").contains("$skiptoken="), first::text);
            var seen = new ArrayList<String>();
            var page = app.get(ADELE + "/messages?$search=\"common\"&$select=subject&$top=300");
            while (true) {
                page.expect(200)
                        .at("/value")
                        .forEach(message -> seen.add(message.get("subject").stringValue()));
                if (page.at("/@odata.nextLink").isMissingNode()) {
                    break;
                }
                assertEquals(300, page.at("/value").size());
                page = app.get(page.string("/@odata.nextLink"));
            }
            assertEquals(1000, seen.size());
            assertEquals(1000, Set.copyOf(seen).size());
            assertEquals("common 30", seen.getLast());
            var whole =
                    app.get(ADELE + "/messages?$search=\"common\"&$top=1000").expect(200);
            assertTrue(whole.at("/@odata.nextLink").isMissingNode());
            assertEquals(
                    7,
                    app.with("Prefer", "odata.maxpagesize=7")
                            .get(ADELE + "/messages?$search=\"common\"")
                            .at("/value")
                            .size());
            var few = app.get(ADELE + "/messages?$search=\"subject:common 7\"&$expand=attachments")
                    .expect(200);
            assertTrue(few.at("/value/0/attachments").isArray(), few::text);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aTokenBelongsToItsSearch(Engine engine) {
        try (GraphMailFixture mail = new GraphMailFixture(engine)) {
            fill(mail, 30, "word");
            var app = mail.client(mail.app("app", "Mail.Read"));
            String next = app.get(ADELE + "/messages?$search=\"word\"").string("/@odata.nextLink");
            String token = next.substring(next.indexOf("$skiptoken=") + 11);
            assertEquals(5, app.get(next).expect(200).at("/value").size());
            for (String url : List.of(
                    ADELE + "/messages?$search=\"words\"&$skiptoken=" + token,
                    ADELE + "/mailFolders/inbox/messages?$search=\"word\"&$skiptoken=" + token,
                    MEGAN + "/messages?$search=\"word\"&$skiptoken=" + token,
                    ADELE + "/messages?$skiptoken=" + token,
                    ADELE + "/messages?$search=\"word\"&$skiptoken=" + token.substring(4),
                    ADELE + "/messages?$search=\"word\"&$skiptoken=",
                    ADELE + "/messages?$search=\"word\"&$skiptoken=" + "A".repeat(48))) {
                app.get(url).expect(400, "ErrorInvalidUrlQuery");
            }
            Random random = new Random(5);
            for (int i = 0; i < 200; i++) {
                char[] broken = token.toCharArray();
                broken[random.nextInt(broken.length)] = (char) ('A' + random.nextInt(26));
                int status = app.get(ADELE + "/messages?$search=\"word\"&$skiptoken=" + new String(broken))
                        .status();
                assertTrue(status == 200 || status == 400, () -> new String(broken));
            }
            var other = mail.app("other", "Mail.Read");
            mail.confine(other, GraphMailFixture.MEGAN);
            mail.client(other).get(next).expect(403, "ErrorAccessDenied");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void combinationsThatGraphRefusesAreRefused(Engine engine) {
        try (GraphMailFixture mail = new GraphMailFixture(engine)) {
            var app = mail.client(mail.app("app", "Mail.ReadWrite"));
            String search = ADELE + "/messages?$search=\"a\"";
            app.get(search + "&$filter=isRead eq true").expect(400, "SearchWithFilter");
            app.get(search + "&$orderby=subject").expect(400, "SearchWithOrderBy");
            app.get(search + "&$skip=5").expect(400, "ErrorInvalidUrlQuery");
            app.get(search + "&$count=true").expect(400, "ErrorInvalidUrlQuery");
            app.get(search + "&$top=1001").expect(400);
            app.get(ADELE + "/messages/$count?$search=\"a\"").expect(400, "ErrorInvalidUrlQuery");
            app.get(ADELE + "/mailFolders/inbox/messages/$count?$search=\"a\"").expect(400, "ErrorInvalidUrlQuery");
            String id = app.post(ADELE + "/messages", "{'subject':'a'}").string("/id");
            for (String other : List.of(
                    "/mailFolders",
                    "/mailFolders/inbox",
                    "/mailFolders/inbox/childFolders",
                    "/messages/" + id,
                    "/messages/" + id + "/attachments")) {
                var answer = app.get(ADELE + other + "?$search=\"a\"").expect(400);
                assertTrue(answer.text().contains("$search"), answer::text);
            }
        }
        try (GraphMailFixture mail = new GraphMailFixture(
                engine, tenant -> new MailSettings(500, MailQueryRules.ofGraph(), Set.of(tenant)))) {
            var app = mail.client(mail.app("app", "Mail.Read"));
            fill(mail, 3, "report");
            fill(mail, 1, "other");
            String search = ADELE + "/messages?$search=\"report\"&$select=subject&";
            var counted = app.get(search + "$count=true&$top=1").expect(200);
            assertEquals(3, counted.at("/@odata.count").intValue());
            assertEquals(List.of("report 2"), inOrder(counted));
            assertEquals(List.of("report 1"), inOrder(app.get(search + "$filter=contains(subject,'1')")));
            assertEquals(List.of(), inOrder(app.get(search + "$filter=contains(subject,'other')")));
            assertEquals(List.of("report 0", "report 1", "report 2"), inOrder(app.get(search + "$orderby=subject")));
            var first = app.get(search + "$orderby=subject&$top=2").expect(200);
            assertEquals(List.of("report 0", "report 1"), inOrder(first));
            assertTrue(first.string("/@odata.nextLink").contains("skip=2"), first::text);
            assertEquals(List.of("report 2"), inOrder(app.get(search + "$orderby=subject&$skip=2")));
            app.get(search + "$orderby=subject&$skiptoken=x").expect(400, "ErrorInvalidUrlQuery");
            assertEquals(
                    List.of(), inOrder(app.get(ADELE + "/mailFolders/drafts/messages?$search=\"report\"&$count=true")));
            assertEquals(
                    List.of("report 2", "report 1", "report 0"),
                    inOrder(app.get(ADELE + "/mailFolders/inbox/messages?$search=\"report\"&$skip=0")));
            var basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
            basic.get(search + "$filter=isRead eq true").expect(403, "ErrorAccessDenied");
        }
    }

    private static List<String> inOrder(GraphClient.Answer answer) {
        answer.expect(200);
        return answer.at("/value")
                .valueStream()
                .map(one -> one.path("subject").stringValue(""))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void searchRequiresPermissionToReadContent(Engine engine) {
        try (GraphMailFixture mail = new GraphMailFixture(engine)) {
            fill(mail, 1, "secret");
            var basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
            var sender = mail.client(mail.app("sender", "Mail.Send"));
            for (String url : List.of(
                    "/messages?$search=\"secret\"",
                    "/messages?$search=\"size>1\"&$select=subject",
                    "/messages/$count?$search=\"secret\"",
                    "/mailFolders/inbox/messages?$search=\"secret\"")) {
                basic.get(ADELE + url).expect(403, "ErrorAccessDenied");
                sender.get(ADELE + url).expect(403, "ErrorAccessDenied");
            }
            String batch = "{'requests':[{'id':'1','method':'GET','url':'" + ADELE
                    + "/messages?$search=%22secret%22'},{'id':'2','method':'GET','url':'" + ADELE + "/messages'}]}";
            var outcomes = new HashSet<String>();
            for (JsonNode part : basic.post("/$batch", batch).expect(200).at("/responses")) {
                outcomes.add(part.get("id").stringValue() + part.get("status").asInt());
            }
            assertEquals(Set.of("1403", "2200"), outcomes);
            var reader = mail.app("reader", "Mail.Read");
            mail.confine(reader, GraphMailFixture.MEGAN);
            for (JsonNode part :
                    mail.client(reader).post("/$batch", batch).expect(200).at("/responses")) {
                assertEquals(403, part.get("status").asInt());
            }
            var all = mail.client(mail.app("all", "Mail.Read"));
            String answer = all.post("/$batch", batch).expect(200).text();
            assertFalse(Json.parse(answer.getBytes(StandardCharsets.UTF_8))
                    .at("/responses/0/body/value/0/subject")
                    .isMissingNode());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void noSearchReachesTheParserOfTheDatabase(Engine engine) {
        try (GraphMailFixture mail = new GraphMailFixture(engine)) {
            fill(mail, 3, "it is");
            var app = mail.client(mail.app("app", "Mail.Read"));
            String deep = "(".repeat(24) + "a AND b" + ")".repeat(24);
            Random random = new Random(9);
            var searches = new ArrayList<>(List.of(
                    "\"'\"",
                    "\"' OR 1=1 --\"",
                    "\"a:b:c\"",
                    "\"NEAR\"",
                    "\"a NEAR(2) b\"",
                    "\"\\\\\"",
                    "\"subject:\\\"\"",
                    "\"{a} : ^b + *\"",
                    "\"" + deep + "\"",
                    "\"" + "a OR ".repeat(190) + "b\"",
                    "\"" + "-".repeat(30) + "a\"",
                    "\"size>9223372036854775807\"",
                    "\"size>-1\"",
                    "\"size:99999999999999999999\"",
                    "\"received>0000-00-00\"",
                    "\"received>=9999-12-31\"",
                    "\"sent<0001-01-01\"",
                    "\"\uD83D\uDE00\"",
                    "\"收件*\"",
                    "\"a\0b\"",
                    "\"" + "x".repeat(3000) + "*\""));
            for (int i = 0; i < 300; i++) {
                StringBuilder text = new StringBuilder("\"");
                for (int j = random.nextInt(12); j >= 0; j--) {
                    text.append(List.of(
                                    "a",
                                    "it",
                                    "'",
                                    " ",
                                    "(",
                                    ")",
                                    "AND ",
                                    "OR ",
                                    "NOT ",
                                    ":",
                                    "subject:",
                                    "size>",
                                    "*",
                                    "\\\"",
                                    "<>",
                                    "-",
                                    "received:",
                                    "..",
                                    "2018-07-23",
                                    "~",
                                    "%",
                                    "kind:email")
                            .get(random.nextInt(22)));
                }
                searches.add(text.append('"').toString());
            }
            for (String search : searches) {
                String url = ADELE + "/messages?$search=" + URLEncoder.encode(search, StandardCharsets.UTF_8);
                int status = app.get(url).status();
                assertTrue(status == 200 || status == 400, () -> status + " " + search);
            }
        }
    }
}
