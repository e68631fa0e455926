package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.workflow.connector.OutlookConnection;
import dev.postern.workflow.connector.OutlookRequest;
import dev.postern.workflow.connector.OutlookStep;
import dev.postern.workflow.connector.OutlookTrigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Exported workflows with actions of the Office 365 Outlook connector, on a whole server with real identities and policies. */
class OutlookConnectorTest {
    /** Signatures of links can contain the first letters of a token, but not two of its parts. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.eyJ");

    private static final String BASE =
            "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg/providers/Microsoft.Logic/workflows/";
    private static final String VERSION = "?api-version=2019-05-01";

    /** As the portal's code view writes it; only {@code mailbox} is added. */
    private static final String WORKFLOW = """
        {"location":"local","identity":{"type":"SystemAssigned"},"properties":{"state":"Enabled",
         "parameters":{"$connections":{"value":{"office365":{
          "connectionId":"/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/connections/office365",
          "connectionName":"office365",
          "id":"/subscriptions/s/providers/Microsoft.Web/locations/westeurope/managedApis/office365",
          "mailbox":"MAILBOX@contoso.example"}}}},
         "definition":{
          "$schema":"https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
          "contentVersion":"1.0.0.0","parameters":{"$connections":{"defaultValue":{},"type":"Object"}},
          "triggers":{"start":{"type":"Request","kind":"Http","inputs":{}}},
          "actions":ACTIONS,"outputs":{}}}}\
        """;

    private static final String ACTIONS = """
        {"Send_an_email_(V2)":{"runAfter":{},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"post","path":"/v2/Mail","body":{"To":"reports@contoso.example;outsider@contoso.example",
           "Subject":"Figures","Body":"<p>See the <b>figures</b></p>","Importance":"High",
           "Attachments":[{"Name":"figures.csv","ContentBytes":"@{base64('a,b')}"}]}}},
         "Wait":{"runAfter":{"Send_an_email_(V2)":["Succeeded"]},"type":"Until",
          "expression":"@greater(length(body('Get_emails_(V3)')?['value']), 0)","limit":{"count":50,"timeout":"PT1M"},
          "actions":{"Get_emails_(V3)":{"type":"ApiConnection","inputs":{
            "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
            "method":"get","path":"/v3/Mail","queries":{"folderPath":"Inbox","fetchOnlyUnread":true,
             "fetchOnlyWithAttachment":true,"includeAttachments":true,"importance":"High","subjectFilter":"figures",
             "to":"reports@contoso.example","from":"reports@contoso.example","fetchOnlyFlagged":false,"top":5}}}}},
         "Flag_email_(V2)":{"runAfter":{"Wait":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"patch","body":{"flag":{"flagStatus":"flagged"}},
          "path":"/codeless/v1.0/me/messages/@{encodeURIComponent(body('Get_emails_(V3)')?['value']?[0]?['id'])}/flag"}},
         "Mark_as_read":{"runAfter":{"Flag_email_(V2)":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"patch","body":{"isRead":true},
          "path":"/codeless/v3/v1.0/me/messages/@{encodeURIComponent(body('Flag_email_(V2)')?['id'])}/markAsRead"}},
         "Get_attachment":{"runAfter":{"Mark_as_read":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},"method":"get",
          "path":"/codeless/v1.0/me/messages/@{body('Flag_email_(V2)')?['id']}/attachments/@{encodeURIComponent(body('Get_emails_(V3)')?['value']?[0]?['attachments']?[0]?['id'])}"}},
         "Reply":{"runAfter":{"Get_attachment":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"post","body":{"Body":"<p>Received</p>","ReplyAll":true,"Importance":"Low"},
          "path":"/v3/Mail/ReplyTo/@{encodeURIComponent(body('Flag_email_(V2)')?['id'])}"}},
         "Forward":{"runAfter":{"Reply":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"post","body":{"Comment":"FYI","ToRecipients":"outsider@contoso.example"},
          "path":"/codeless/v1.0/me/messages/@{encodeURIComponent(body('Flag_email_(V2)')?['id'])}/forward"}},
         "Move_email_(V2)":{"runAfter":{"Forward":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"post","queries":{"folderPath":"Inbox/Done"},
          "path":"/v2/Mail/Move/@{encodeURIComponent(body('Flag_email_(V2)')?['id'])}"}},
         "Get_email":{"runAfter":{"Move_email_(V2)":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"get","queries":{"includeAttachments":false},
          "path":"/v2/Mail/@{encodeURIComponent(body('Move_email_(V2)')?['id'])}"}},
         "Search":{"runAfter":{"Get_email":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"get","path":"/v3/Mail","queries":{"folderPath":"Inbox/Done","searchQuery":"figures",
           "importance":"High"}}},
         "Get_calendar_view_of_events_(V3)":{"runAfter":{"Search":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"get","path":"/datasets/calendars/v3/tables/items/calendarview",
          "queries":{"calendarId":"Calendar","startDateTimeUtc":"2026-03-02T00:00:00Z",
           "endDateTimeUtc":"2026-03-03T00:00:00Z"}}},
         "Draft":{"runAfter":{"Get_calendar_view_of_events_(V3)":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"post","path":"/Draft","body":{"To":"outsider@contoso.example","Subject":"Draft","Body":"<p>x</p>"}}},
         "Send_draft":{"runAfter":{"Draft":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"post","path":"/Draft/Send/@{encodeURIComponent(body('Draft')?['Id'])}"}},
         "Delete":{"runAfter":{"Send_draft":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"delete","path":"/codeless/v1.0/me/messages/@{encodeURIComponent(body('Get_email')?['id'])}"}},
         "No_folder":{"runAfter":{"Delete":["Succeeded"]},"type":"ApiConnection","inputs":{
          "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
          "method":"get","path":"/v3/Mail","queries":{"folderPath":"Inbox/Nowhere"}}}}\
        """;

    private static TestPostern postern;
    private static Administration admin;

    @BeforeAll
    static void prepare() {
        postern = TestPostern.start();
        admin = postern.admin();
        admin.sharedMailbox("reports");
        admin.sharedMailbox("outsider");
        admin.securityGroup("workers");
        admin.cmdlet("Add-DistributionGroupMember", "Identity", "workers", "Member", "reports");
        Administration.App seed = admin.app("seed", "Mail.ReadWrite", "Calendars.ReadWrite");
        String token = admin.token(seed);
        admin.http()
                .post(
                        "/v1.0/users/reports@contoso.example/mailFolders/inbox/childFolders",
                        token,
                        "{\"displayName\":\"Done\"}")
                .expect(201);
        admin.http()
                .post(
                        "/v1.0/users/reports@contoso.example/events",
                        token,
                        "{\"subject\":\"Review\",\"start\":{\"dateTime\":\"2026-03-02T09:00:00\",\"timeZone\":\"UTC\"},"
                                + "\"end\":{\"dateTime\":\"2026-03-02T10:00:00\",\"timeZone\":\"UTC\"},"
                                + "\"location\":{\"displayName\":\"Room 1\"}}")
                .expect(201);
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private static Answer call(String method, String path, String body) {
        return admin.http()
                .send(
                        method,
                        path + (path.contains("?") ? "" : VERSION),
                        admin.token(Administration.MANAGEMENT),
                        body == null ? null : "application/json",
                        body);
    }

    /** Deploys a workflow whose identity may use the mailboxes of the group; returns the run once it has ended. */
    private static JsonNode run(String name, String mailbox) {
        Answer answer =
                call("PUT", BASE + name, WORKFLOW.replace("MAILBOX", mailbox).replace("ACTIONS", ACTIONS));
        assertEquals(201, answer.status(), answer::body);
        String principal = answer.json().at("/identity/principalId").asString();
        Set.of("Mail.Send", "Mail.ReadWrite", "Calendars.Read").forEach(role -> admin.grant(principal, role));
        admin.restrict(
                admin.http()
                        .get("/v1.0/servicePrincipals/" + principal, admin.token(Administration.GRAPH))
                        .expect(200)
                        .json()
                        .get("appId")
                        .asString(),
                "workers");
        call("POST", BASE + name + "/triggers/start/run", "{}");
        return Waiting.until(() -> {
            JsonNode runs =
                    call("GET", BASE + name + "/runs", null).expect(200).json().get("value");
            String status = runs.at("/0/properties/status").asString("Running");
            return Set.of("Running", "Waiting").contains(status) ? Optional.empty() : Optional.of(runs.get(0));
        });
    }

    /** Returns an action of a run, with the contents of its links. */
    private static JsonNode action(String name, JsonNode run, String action) {
        ObjectNode found = (ObjectNode)
                call("GET", BASE + name + "/runs/" + run.get("name").asString() + "/actions/" + action, null)
                        .expect(200)
                        .json()
                        .get("properties");
        for (String link : Set.of("inputs", "outputs")) {
            String uri = found.at("/" + link + "Link/uri").asString("");
            if (!uri.isEmpty()) {
                String path = uri.substring(uri.indexOf('/', "https://".length()));
                found.set(
                        link,
                        admin.http()
                                .send("GET", path, null, null, null)
                                .expect(200)
                                .json());
            }
        }
        return found;
    }

    @Test
    void anExportedWorkflowUsesAMailboxThatItsPolicyAllows() {
        JsonNode run = run("exported", "reports");
        JsonNode last = action("exported", run, "No_folder");
        assertEquals("NotFound", last.path("code").asString(), () -> actions("exported", run));
        assertEquals("ErrorFolderNotFound", last.at("/outputs/body/error/code").asString(), last::toString);
        JsonNode sent = action("exported", run, "Send_an_email_(V2)");
        assertEquals(200, sent.at("/outputs/statusCode").asInt(), sent::toString);
        assertFalse(sent.path("outputs").has("body"), sent::toString);
        JsonNode moved = action("exported", run, "Move_email_(V2)");
        assertEquals(200, moved.at("/outputs/statusCode").asInt(), moved::toString);
        JsonNode mail = action("exported", run, "Get_email").at("/outputs/body");
        assertEquals("Figures", mail.path("subject").asString(), mail::toString);
        assertEquals("reports@contoso.example", mail.path("from").asString(), mail::toString);
        assertEquals(
                "reports@contoso.example;outsider@contoso.example",
                mail.path("toRecipients").asString(),
                mail::toString);
        assertTrue(mail.path("isHtml").asBoolean() && mail.path("isRead").asBoolean(), mail::toString);
        assertTrue(mail.path("body").asString().contains("<b>figures</b>"), mail::toString);
        assertEquals("high", mail.path("importance").asString());
        assertEquals(mail.path("id"), action("exported", run, "Search").at("/outputs/body/value/0/id"));
        assertEquals(
                "flagged",
                action("exported", run, "Flag_email_(V2)")
                        .at("/outputs/body/flag/flagStatus")
                        .asString());
        assertEquals(
                "YSxi",
                action("exported", run, "Get_attachment")
                        .at("/outputs/body/contentBytes")
                        .asString());
        JsonNode events =
                action("exported", run, "Get_calendar_view_of_events_(V3)").at("/outputs/body/value");
        assertEquals(1, events.size(), events::toString);
        assertEquals(
                "2026-03-02T09:00:00+00:00", events.at("/0/startWithTimeZone").asString(), events::toString);
        assertEquals("Room 1", events.at("/0/location").asString());
        arrived();
    }

    private static String actions(String name, JsonNode run) {
        return call("GET", BASE + name + "/runs/" + run.get("name").asString() + "/actions", null)
                .body();
    }

    /** The mail, the reply, the forwarded mail and the sent draft. */
    private static void arrived() {
        String token = admin.token(admin.app("reader", "Mail.Read"));
        JsonNode mails = Waiting.until(() -> {
            JsonNode found = admin.http()
                    .get("/v1.0/users/outsider@contoso.example/messages?$select=subject,body,hasAttachments", token)
                    .expect(200)
                    .json()
                    .get("value");
            return found.size() == 4 ? Optional.of(found) : Optional.empty();
        });
        Set<String> subjects = new HashSet<>();
        mails.forEach(mail -> subjects.add(mail.get("subject").asString()));
        assertEquals(Set.of("Figures", "RE: Figures", "FW: Figures", "Draft"), subjects);
    }

    @Test
    void aMailboxThatThePolicyDoesNotNameIsRefusedByGraph() {
        JsonNode run = run("forbidden", "outsider");
        assertEquals("Failed", run.at("/properties/status").asString(), run::toString);
        JsonNode sent = action("forbidden", run, "Send_an_email_(V2)");
        assertEquals("Forbidden", sent.path("code").asString(), sent::toString);
        assertEquals(403, sent.at("/outputs/statusCode").asInt());
        assertEquals("ErrorAccessDenied", sent.at("/outputs/body/error/code").asString(), sent::toString);
        assertFalse(TOKEN.matcher(Json.text(sent)).find(), "a token stands in the history");
    }

    @Test
    void theTriggerFindsEachNewMessageOnce() {
        admin.sharedMailbox("inbound");
        Administration.App sender = admin.app("sender", "Mail.Send", "Mail.Read");
        String token = admin.token(sender);
        OutlookTrigger trigger = OutlookTrigger.of(
                new OutlookConnection("office365", "inbound@contoso.example", Json.object()),
                Json.object().put("subjectFilter", "invoice").put("includeAttachments", true));
        JsonNode state = OutlookTrigger.initial(Instant.now());
        List<String> subjects = new ArrayList<>();
        for (String subject : List.of("Invoice 1", "Other", "Invoice 2", "Invoice 3")) {
            admin.http()
                    .post(
                            "/v1.0/users/inbound@contoso.example/sendMail",
                            token,
                            Administration.mail(subject, "inbound@contoso.example"))
                    .expect(202);
        }
        Waiting.until(() -> admin.http()
                                .get("/v1.0/users/inbound@contoso.example/mailFolders/inbox/messages", token)
                                .json()
                                .get("value")
                                .size()
                        == 4
                ? Optional.of(true)
                : Optional.empty());
        for (int poll = 0; poll < 3; poll++) {
            OutlookRequest request = ((OutlookStep.Last) trigger.poll(state)).request();
            OutlookTrigger.Polled polled = trigger.items(
                    state,
                    admin.http()
                            .get(request.uri().substring(OutlookRequest.GRAPH.length()), token)
                            .expect(200)
                            .json());
            polled.messages()
                    .forEach(message -> subjects.add(message.path("subject").asString()));
            state = polled.state();
        }
        assertEquals(
                List.of("Invoice 1", "Invoice 2", "Invoice 3"),
                subjects.stream().sorted().toList());
    }
}
