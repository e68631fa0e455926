package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that programs in production send, and requests that Graph refuses. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailFieldTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String DRAFT = "{'toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}]";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("field", "Mail.Send", "Mail.ReadWrite"));
        app.post(ADELE + "/messages", "{'subject':'in drafts'}").expect(201);
        app.post(ADELE + "/mailFolders/archive/messages", "{'subject':'in archive'}")
                .expect(201);
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$filter=parentFolderId eq 'archive'&$orderby=receivedDateTime desc",
                "$filter=(isRead eq true and parentFolderId eq 'archive')&$orderby=receivedDateTime asc",
                "$filter=isRead eq true and (parentFolderId eq 'archive' and isDraft eq true)",
                "$filter=parentFolderId eq 'archive' and receivedDateTime ge 2020-01-01&$orderby=receivedDateTime",
            })
    void theParentFolderChoosesTheFolder(String options) {
        var found = app.get(ADELE + "/messages?$select=subject&" + options).expect(200);
        assertEquals(1, found.at("/value").size());
        assertEquals("in archive", found.string("/value/0/subject"));
        assertEquals(
                1,
                app.get(ADELE + "/mailFolders/archive/messages?" + options)
                        .expect(200)
                        .at("/value")
                        .size());
        assertEquals(
                0,
                app.get(ADELE + "/mailFolders/drafts/messages?" + options)
                        .expect(200)
                        .at("/value")
                        .size());
    }

    @Test
    void theSortRuleStillHoldsForTheRest() {
        app.get(ADELE + "/messages?$filter=parentFolderId eq 'archive' and subject eq 'x'&$orderby=receivedDateTime")
                .expect(400, "InefficientFilter");
        app.get(ADELE + "/messages?$filter=parentFolderId eq 'archive' or isRead eq true")
                .expect(200);
    }

    @Test
    void allFoldersCanBeRequestedAtOnce() {
        for (String url : List.of(
                "/mailFolders?$top=9999",
                "/mailFolders/msgfolderroot/childFolders?$top=9999",
                "/mailFolders?$top=9999&$expand=childFolders($top=9999)",
                "/mailFolders/inbox?$expand=childFolders($top=9999;$expand=childFolders($top=9999))")) {
            app.get(ADELE + url).expect(200);
        }
        app.get(ADELE + "/mailFolders?$top=10001").expect(400);
        app.get(ADELE + "/messages?$top=1001").expect(400);
        app.get(ADELE + "/mailFolders/inbox?$expand=messages($top=1001)").expect(400);
    }

    @Test
    void anEmptyCollectionOfHeadersIsRefused() {
        String code = "InvalidInternetMessageHeaderCollection";
        String empty = DRAFT + ",'internetMessageHeaders':[]}";
        app.post(ADELE + "/messages", empty).expect(400, code);
        app.post(ADELE + "/mailFolders/drafts/messages", empty).expect(400, code);
        app.post(ADELE + "/sendMail", "{'message':" + empty + "}").expect(400, code);
        app.post(ADELE + "/messages", DRAFT + ",'internetMessageHeaders':[{'name':'x-a','value':'1'}]}")
                .expect(201);
    }

    @Test
    void aDueDateRequiresAStartDate() {
        String id = app.post(ADELE + "/messages", "{'subject':'flag'}").string("/id");
        String due = "'dueDateTime':{'dateTime':'2026-12-01T00:00:00','timeZone':'UTC'}";
        String start = "'startDateTime':{'dateTime':'2026-11-30T00:00:00','timeZone':'UTC'}";
        for (String flag : List.of(due, due + ",'startDateTime':null")) {
            String body = "{'flag':{'flagStatus':'flagged'," + flag + "}}";
            app.patch(ADELE + "/messages/" + id, body).expect(400, "ErrorInvalidRequest");
            app.post(ADELE + "/messages", body).expect(400, "ErrorInvalidRequest");
        }
        for (String flag : List.of(due + "," + start, start, "'dueDateTime':null")) {
            app.patch(ADELE + "/messages/" + id, "{'flag':{'flagStatus':'flagged'," + flag + "}}")
                    .expect(200);
        }
    }

    @Test
    void aBatchPartThatWritesNeedsABodyAndItsType() {
        String id = app.post(ADELE + "/messages", DRAFT + "}").string("/id");
        String url = "'method':'POST','url':'" + ADELE + "/messages/" + id + "/send'";
        String type = "'headers':{'Content-Type':'application/json'}";
        for (String part : List.of(url, url + "," + type, url + ",'body':{}", url + "," + type + ",'body':null")) {
            var answer = app.post("/$batch", "{'requests':[{'id':'1'," + part + "}]}");
            answer.expect(400, "BadRequest");
            assertTrue(answer.text().contains("Write request id : 1 does not contain Content-Type header or body"));
        }
        assertTrue(app.get(ADELE + "/messages/" + id + "?$select=isDraft")
                .at("/isDraft")
                .booleanValue());
        var sent = app.post("/$batch", "{'requests':[{'id':'1'," + url + "," + type + ",'body':{}}]}");
        assertEquals(202, sent.at("/responses/0/status").intValue());
        var read = app.post("/$batch", "{'requests':[{'id':'1','method':'GET','url':'" + ADELE + "/messages'}]}");
        assertEquals(200, read.at("/responses/0/status").intValue());
    }
}
