package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Workflows that start when mail arrives, on a whole server with real identities, policies and mail. */
class NewMailWorkflowTest {
    private static final String BASE =
            "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg/providers/Microsoft.Logic/workflows/";
    private static final String VERSION = "?api-version=2019-05-01";

    /** As the portal's code view writes it; only {@code mailbox} is added, and the recurrence is shorter. */
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
          "triggers":{"When_a_new_email_arrives_(V3)":{"type":"ApiConnection",
           "recurrence":{"frequency":"Second","interval":1},"splitOn":"@triggerBody()?['value']",
           "inputs":{"host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
            "method":"get","path":"/v3/Mail/OnNewEmail",
            "queries":{"folderPath":"Inbox","importance":"Any","fetchOnlyWithAttachment":false,
             "includeAttachments":false,"subjectFilter":"question"}}}},
          "actions":{"Reply_to_email_(V3)":{"runAfter":{},"type":"ApiConnection","inputs":{
           "host":{"connection":{"name":"@parameters('$connections')['office365']['connectionId']"}},
           "method":"post","path":"/v3/Mail/ReplyTo/@{encodeURIComponent(triggerBody()?['id'])}",
           "body":{"Body":"<p>We answer @{triggerBody()?['subject']}</p>"}}}},
          "outputs":{}}}}\
        """;

    private static TestPostern postern;
    private static Administration admin;
    private static String token;

    @BeforeAll
    static void prepare() {
        postern = TestPostern.start();
        admin = postern.admin();
        List.of("desk", "closed", "client").forEach(admin::sharedMailbox);
        admin.securityGroup("workers");
        admin.cmdlet("Add-DistributionGroupMember", "Identity", "workers", "Member", "desk");
        token = admin.token(admin.app("sender", "Mail.Send", "Mail.Read"));
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private static Answer call(String method, String path, String body) {
        return admin.http()
                .send(
                        method,
                        path + VERSION,
                        admin.token(Administration.MANAGEMENT),
                        body == null ? null : "application/json",
                        body);
    }

    private static JsonNode list(String path) {
        return call("GET", BASE + path, null).expect(200).json().get("value");
    }

    private static JsonNode histories(String name) {
        return list(name + "/triggers/When_a_new_email_arrives_(V3)/histories");
    }

    /** Deploys a workflow for a mailbox. Its identity may use the mailboxes of the group. */
    private static void deploy(String name, String mailbox) {
        Answer answer = call("PUT", BASE + name, WORKFLOW.replace("MAILBOX", mailbox));
        assertEquals(201, answer.status(), answer::body);
        String principal = answer.json().at("/identity/principalId").asString();
        admin.restrict(
                admin.http()
                        .get("/v1.0/servicePrincipals/" + principal, admin.token(Administration.GRAPH))
                        .expect(200)
                        .json()
                        .get("appId")
                        .asString(),
                "workers");
        // afterwards, so that no poll in between reaches every mailbox
        Set.of("Mail.Send", "Mail.ReadWrite").forEach(role -> admin.grant(principal, role));
    }

    private static void send(String subject, String to) {
        admin.http()
                .post(
                        "/v1.0/users/client@contoso.example/sendMail",
                        token,
                        Administration.mail(subject, to + "@contoso.example"))
                .expect(202);
    }

    /** Returns the sorted subjects in the inbox of a mailbox. */
    private static List<String> subjects(String mailbox) {
        return admin.http()
                .get("/v1.0/users/" + mailbox + "@contoso.example/mailFolders/inbox/messages?$select=subject", token)
                .expect(200)
                .json()
                .get("value")
                .valueStream()
                .map(mail -> mail.get("subject").asString())
                .sorted()
                .toList();
    }

    /** Waits until the trigger has polled some more times. */
    private static void polls(String name, int number) {
        for (int i = 0; i < number; i++) {
            JsonNode newest = histories(name).at("/0/name");
            Waiting.until(() -> histories(name).at("/0/name").equals(newest) ? Optional.empty() : Optional.of(true));
        }
    }

    @Test
    void eachMailIsAnsweredOnce() {
        send("Question 0", "desk");
        Waiting.until(() -> subjects("desk").isEmpty() ? Optional.empty() : Optional.of(true));
        // Times of mails are those of seconds.
        long second = System.currentTimeMillis() / 1000;
        Waiting.until(() -> System.currentTimeMillis() / 1000 > second ? Optional.of(true) : Optional.empty());
        deploy("answers", "desk");
        for (String subject : List.of("Question 1", "Other", "Question 2", "Question 3")) {
            send(subject, "desk");
        }
        List<String> answers = List.of("RE: Question 1", "RE: Question 2", "RE: Question 3");
        Waiting.until(() -> subjects("client").size() >= 3 ? Optional.of(true) : Optional.empty());
        polls("answers", 2);
        assertEquals(answers, subjects("client"));
        JsonNode runs = list("answers/runs");
        assertEquals(3, runs.size(), runs::toString);
        runs.forEach(
                run -> assertEquals("Succeeded", run.at("/properties/status").asString(), run::toString));
    }

    @Test
    void aMailboxThatThePolicyDoesNotNameStartsNoRun() {
        deploy("forbidden", "closed");
        send("Question", "closed");
        Waiting.until(() -> subjects("closed").isEmpty() ? Optional.empty() : Optional.of(true));
        polls("forbidden", 2);
        JsonNode histories = histories("forbidden");
        histories.forEach(one -> assertEquals(
                "Failed Forbidden",
                one.at("/properties/status").asString() + " "
                        + one.at("/properties/code").asString(),
                one::toString));
        String link = call(
                        "GET",
                        BASE + "forbidden/triggers/When_a_new_email_arrives_(V3)/histories/"
                                + histories.at("/0/name").asString(),
                        null)
                .expect(200)
                .json()
                .at("/properties/outputsLink/uri")
                .asString();
        String outputs = admin.http()
                .send("GET", link.substring(link.indexOf('/', "https://".length())), null, null, null)
                .expect(200)
                .body();
        assertTrue(outputs.contains("ErrorAccessDenied"), outputs);
        assertEquals(0, list("forbidden/runs").size());
    }
}
