package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Several requests in one, each of which passes through the gate separately. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailBatchTest {

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private static JsonNode byId(GraphClient.Answer answer) {
        ObjectNode all = Json.object();
        answer.expect(200)
                .at("/responses")
                .forEach(one -> all.set(one.path("id").asString(), one));
        return all;
    }

    @Test
    void eachPartHasASeparateResult() {
        var app = mail.app("mixed", "Mail.ReadWrite");
        mail.confine(app, GraphMailFixture.ADELE);
        var all = byId(mail.client(app)
                .post(
                        "/$batch",
                        "{'requests':["
                            + "{'id':'1','method':'POST','url':'/users/adele@contoso.example/messages','headers':{'Content-Type':'application/json'},'body':{'subject':'b'}},{'id':'2','method':'GET','url':'users/adele@contoso.example/messages?$select=subject&$filter=subject"
                            + " eq %27b%27','dependsOn':['1']},"
                            + "{'id':'3','method':'GET','url':'/users/megan@contoso.example/messages'},"
                            + "{'id':'4','method':'GET','url':'/users/adele@contoso.example/messages','dependsOn':['3']},"
                            + "{'id':'5','method':'POST','url':'/users/adele@contoso.example/sendMail','headers':{'content-type':'application/json'},'body':{'message':{}}},"
                            + "{'id':'6','method':'GET','url':'/users/adele@contoso.example/messages/$count'},"
                            + "{'id':'7','method':'POST','url':'/$batch','headers':{'Content-Type':'application/json'},'body':{'requests':[]}},{'id':'8','method':'GET','url':'/users/adele@contoso.example/messages','headers':{'Authorization':'Bearer"
                            + " other'}}]}"));
        assertEquals(201, all.path("1").get("status").intValue());
        assertEquals("b", all.path("2").at("/body/value/0/subject").asString());
        assertEquals(
                "Access to OData is disabled.",
                all.path("3").at("/body/error/message").asString());
        assertEquals(403, all.path("3").get("status").intValue());
        assertEquals(424, all.path("4").get("status").intValue());
        assertEquals(403, all.path("5").get("status").intValue());
        assertTrue(all.path("6").get("body").isString());
        assertEquals(400, all.path("7").get("status").intValue());
        assertEquals(200, all.path("8").get("status").intValue());
    }

    @Test
    void nothingIsExecutedIfAPartIsUnreadable() {
        String make = "{'id':'1','method':'POST','url':'/users/adele@contoso.example/mailFolders',"
                + "'headers':{'Content-Type':'application/json'},'body':{'displayName':'half done'}}";
        for (String url : List.of("/users/%zz/messages", "/" + "x".repeat(20_000))) {
            app.post("/$batch", "{'requests':[" + make + ",{'id':'2','method':'GET','url':'" + url + "'}]}")
                    .expect(400, "BadRequest");
        }
        assertFalse(app.get("/users/adele@contoso.example/mailFolders?$top=100")
                .text()
                .contains("half done"));
    }

    @Test
    void anInvalidBatchIsRefusedAsAWhole() {
        String get = "{'id':'%d','method':'GET','url':'/users/adele@contoso.example/messages'},";
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            many.append(get.formatted(i));
        }
        app.post("/$batch", "{'requests':[" + many.substring(0, many.length() - 1) + "]}")
                .expect(400, "BadRequest");
        app.post(
                        "/$batch",
                        "{'requests':[" + get.formatted(1)
                                + get.formatted(1).replace(",", "").replace("''", "','") + "]}")
                .expect(400);
        app.post("/$batch", "{'requests':[]}").expect(400);
        app.post("/$batch", "{'requests':[{'id':'1','method':'GET','url':'/x','dependsOn':['9']}]}")
                .expect(400);
        app.post(
                        "/$batch",
                        "{'requests':[{'id':'1','method':'GET','url':'/x','dependsOn':['2']},{'id':'2','method':'GET','url':'/x','dependsOn':['1']}]}")
                .expect(400);
        app.post("/$batch", "{'requests':[{'id':'1','method':'GET','url':'https://elsewhere.example/v1.0/users'}]}")
                .expect(400);
        app.post("/$batch", "[").expect(400, "UnableToDeserializePostBody");
    }
}
