package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The scenario of the README with @azure/identity and @microsoft/microsoft-graph-client, if Node and npm are installed. */
class JavaScriptClientsTest {
    @Test
    void theJavaScriptClientsRunTheScenario() throws Exception {
        JavaScript clients = JavaScript.installed();
        try (TestPostern postern = TestPostern.start()) {
            Administration admin = postern.admin();
            admin.sharedMailbox("member");
            admin.sharedMailbox("outsider");
            admin.securityGroup("senders");
            admin.cmdlet("Add-DistributionGroupMember", "Identity", "senders", "Member", "member");
            Administration.App app = admin.app("script", "Mail.Send", "Mail.ReadWrite");
            admin.restrict(app.appId(), "senders");
            JsonNode outcome = Json.parse(clients.run(
                    "scenario.mjs",
                    Map.of(
                            "POSTERN", postern.tlsAddress(),
                            "POSTERN_TENANT", admin.tenantId(),
                            "POSTERN_CLIENT_ID", app.appId(),
                            "POSTERN_CLIENT_SECRET", app.secret(),
                            "POSTERN_MEMBER", "member@contoso.example",
                            "POSTERN_OUTSIDER", "outsider@contoso.example",
                            "NODE_EXTRA_CA_CERTS", postern.caFile().toString())));
            assertTrue(outcome.at("/sent/ok").asBoolean(), outcome::toString);
            assertEquals(403, outcome.at("/denied/status").asInt(), outcome::toString);
            assertEquals("ErrorAccessDenied", outcome.at("/denied/code").asString());
            assertEquals(
                    "member@contoso.example",
                    outcome.at("/arrived/from/emailAddress/address").asString());
            assertTrue(outcome.at("/removed/ok").asBoolean(), outcome::toString);
            assertEquals(404, outcome.at("/gone/status").asInt(), outcome::toString);
        }
    }
}
