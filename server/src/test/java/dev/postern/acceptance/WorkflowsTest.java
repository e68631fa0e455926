package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Workflows on a whole server, with real identities and tokens. They call Graph over HTTP like other clients. */
class WorkflowsTest {
    private static final String BASE =
            "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg/providers/Microsoft.Logic/workflows/";
    private static final String VERSION = "?api-version=2019-05-01";
    private static TestPostern postern;
    private static Administration admin;

    @BeforeAll
    static void prepare() {
        postern = TestPostern.start();
        admin = postern.admin();
        admin.sharedMailbox("member");
        admin.sharedMailbox("outsider");
        admin.securityGroup("senders");
        admin.cmdlet("Add-DistributionGroupMember", "Identity", "senders", "Member", "member");
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

    /** Deploys a workflow that sends from a mailbox; returns its JSON. */
    private static JsonNode deploy(String name, String trigger, String mailbox) {
        String definition = """
            {"location":"local","identity":{"type":"SystemAssigned"},"properties":{"state":"Enabled","definition":{
             "$schema":"https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
             "contentVersion":"1.0.0.0","triggers":{"start":TRIGGER},
             "actions":{"Send":{"type":"Http","runAfter":{},"inputs":{"method":"POST",
              "uri":"https://graph.microsoft.com/v1.0/users/MAILBOX@contoso.example/sendMail",
              "authentication":{"type":"ManagedServiceIdentity","audience":"https://graph.microsoft.com"},
              "body":{"message":{"subject":"By workflow","body":{"contentType":"Text","content":"x"},
               "toRecipients":[{"emailAddress":{"address":"member@contoso.example"}}]},"saveToSentItems":"false"}}}},
             "outputs":{}}}}\
            """.replace("TRIGGER", trigger).replace("MAILBOX", mailbox);
        Answer answer = call("PUT", BASE + name, definition);
        assertTrue(answer.status() == 201 || answer.status() == 200, answer::body);
        return answer.json();
    }

    private static String appId(JsonNode workflow) {
        String principal = workflow.at("/identity/principalId").asString();
        return admin.http()
                .get("/v1.0/servicePrincipals/" + principal, admin.token(Administration.GRAPH))
                .expect(200)
                .json()
                .get("appId")
                .asString();
    }

    /** Returns the first run of a workflow, once it has ended. */
    private static JsonNode ended(String name) {
        return Waiting.until(() -> {
            JsonNode runs =
                    call("GET", BASE + name + "/runs", null).expect(200).json().get("value");
            for (JsonNode run : runs) {
                String status = run.at("/properties/status").asString();
                if (!status.equals("Running") && !status.equals("Waiting")) {
                    return Optional.of(run);
                }
            }
            return Optional.empty();
        });
    }

    @Test
    void aRequestStartsARunThatSendsWithTheWorkflowsIdentity() {
        String request = "{\"type\":\"Request\",\"kind\":\"Http\",\"inputs\":{}}";
        JsonNode workflow = deploy("on-request", request, "member");
        admin.grant(workflow.at("/identity/principalId").asString(), "Mail.Send");
        admin.restrict(appId(workflow), "senders");
        String callback = call("POST", BASE + "on-request/triggers/start/listCallbackUrl", null)
                .expect(200)
                .json()
                .get("value")
                .asString();
        URI address = URI.create(callback);
        String path = address.getRawPath() + "?" + address.getRawQuery();
        assertEquals(
                401,
                admin.http()
                        .send("POST", path.replaceAll("sig=[^&]*", "sig=AAAA"), null, "application/json", "{}")
                        .status());
        Answer accepted = admin.http().send("POST", path, null, "application/json", "{}");
        assertEquals(202, accepted.status(), accepted::body);
        assertTrue(
                accepted.response().headers().firstValue("x-ms-workflow-run-id").isPresent());
        JsonNode run = ended("on-request");
        assertEquals("Succeeded", run.at("/properties/status").asString(), run::toString);
        JsonNode action = action("on-request", run);
        assertEquals("Accepted", action.at("/properties/code").asString());
        assertFalse(action.toString().contains("eyJ"), "a token stands in the history");
    }

    private static JsonNode action(String name, JsonNode run) {
        return call("GET", BASE + name + "/runs/" + run.get("name").asString() + "/actions/Send", null)
                .expect(200)
                .json();
    }

    @Test
    void aRecurrenceFiresAndAPolicyStopsIt() {
        String recurrence = "{\"type\":\"Recurrence\",\"recurrence\":{\"frequency\":\"Hour\",\"interval\":1}}";
        JsonNode workflow = deploy("every-hour", recurrence, "outsider");
        admin.grant(workflow.at("/identity/principalId").asString(), "Mail.Send");
        admin.restrict(appId(workflow), "senders");
        call("POST", BASE + "every-hour/triggers/start/run", null);
        JsonNode run = Waiting.until(() -> {
            JsonNode latest = ended("every-hour");
            return action("every-hour", latest).toString().contains("Access to OData is disabled.")
                    ? Optional.of(latest)
                    : Optional.empty();
        });
        assertEquals("Failed", run.at("/properties/status").asString());
        assertEquals(
                "Forbidden", action("every-hour", run).at("/properties/code").asString());
    }

    @Test
    void withoutTheRightTokenNothingIsDeployed() {
        assertEquals(
                401,
                admin.http().send("GET", BASE + "x" + VERSION, null, null, null).status());
        Administration.App stranger = admin.app("stranger", "Mail.Send");
        String token = admin.requestToken(stranger.appId(), stranger.secret(), Administration.MANAGEMENT)
                .expect(200)
                .json()
                .get("access_token")
                .asString();
        assertEquals(
                403,
                admin.http()
                        .send("GET", BASE + "x" + VERSION, token, null, null)
                        .status());
    }

    @Test
    void deletingAWorkflowEndsItsIdentity() {
        String request = "{\"type\":\"Request\",\"kind\":\"Http\",\"inputs\":{}}";
        String principal = deploy("short-lived", request, "member")
                .at("/identity/principalId")
                .asString();
        assertEquals(
                principal,
                deploy("short-lived", request, "outsider")
                        .at("/identity/principalId")
                        .asString());
        assertEquals(200, call("DELETE", BASE + "short-lived", null).status());
        assertEquals(
                404,
                admin.http()
                        .get("/v1.0/servicePrincipals/" + principal, admin.token(Administration.GRAPH))
                        .status());
        assertTrue(Json.text(call("GET", BASE + "short-lived", null).json()).contains("ResourceNotFound"));
    }
}
