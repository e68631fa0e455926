package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Invalid input is refused with 4xx and a readable error, never with 500. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailBadInputTest {
    private static final String MESSAGES = "/users/adele@contoso.example/messages";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
        app.post(MESSAGES, "{'subject':'kept'}").expect(201);
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    @Test
    void bodies() {
        var wrong = new ArrayList<String>();
        for (String url : List.of(
                MESSAGES,
                "/users/adele@contoso.example/sendMail",
                "/users/adele@contoso.example/mailFolders",
                "/$batch")) {
            for (String body : List.of(
                    "",
                    "{",
                    "nonsense",
                    "[]",
                    "null",
                    "42",
                    "'text'",
                    "{'a':1,'a':2}",
                    "{'subject':1}",
                    "{'nosuch':true}",
                    "{'message':[]}",
                    "{'message':null}",
                    "{'requests':{}}",
                    "{'requests':[1]}",
                    "{'displayName':{}}",
                    "{'toRecipients':{}}",
                    "{'toRecipients':['x']}",
                    "{'toRecipients':[null]}",
                    "{'body':'text'}",
                    "{'body':{'contentType':'text/html'}}",
                    "{'importance':'urgent'}",
                    "{'attachments':[{}]}",
                    "{'attachments':[{'@odata.type':'#microsoft.graph.message'}]}",
                    "{'attachments':[{'@odata.type':'#microsoft.graph.fileAttachment','name':'x','contentBytes':'%%%'}]}",
                    "{'internetMessageId':'<a b>\\r\\nBcc: x'}",
                    "{'internetMessageHeaders':[{'name':'x-a','value':'\\n'}]}",
                    "{'internetMessageHeaders':[{'value':'x'}]}",
                    "{'singleValueExtendedProperties':[{'id':'XXX','value':'1'}]}",
                    "{'extensions':[{'@odata.type':'microsoft.graph.openTypeExtension'}]}",
                    "[".repeat(100_000),
                    "{'body':".repeat(50_000))) {
                check(
                        wrong,
                        "POST " + url + " " + (body.length() > 80 ? body.substring(0, 80) : body),
                        app.post(url, body));
            }
        }
        check(wrong, "too large", app.call("POST", MESSAGES, "application/json", new byte[(4 << 20) + 1]));
        check(wrong, "xml", app.call("POST", MESSAGES, "application/xml", "<a/>".getBytes(StandardCharsets.UTF_8)));
        check(wrong, "not UTF-8", app.call("POST", MESSAGES, "application/json", new byte[] {
            '{', '"', (byte) 0xff, '"', '}'
        }));
        assertEquals(List.of(), wrong);
        assertEquals("1", app.get(MESSAGES + "/$count").text());
    }

    @Test
    void addresses() {
        var wrong = new ArrayList<String>();
        String deep = "(".repeat(100_000) + "isRead eq true" + ")".repeat(100_000);
        for (String url : List.of(
                "/abc",
                "/' or 1=1 --",
                "/..%2F..%2Fetc%2Fpasswd",
                "/%00",
                "/" + "A".repeat(10_000),
                "('x')",
                "('x'')",
                "?$filter=subject eq 'a'; drop table item",
                "?$filter=subject eq 'a' or 1 eq 1 --",
                "?$filter=subject eq 'a",
                "?$filter=" + deep,
                "?$filter=contains(subject,'" + "x'".repeat(1000) + ")",
                "?$filter=id eq 'x'",
                "?$filter=toRecipients/any(r:r/emailAddress/address eq 'x')",
                "?$filter=nosuch eq 1",
                "?$filter=body/content eq 'x'",
                "?$orderby=subject;delete",
                "?$orderby=body/content",
                "?$orderby=toRecipients",
                "?$select=nosuch",
                "?$select=subject,(",
                "?$expand=nosuch",
                "?$expand=attachments($select=contentBytes)",
                "?$top=-1",
                "?$top=99999999999999999999",
                "?$skip=-1",
                "?$skip=x",
                "?$skiptoken=x",
                "?$count=maybe",
                "?$apply=x",
                "?$nosuch=1",
                "?nosuch=1",
                "?$filter=isRead eq true&$filter=isRead eq false",
                "?$filter=%zz",
                "/$count?$top=1",
                "/$nosuch",
                "/abc/nosuch")) {
            check(wrong, url.length() > 80 ? url.substring(0, 80) : url, app.get(MESSAGES + url));
        }
        for (String user : List.of("'", "%00", "..", "a@b@c", "x'or'1'='1", "00000000-0000-0000-0000-000000000000")) {
            check(wrong, user, app.get("/users/" + user + "/messages"));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void likeWildcardsAreLiteral() {
        assertEquals(
                "0",
                app.get(MESSAGES + "/$count?$filter=startswith(subject,'%25')")
                        .expect(200)
                        .text());
        assertEquals(
                "0",
                app.get(MESSAGES + "/$count?$filter=contains(subject,'_ept')")
                        .expect(200)
                        .text());
        assertEquals(
                "1",
                app.get(MESSAGES + "/$count?$filter=contains(subject,'ept')")
                        .expect(200)
                        .text());
    }

    @Test
    void shownHtmlExecutesNothing() {
        String html = "<p onclick=x()>a</p><script>x()</script><img src=javascript:x() onerror=x()><a"
                + " href=javascript:x()>b</a><style>p{}</style><iframe src=https://fabrikam.example></iframe><div"
                + " style=background:url(https://fabrikam.example/t)>c</div><svg onload=x()><form"
                + " action=https://fabrikam.example><input></form><meta http-equiv=refresh content=0>";
        var made = app.post(MESSAGES, "{'subject':'safe','body':{'contentType':'html','content':'" + html + "'}}")
                .expect(201);
        String shown = made.string("/body/content");
        for (String bad :
                List.of("onclick", "script", "onerror", "<style", "iframe", "url(", "svg", "form", "refresh")) {
            assertTrue(!shown.contains(bad), bad + " in " + shown);
        }
        app.delete(MESSAGES + "/" + made.string("/id")).expect(204);
    }

    private static void check(List<String> wrong, String what, GraphClient.Answer answer) {
        boolean good = answer.status() >= 400 && (answer.status() < 500 || answer.status() == 501);
        if (!good || answer.code().isEmpty() || answer.string("/error/message").isEmpty()) {
            wrong.add(what + " -> " + answer.status() + " " + answer.text());
        }
    }
}
