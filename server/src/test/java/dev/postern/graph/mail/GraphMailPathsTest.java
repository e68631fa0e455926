package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A path is decoded once: every spelling of a batch is a batch, and ambiguous paths are refused. */
class GraphMailPathsTest {
    private static final String NOTHING = "'headers':{'Content-Type':'application/json'},'body':{'requests':["
            + "{'id':'x','method':'POST','url':'/users/adele@contoso.example/mailFolders',"
            + "'headers':{'Content-Type':'application/json'},'body':{'displayName':'nested'}}]}";

    @Test
    void noSpellingNestsBatches() {
        try (var mail = new GraphMailFixture(Engine.SQLITE)) {
            var app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
            List<String> spellings = List.of(
                    "/$batch",
                    "$batch",
                    "//$batch",
                    "///$batch//",
                    "/$batch/",
                    "/$batch()",
                    "/%24batch",
                    "/%24%62atch",
                    "/$BATCH",
                    "/microsoft.graph.$batch",
                    "/Microsoft.Graph.$batch()",
                    "/microsoft.graph.%24batch",
                    "/$batch?x=1",
                    "/$batch?",
                    "/$batch()?$select=id");
            for (String url : spellings) {
                JsonNode part = app.post(
                                "/$batch",
                                "{'requests':[{'id':'1','method':'POST','url':'" + url + "'," + NOTHING + "}]}")
                        .expect(200)
                        .at("/responses/0");
                assertEquals(400, part.path("status").intValue(), () -> url + ": " + part);
                assertEquals("BadRequest", part.at("/body/error/code").asString(), url);
                assertTrue(part.at("/body/error/message").asString().contains("batch"), () -> url + ": " + part);
            }
            for (String url : List.of(
                    "/./$batch",
                    "/users/../$batch",
                    "/%2e/$batch",
                    "/users/%2e%2e/$batch",
                    "/a%zz",
                    "/%ff",
                    "/a%00b")) {
                app.post("/$batch", "{'requests':[{'id':'1','method':'POST','url':'" + url + "'," + NOTHING + "}]}")
                        .expect(400, "BadRequest");
            }
            for (String url : List.of(
                    "/%2524batch",
                    "/$batch;x=1", "/$batch.", "/$batch%20", "/v1.0/$batch", "/users%2F$batch", "/$batch(%27x%27)")) {
                JsonNode part = app.post(
                                "/$batch",
                                "{'requests':[{'id':'1','method':'POST','url':'" + url + "'," + NOTHING + "}]}")
                        .expect(200)
                        .at("/responses/0");
                assertTrue(part.path("status").intValue() >= 400, () -> url + ": " + part);
            }
            assertFalse(app.get("/users/adele@contoso.example/mailFolders?$top=100")
                    .text()
                    .contains("nested"));
        }
    }

    @Test
    void everySpellingReachesTheSameRow() {
        try (var mail = new GraphMailFixture(Engine.SQLITE)) {
            var app = mail.client(mail.app("app", "Mail.ReadWrite"));
            for (String url : List.of(
                    "/users/adele@contoso.example/messages",
                    "users/adele%40contoso.example/messages",
                    "//users//adele@contoso.example//messages/",
                    "/Users('adele@contoso.example')/MESSAGES",
                    "/users(%27adele@contoso.example%27)/messages()",
                    "/users/adele@contoso.example/messages?$filter=contains(subject,'http://x')")) {
                JsonNode part = app.post(
                                "/$batch",
                                ("{#requests#:[{#id#:#1#,#method#:#GET#,#url#:#" + url + "#}]}")
                                        .replace('#', '"')
                                        .replace("'", "\\u0027"))
                        .expect(200)
                        .at("/responses/0");
                assertEquals(200, part.path("status").intValue(), () -> url + ": " + part);
            }
            for (String url : List.of(
                    "/myorganization/users/adele@contoso.example/messages",
                    "/contoso.example/users/adele@contoso.example/messages")) {
                app.get(url).expect(200);
                assertEquals(
                        200,
                        app.post("/$batch", "{'requests':[{'id':'1','method':'GET','url':'" + url + "'}]}")
                                .expect(200)
                                .at("/responses/0/status")
                                .intValue());
            }
            app.post("/$batch", "{'requests':[{'id':'1','method':'GET','url':'https://elsewhere.example/v1.0/users'}]}")
                    .expect(400);
        }
    }

    @Test
    void anUploadHasOneUrl() {
        try (var mail = new GraphMailFixture(Engine.SQLITE)) {
            var app = mail.client(mail.app("app", "Mail.ReadWrite"));
            String draft = app.post("/users/adele@contoso.example/messages", "{'subject':'u'}")
                    .expect(201)
                    .string("/id");
            String address = app.post(
                            "/users/adele@contoso.example/messages/" + draft + "/attachments/createUploadSession",
                            "{'AttachmentItem':{'attachmentType':'file','name':'a','size':3000000}}")
                    .expect(201)
                    .string("/uploadUrl")
                    .replaceFirst("^https://localhost:8443/v1.0", "");
            app.get(address).expect(200);
            app.get(address + "&more=1").expect(200);
            for (String other : List.of(
                    "/uploads",
                    "/uploads/x",
                    address.replace("/uploads/", "/uploads/x/"),
                    address.replace("Messages(", "Events("),
                    address.replace("/Users('", "/Users("),
                    address.replace("')?", "')/x?"),
                    address.replaceAll("\\?.*", ""),
                    address + "&authtoken=x",
                    address.replace("authtoken=", "token="),
                    address.replaceAll("AttachmentSessions\\('.*'", "AttachmentSessions('x'"))) {
                app.get(other).expect(404);
            }
        }
    }
}
