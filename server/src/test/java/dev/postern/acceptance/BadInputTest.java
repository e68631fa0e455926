package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Hostile and malformed requests: the documented error, no stack trace, no hang, no partial changes. */
class BadInputTest {
    private static final String JSON = "application/json";
    private static final String USER = "/v1.0/users/member@contoso.example";
    private static TestPostern postern;
    private static String token;

    @BeforeAll
    static void prepare() {
        postern = TestPostern.start();
        postern.admin().sharedMailbox("member");
        token = postern.admin().token(postern.admin().app("rough", "Mail.Send", "Mail.ReadWrite"));
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private record Case(String name, int status, String code, String method, String path, String type, String body) {
        static Case send(String name, int status, String code, String body) {
            return new Case(name, status, code, "POST", USER + "/sendMail", JSON, body);
        }

        static Case get(String name, int status, String code, String pathAndQuery) {
            return new Case(name, status, code, "GET", USER + pathAndQuery, null, null);
        }
    }

    @TestFactory
    List<DynamicTest> malformedRequestsGetTheDocumentedError() {
        String deep = Http.encode("(".repeat(100_000) + "isRead eq true" + ")".repeat(100_000));
        var cases = new ArrayList<Case>(List.of(
                Case.send("malformed JSON", 400, "UnableToDeserializePostBody", "{\"message\":"),
                Case.send("JSON that is no object", 400, "UnableToDeserializePostBody", "[1,2"),
                Case.send("nothing", 400, "", ""),
                Case.send("a string for a message", 400, "", "{\"message\":\"hello\"}"),
                Case.send("a number for a subject", 400, "", "{\"message\":{\"subject\":42}}"),
                Case.send(
                        "an unknown property",
                        400,
                        "RequestBodyRead",
                        "{\"message\":{\"subjekt\":\"x\",\"toRecipients\":[]}}"),
                Case.send("no recipients", 400, "ErrorInvalidRecipients", "{\"message\":{\"subject\":\"x\"}}"),
                Case.send(
                        "an address that is none",
                        400,
                        "ErrorInvalidRecipients",
                        Administration.mail("x", "not an address")),
                Case.send(
                        "somebody else as sender",
                        403,
                        "ErrorSendAsDenied",
                        Administration.mail("x", "member@contoso.example")
                                .replace(
                                        "\"subject\"",
                                        "\"from\":{\"emailAddress\":{\"address\":\"boss@contoso.example\"}},\"subject\"")),
                Case.send("deep nesting", 400, "", "{\"message\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
                Case.send(
                        "a body above the limit",
                        413,
                        "",
                        Administration.mail("x".repeat(5 << 20), "member@contoso.example")),
                new Case(
                        "broken base64",
                        400,
                        "ErrorMimeContentInvalidBase64String",
                        "POST",
                        USER + "/sendMail",
                        "text/plain",
                        "%%%"),
                new Case("an unusable content type", 415, "", "POST", USER + "/sendMail", "image/png", "x"),
                Case.get("an unknown segment", 400, "BadRequest", "/mesages"),
                Case.get("an unknown property", 400, "", "/messages?$select=subjekt"),
                Case.get("an unknown option", 400, "", "/messages?$selekt=subject"),
                Case.get("a broken filter", 400, "", "/messages?$filter=" + Http.encode("isRead eq")),
                Case.get("a hundred thousand parentheses", 400, "", "/messages?$filter=" + deep),
                Case.get(
                        "SQL in a filter",
                        400,
                        "",
                        "/messages?$filter=" + Http.encode("subject eq 'x'; drop table item")),
                Case.get("SQL in an id", 400, "ErrorInvalidIdMalformed", "/messages/" + Http.encode("1' or '1'='1")),
                Case.get("a path in an id", 400, "", "/messages/..%2f..%2fetc%2fpasswd"),
                Case.get("too many at once", 400, "", "/messages?$top=1001"),
                Case.get("a negative page", 400, "", "/messages?$skip=-1"),
                Case.get("an id that is none", 400, "ErrorInvalidIdMalformed", "/mailFolders/nowhere/messages"),
                new Case("a method that is not there", 405, "", "PUT", USER + "/messages", JSON, "{}"),
                new Case(
                        "a mailbox that is not there",
                        404,
                        "ErrorInvalidUser",
                        "GET",
                        "/v1.0/users/nobody@contoso.example/messages",
                        null,
                        null),
                new Case("a caller without a user", 400, "BadRequest", "GET", "/v1.0/me/messages", null, null)));
        return cases.stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)))
                .toList();
    }

    private static void check(Case each) {
        Answer answer = postern.admin().http().send(each.method(), each.path(), token, each.type(), each.body());
        boolean tooLongForAnyServer = each.path().length() > 60_000;
        if (tooLongForAnyServer) {
            assertTrue(answer.status() == 400 || answer.status() == 414 || answer.status() == 431, answer::toString);
        } else {
            answer.expect(each.status());
            assertTrue(answer.json().has("error"), answer::body);
        }
        if (!each.code().isEmpty()) {
            assertEquals(each.code(), answer.code(), answer::body);
        }
        assertFalse(answer.body().contains("at dev.postern"), answer::body);
        assertFalse(answer.body().contains("Exception:"), answer::body);
    }

    @Test
    void aMalformedRequestChangesNothing() {
        Answer sent = postern.admin().http().get(USER + "/mailFolders/sentitems/messages/$count", token);
        if (sent.status() == 200) {
            assertEquals("0", sent.body().replace("\uFEFF", ""));
        } else {
            assertEquals(
                    0,
                    postern.admin()
                            .http()
                            .get(USER + "/mailFolders/sentitems", token)
                            .expect(200)
                            .json()
                            .get("totalItemCount")
                            .asInt());
        }
    }

    @Test
    void badCredentialsAreRefusedWithTheErrorsOfEntra() {
        Administration admin = postern.admin();
        Answer wrong = admin.requestToken(admin.clientId(), "wrong", Administration.GRAPH);
        assertEquals(401, wrong.status());
        assertEquals(7000215, wrong.json().get("error_codes").get(0).asInt());
        Answer unknown = admin.requestToken("00000000-0000-4000-8000-000000000000", "wrong", Administration.GRAPH);
        assertEquals(400, unknown.status());
        assertEquals(700016, unknown.json().get("error_codes").get(0).asInt());
        Answer empty = admin.http().form("/" + admin.tenantId() + "/oauth2/v2.0/token", Map.of());
        assertEquals(400, empty.status());
        assertEquals(900144, empty.json().get("error_codes").get(0).asInt());
    }

    @Test
    void unknownCmdletsAndParametersAreRefusedByName() {
        Answer cmdlet = postern.admin().invoke("Get-Everything");
        assertEquals(400, cmdlet.status());
        assertTrue(cmdlet.body().contains("Get-Everything"), cmdlet::body);
        Answer parameter = postern.admin().invoke("Get-Mailbox", "Identiti", "member");
        assertEquals(400, parameter.status());
        assertTrue(parameter.body().contains("Identiti"), parameter::body);
    }
}
