package dev.postern.graph.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Rules over Graph: created, changed, refused, and carried out on mail that is sent over Graph. */
@ParameterizedClass
@EnumSource(Engine.class)
@SuppressWarnings("NullAway.Init")
class GraphRuleTest {
    private static final String RULES = path("anna") + "/mailFolders/inbox/messageRules";

    @Parameter
    Engine engine;

    private GraphFixture graph;
    private GraphFixture.Client client;

    @BeforeEach
    void open() {
        graph = new GraphFixture(engine);
        graph.user("anna", "Anna");
        graph.user("bert", "Bert");
        graph.user("carl", "Carl");
        client = graph.client("MailboxSettings.ReadWrite", "Mail.ReadWrite", "Mail.Send");
    }

    @AfterEach
    void close() {
        graph.close();
    }

    private static String path(String name) {
        return "/v1.0/users/" + name + "@contoso.example";
    }

    private String create(String rule) {
        Answer made = client.post(RULES, rule);
        assertEquals(201, made.status(), made::toString);
        return made.json().path("id").stringValue("");
    }

    private void refused(int status, String code, String text, Answer answer) {
        assertEquals(status, answer.status(), answer::toString);
        assertEquals(code, answer.json().at("/error/code").stringValue(""), answer::toString);
        assertTrue(answer.json().at("/error/message").stringValue("").contains(text), answer::toString);
    }

    private String folder(String name) {
        return client.post(path("anna") + "/mailFolders", "{'displayName':'" + name + "'}")
                .json()
                .path("id")
                .stringValue("");
    }

    private void send(String from, String to, String more) {
        Answer sent = client.post(
                path(from) + "/sendMail",
                "{'message':{'subject':'Lunch?','body':{'contentType':'text','content':'At noon'},"
                        + "'toRecipients':[{'emailAddress':{'address':'" + to + "@contoso.example'}}]" + more + "}}");
        assertEquals(202, sent.status(), sent::toString);
        graph.deliver();
    }

    private List<JsonNode> mail(String name, String folder) {
        return client.get(path(name) + "/mailFolders/" + folder
                        + "/messages?$select=subject,from,body,isRead,categories,internetMessageHeaders,hasAttachments,"
                        + "toRecipients")
                .json()
                .path("value")
                .valueStream()
                .toList();
    }

    @Test
    void aRuleIsCreatedReadChangedAndDeleted() {
        String reports = folder("Reports");
        Answer made = client.post(
                RULES,
                "{'displayName':'Partners','sequence':2,'isEnabled':true,'conditions':{'senderContains':['brent'],"
                        + "'sentToMe':false,'importance':null},'actions':{'moveToFolder':'" + reports
                        + "','stopProcessingRules':true,'forwardTo':[{'emailAddress':{'address':'carl@contoso.example'}},"
                        + "{'emailAddress':{'address':'CARL@contoso.example'}}]},'exceptions':null}");
        assertEquals(201, made.status(), made::toString);
        JsonNode rule = made.json();
        String id = rule.path("id").stringValue("");
        assertTrue(rule.path("@odata.context").stringValue("").endsWith("/mailFolders('inbox')/messageRules/$entity"));
        assertEquals("{\"senderContains\":[\"BRENT\"]}", rule.path("conditions").toString());
        assertEquals(reports, rule.at("/actions/moveToFolder").stringValue(""));
        assertEquals(1, rule.at("/actions/forwardTo").size());
        assertFalse(rule.has("exceptions") && !rule.path("exceptions").isNull());
        assertEquals("[false,false]", "[" + rule.path("hasError") + "," + rule.path("isReadOnly") + "]");

        Answer changed = client.patch(RULES + "/" + id, "{'actions':{'markAsRead':true},'sequence':1}");
        assertEquals(200, changed.status(), changed::toString);
        assertEquals("{\"markAsRead\":true}", changed.json().path("actions").toString());
        assertEquals("Partners", changed.json().path("displayName").stringValue(""));
        assertEquals(
                "{\"senderContains\":[\"BRENT\"]}",
                changed.json().path("conditions").toString());
        create("{'displayName':'Second','sequence':1,'actions':{'delete':true}}");
        create("{'displayName':'Last','sequence':5,'isEnabled':false,'actions':{'permanentDelete':true}}");

        String inbox = client.get(path("anna") + "/mailFolders/inbox")
                .json()
                .path("id")
                .stringValue("");
        for (String list : List.of(
                RULES,
                path("anna") + "/mailFolders/Inbox/messageRules",
                path("anna") + "/mailFolders/" + inbox + "/messageRules")) {
            assertEquals(
                    List.of("Partners", "Second", "Last"),
                    client.get(list)
                            .json()
                            .path("value")
                            .valueStream()
                            .map(one -> one.path("displayName").stringValue(""))
                            .toList());
            assertEquals(200, client.get(list + "/" + id).status());
        }
        assertEquals(
                "3",
                client.get(path("anna") + "/mailFolders/" + inbox + "/messageRules/$count")
                        .text());
        assertEquals(204, client.delete(RULES + "/" + id).status());
        assertEquals(404, client.delete(RULES + "/" + id).status());
        assertEquals(404, client.get(RULES + "/" + id).status());
        assertEquals(
                404, client.patch(RULES + "/AQAAAJ5dZqA=", "{'sequence':1}").status());
        assertEquals(404, client.get(RULES + "/nothing").status());
    }

    @Test
    void otherFoldersHaveNoRules() {
        String reports = folder("Reports");
        String id = create("{'displayName':'A','sequence':1,'actions':{'delete':true}}");
        for (String rules : List.of(
                path("anna") + "/mailFolders/" + reports + "/messageRules",
                path("anna") + "/mailFolders/msgfolderroot/childFolders/" + reports + "/messageRules")) {
            assertEquals(0, client.get(rules).json().path("value").size());
            assertEquals("0", client.get(rules + "/$count").text());
            refused(
                    400,
                    "ErrorInvalidFolderId",
                    "Only the Inbox",
                    client.post(rules, "{'displayName':'A','sequence':1,'actions':{'delete':true}}"));
            assertEquals(404, client.get(rules + "/" + id).status());
            assertEquals(404, client.delete(rules + "/" + id).status());
        }
        assertEquals(
                404,
                client.get(path("anna") + "/mailFolders/" + id + "x/messageRules")
                                        .status()
                                / 100
                                * 100
                        + 4);
    }

    @Test
    void badRulesAreRefused() {
        String rest = ",'displayName':'A','sequence':1}";
        refused(
                400,
                "ErrorInvalidRequest",
                "'displayName'",
                client.post(RULES, "{'sequence':1,'actions':{'delete':true}}"));
        refused(
                400,
                "ErrorInvalidRequest",
                "'sequence'",
                client.post(RULES, "{'displayName':'A','actions':{'delete':true}}"));
        refused(400, "ErrorInvalidRequest", "'actions'", client.post(RULES, "{'displayName':'A','sequence':1}"));
        refused(
                400,
                "ErrorInvalidRequest",
                "from 1",
                client.post(RULES, "{'displayName':'A','sequence':0,'actions':{'delete':true}}"));
        String error = "ErrorInboxRulesValidationError";
        refused(400, error, "MissingAction", client.post(RULES, "{'actions':{}" + rest));
        refused(400, error, "MissingAction", client.post(RULES, "{'actions':{'delete':false,'forwardTo':[]}" + rest));
        refused(
                400,
                error,
                "EmptyValueFound",
                client.post(RULES, "{'conditions':{'subjectContains':['']},'actions':{'delete':true}" + rest));
        refused(
                400,
                error,
                "InvalidAddress",
                client.post(RULES, "{'actions':{'forwardTo':[{'emailAddress':{'name':'Carl'}}]}" + rest));
        refused(
                400,
                error,
                "InvalidSizeRange",
                client.post(
                        RULES,
                        "{'conditions':{'withinSizeRange':{'minimumSize':9,'maximumSize':3}},'actions':{'delete':true}"
                                + rest));
        refused(
                400,
                error,
                "SizeLessThanZero",
                client.post(
                        RULES,
                        "{'conditions':{'withinSizeRange':{'minimumSize':-1,'maximumSize':3}},'actions':{'delete':true}"
                                + rest));
        refused(
                400,
                error,
                "StringValueTooBig",
                client.post(
                        RULES,
                        "{'conditions':{'bodyContains':['" + "x".repeat(1025) + "']},'actions':{'delete':true}"
                                + rest));
        refused(
                400,
                "ErrorInvalidRequest",
                "The value must not be empty.",
                client.post(RULES, "{'actions':{'moveToFolder':''}" + rest));
        refused(400, error, "InvalidFolderId", client.post(RULES, "{'actions':{'moveToFolder':'x y'}" + rest));
        String gone = folder("Gone");
        assertEquals(204, client.delete(path("anna") + "/mailFolders/" + gone).status());
        refused(
                400,
                error,
                "FolderDoesNotExist",
                client.post(RULES, "{'actions':{'moveToFolder':'" + gone + "'}" + rest));
        refused(400, error, "FolderDoesNotExist", client.post(RULES, "{'actions':{'moveToFolder':'calendar'}" + rest));
        String hidden = client.post(path("anna") + "/mailFolders", "{'displayName':'Hidden','isHidden':true}")
                .json()
                .path("id")
                .stringValue();
        String below = client.post(path("anna") + "/mailFolders/" + hidden + "/childFolders", "{'displayName':'Below'}")
                .json()
                .path("id")
                .stringValue();
        for (String target : List.of(hidden, below)) {
            for (String action : List.of("moveToFolder", "copyToFolder")) {
                refused(
                        400,
                        error,
                        "FolderDoesNotExist",
                        client.post(RULES, "{'actions':{'" + action + "':'" + target + "'}" + rest));
            }
        }
        assertEquals(
                400, client.post(RULES, "{'actions':{'explode':true}" + rest).status());
        assertEquals(
                400,
                client.post(RULES, "{'conditions':{'importance':'huge'},'actions':{'delete':true}" + rest)
                        .status());
        assertEquals(0, client.get(RULES).json().path("value").size(), "nothing was created");

        String id = create("{'actions':{'delete':true}" + rest);
        refused(400, error, "MissingAction", client.patch(RULES + "/" + id, "{'actions':{}}"));
        refused(400, "ErrorInvalidRequest", "from 1", client.patch(RULES + "/" + id, "{'sequence':-1}"));
        refused(400, "ErrorInvalidRequest", "'displayName'", client.patch(RULES + "/" + id, "{'displayName':null}"));
        refused(
                403,
                "ErrorAccessDenied",
                "",
                graph.client("MailboxSettings.Read").delete(RULES + "/" + id));
        assertEquals(
                200, graph.client("MailboxSettings.Read").get(RULES + "/" + id).status());
        assertEquals(403, graph.client("Mail.ReadWrite").get(RULES).status());
    }

    @Test
    void enabledRulesShareAQuota() {
        String texts = "'" + String.join("','", java.util.Collections.nCopies(100, "y".repeat(1000))) + "'";
        String rule = "{'displayName':'A','sequence':1,'isEnabled':%s,'conditions':{'bodyContains':[" + texts
                + "]},'actions':{'delete':true}}";
        create(rule.formatted(true));
        create(rule.formatted(true));
        refused(403, "ErrorRulesOverQuota", "256 KB", client.post(RULES, rule.formatted(true)));
        String id = create(rule.formatted(false));
        refused(403, "ErrorRulesOverQuota", "256 KB", client.patch(RULES + "/" + id, "{'isEnabled':true}"));
        assertEquals(3, client.get(RULES).json().path("value").size());
    }

    @Test
    void aRuleWhoseFolderGoesHasAnErrorAndIsSkipped() {
        String reports = folder("Reports");
        String id = create("{'displayName':'A','sequence':1,'actions':{'moveToFolder':'" + reports
                + "','stopProcessingRules':true}}");
        create("{'displayName':'B','sequence':2,'actions':{'markAsRead':true}}");
        send("bert", "anna", "");
        assertEquals(1, mail("anna", reports).size());
        assertEquals(0, mail("anna", "inbox").size());
        assertEquals(
                204, client.delete(path("anna") + "/mailFolders/" + reports).status());
        assertTrue(client.get(RULES + "/" + id).json().path("hasError").booleanValue(false));
        send("bert", "anna", "");
        List<JsonNode> inbox = mail("anna", "inbox");
        assertEquals(1, inbox.size());
        assertTrue(inbox.getFirst().path("isRead").booleanValue(false), "the next rule is carried out");
        Answer renamed = client.patch(RULES + "/" + id, "{'displayName':'C'}");
        assertEquals(200, renamed.status(), renamed::toString);
        assertTrue(renamed.json().path("hasError").booleanValue(false));
        Answer repaired = client.patch(RULES + "/" + id, "{'actions':{'moveToFolder':'archive'}}");
        assertFalse(repaired.json().path("hasError").booleanValue(true));
        send("bert", "anna", "");
        assertEquals(1, mail("anna", "archive").size());
    }

    @Test
    void aForwardIsANewMessageAndARedirectTheOriginal() {
        create(
                "{'displayName':'A','sequence':1,'actions':{'forwardTo':[{'emailAddress':{'address':'carl@contoso.example'}}]}}");
        String attachment = ",'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','name':'a.txt',"
                + "'contentBytes':'eHg='}]";
        send("bert", "anna", attachment);
        JsonNode forward = mail("carl", "inbox").getFirst();
        assertEquals("FW: Lunch?", forward.path("subject").stringValue(""));
        assertEquals(
                "anna@contoso.example", forward.at("/from/emailAddress/address").stringValue(""));
        assertTrue(forward.at("/body/content").stringValue("").contains("Subject: Lunch?"), forward::toString);
        assertTrue(forward.at("/body/content").stringValue("").contains("At noon"), forward::toString);
        assertTrue(forward.path("hasAttachments").booleanValue(false));
        assertTrue(forward.path("internetMessageHeaders").toString().contains("X-MS-Exchange-Inbox-Rules-Loop"));
        assertEquals(0, mail("anna", "sentitems").size());
        assertEquals(1, mail("anna", "inbox").size());

        String id = client.get(RULES).json().at("/value/0/id").stringValue("");
        client.patch(
                RULES + "/" + id,
                "{'actions':{'redirectTo':[{'emailAddress':{'address':'carl@contoso.example'}},"
                        + "{'emailAddress':{'address':'bert@contoso.example'}}],'delete':true}}");
        send("bert", "anna", attachment);
        JsonNode redirect = mail("carl", "inbox").stream()
                .filter(one -> one.path("subject").stringValue("").equals("Lunch?"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "bert@contoso.example",
                redirect.at("/from/emailAddress/address").stringValue(""));
        assertEquals(
                "anna@contoso.example",
                redirect.at("/toRecipients/0/emailAddress/address").stringValue(""));
        assertTrue(redirect.path("hasAttachments").booleanValue(false));
        String headers = redirect.path("internetMessageHeaders").toString();
        assertTrue(headers.contains("Resent-From"), headers);
        assertEquals(headers.indexOf("\"Subject\""), headers.lastIndexOf("\"Subject\""), headers);
        assertEquals(0, mail("bert", "inbox").size(), "not back to its author");
        assertEquals(1, mail("anna", "deleteditems").size());

        client.patch(
                RULES + "/" + id,
                "{'actions':{'forwardAsAttachmentTo':[{'emailAddress':{'address':"
                        + "'carl@contoso.example'}}],'permanentDelete':true}}");
        send("bert", "anna", attachment);
        JsonNode attached = client.get(
                        path("carl") + "/mailFolders/inbox/messages?$filter=subject eq 'FW: Lunch?'".replace(" ", "%20")
                                + "&$expand=attachments&$orderby=subject&$top=5")
                .json()
                .path("value")
                .valueStream()
                .filter(one ->
                        one.at("/attachments/0/@odata.type").stringValue("").equals("#microsoft.graph.itemAttachment"))
                .findFirst()
                .orElseThrow();
        assertEquals("Lunch?", attached.at("/attachments/0/name").stringValue(""));
        assertEquals(1, mail("anna", "inbox").size(), "the first message only");
    }

    @Test
    void theLastChangeOfARuleDecides() {
        String id = create("{'displayName':'A','sequence':1,'actions':{'assignCategories':['one']}}");
        send("bert", "anna", "");
        client.patch(RULES + "/" + id, "{'actions':{'assignCategories':['two']}}");
        send("bert", "anna", "");
        client.patch(RULES + "/" + id, "{'isEnabled':false}");
        send("bert", "anna", "");
        client.patch(
                RULES + "/" + id,
                "{'isEnabled':true,'conditions':{'fromAddresses':[{'emailAddress':"
                        + "{'address':'carl@contoso.example'}}]}}");
        send("bert", "anna", "");
        send("carl", "anna", "");
        assertEquals(
                List.of("[\"one\"]", "[\"two\"]", "[\"two\"]", "[]", "[]"),
                mail("anna", "inbox").stream()
                        .map(one -> one.path("categories").toString())
                        .sorted()
                        .toList());
    }
}
