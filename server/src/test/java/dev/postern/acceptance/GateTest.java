package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The exact responses of the gate, and their audit rows. */
class GateTest {
    private static final String MEMBER = "/v1.0/users/member@contoso.example/messages";
    private static final String OUTSIDER = "/v1.0/users/outsider@contoso.example/messages";
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

    private static void refused(Answer answer, int status, String code, String message) {
        answer.expect(status);
        assertEquals(code, answer.code(), answer::body);
        assertEquals(message, answer.message(), answer::body);
    }

    @Test
    void invalidTokens() {
        refused(admin.http().get(MEMBER, null), 401, "InvalidAuthenticationToken", "Access token is empty.");
        refused(
                admin.http().get(MEMBER, "nonsense"),
                401,
                "InvalidAuthenticationToken",
                "CompactToken parsing failed with error code: 80049217");
        refused(
                admin.http().get(MEMBER, admin.token(Administration.EXCHANGE)),
                401,
                "InvalidAuthenticationToken",
                "Access token validation failure. Invalid audience.");
    }

    @Test
    void aTokenWithoutTheRole() {
        Administration.App none = admin.app("nothing");
        refused(
                admin.http().get(MEMBER, admin.token(none)),
                403,
                "ErrorAccessDenied",
                "Access is denied. Check credentials and try again.");
        Administration.App other = admin.app("settings", "MailboxSettings.Read");
        refused(
                admin.http().get(MEMBER, admin.token(other)),
                403,
                "ErrorAccessDenied",
                "Access is denied. Check credentials and try again.");
        refused(
                admin.http().get("/v1.0/users", admin.token(other)),
                403,
                "Authorization_RequestDenied",
                "Insufficient privileges to complete the operation.");
    }

    @Test
    void theAdministratorCannotAccessMailboxes() {
        refused(
                admin.http().get(MEMBER, admin.token(Administration.GRAPH)),
                403,
                "ErrorAccessDenied",
                "Access is denied. Check credentials and try again.");
    }

    @Test
    void aPolicyRestrictsAndHidesWhatExists() {
        Administration.App app = admin.app("confined", "Mail.Read");
        String token = admin.token(app);
        admin.http().get(OUTSIDER, token).expect(200);
        refused(
                admin.http().get("/v1.0/users/nobody@contoso.example/messages", token),
                404,
                "ErrorInvalidUser",
                "The requested user 'nobody@contoso.example' is invalid.");
        admin.restrict(app.appId(), "senders");
        admin.http().get(MEMBER, token).expect(200);
        Answer denied = admin.http().get(OUTSIDER, token);
        refused(denied, 403, "ErrorAccessDenied", "Access to OData is disabled.");
        refused(
                admin.http().get("/v1.0/users/nobody@contoso.example/messages", token),
                403,
                "ErrorAccessDenied",
                "Access to OData is disabled.");
        JsonNode entry = audited(denied.requestId());
        assertEquals("denied", entry.get("verdict").asString());
        assertEquals("OUTSIDE_EVERY_SCOPE", entry.get("rule").asString());
        assertEquals(app.appId(), entry.get("app").asString());
        assertTrue(entry.get("operation").asString().contains("/messages"), entry::toString);
        assertTrue(entry.has("policy") && entry.has("mailbox"), entry::toString);
    }

    @Test
    void allowedReadsAreAuditedSoon() {
        Administration.App app = admin.app("watched", "Mail.Read");
        Answer allowed = admin.http().get(MEMBER, admin.token(app)).expect(200);
        JsonNode entry = audited(allowed.requestId());
        assertEquals("granted", entry.get("verdict").asString());
        assertEquals("UNSCOPED", entry.get("rule").asString());
    }

    @Test
    void theTestCmdletPredictsTheResult() {
        Administration.App app = admin.app("tested", "Mail.Read");
        admin.restrict(app.appId(), "senders");
        assertEquals("Granted", test(app.appId(), "member"));
        assertEquals("Denied", test(app.appId(), "outsider"));
        assertEquals("Granted", test(app.servicePrincipalId(), "outsider"));
        Answer mistaken =
                admin.invoke("Test-ApplicationAccessPolicy", "AppId", app.servicePrincipalId(), "Identity", "outsider");
        assertTrue(mistaken.json().get("@adminapi.warnings").size() > 0, mistaken::body);
    }

    private static String test(String appId, String mailbox) {
        return admin.cmdlet("Test-ApplicationAccessPolicy", "AppId", appId, "Identity", mailbox)
                .get(0)
                .get("AccessCheckResult")
                .asString();
    }

    @Test
    void aRevokedGrantAndADisabledPrincipalTakeEffectImmediately() {
        Administration.App app = admin.app("revoked");
        String assignment = admin.grant(app.servicePrincipalId(), "Mail.Read");
        String token = admin.token(app);
        admin.http().get(MEMBER, token).expect(200);
        admin.http()
                .send(
                        "DELETE",
                        "/v1.0/servicePrincipals/" + app.servicePrincipalId() + "/appRoleAssignments/" + assignment,
                        admin.token(Administration.GRAPH),
                        null,
                        null)
                .expect(204);
        admin.http().get(MEMBER, token).expect(403);
        Administration.App disabled = admin.app("disabled", "Mail.Read");
        String second = admin.token(disabled);
        admin.http().get(MEMBER, second).expect(200);
        admin.http()
                .send(
                        "PATCH",
                        "/v1.0/servicePrincipals/" + disabled.servicePrincipalId(),
                        admin.token(Administration.GRAPH),
                        "application/json",
                        "{\"accountEnabled\":false}")
                .expect(204);
        admin.http().get(MEMBER, second).expect(403);
        Answer login = admin.requestToken(disabled.appId(), disabled.secret(), Administration.GRAPH);
        assertEquals(7000112, login.json().get("error_codes").get(0).asInt());
    }

    private static JsonNode audited(String requestId) {
        return Waiting.until(() -> {
            JsonNode rows = admin.http()
                    .get("/postern/audit/" + requestId, admin.token(Administration.MANAGEMENT))
                    .expect(200)
                    .json()
                    .get("value");
            return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
        });
    }
}
