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
import org.junit.jupiter.params.provider.EnumSource;

/** Responses without content, for callers who request none. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailShortAnswersTest {
    private static final String ADELE = "/users/adele@contoso.example";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("app", "Mail.ReadWrite"));
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    @Test
    void unchangedMessagesAreNotSentAgain() {
        String url = ADELE + "/messages/"
                + app.post(ADELE + "/messages", "{'subject':'x'}").string("/id");
        String etag = app.get(url).expect(200).header("ETag");
        for (String known : List.of(etag, etag.substring(2), "\"other\", " + etag, "*")) {
            var answer = app.with("If-None-Match", known).get(url).expect(304);
            assertEquals("", answer.text());
            assertEquals(etag, answer.header("ETag"));
        }
        for (String other : List.of("\"other\"", "", "nonsense", etag + "x")) {
            app.with("If-None-Match", other).get(url).expect(200);
        }
        app.patch(url, "{'subject':'y'}").expect(200);
        assertEquals("y", app.with("If-None-Match", etag).get(url).expect(200).string("/subject"));
        // a forbidden query must not return 304
        var basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
        basic.with("If-None-Match", "*").get(url + "?$select=body").expect(403, "ErrorAccessDenied");
        mail.client(mail.app("nothing")).with("If-None-Match", "*").get(url).expect(403);
        app.delete(url).expect(204);
        app.with("If-None-Match", "*")
                .get(ADELE + "/mailFolders/drafts/messages/" + url.substring(url.length() - 10))
                .expect(400);
    }

    @Test
    void minimalResponsesHaveNoContent() {
        var little = app.with("Prefer", "return=minimal");
        for (String collection : List.of("/messages", "/mailFolders")) {
            String property = collection.equals("/messages") ? "subject" : "displayName";
            var made = little.post(ADELE + collection, "{'" + property + "':'minimal'}")
                    .expect(204);
            assertEquals("", made.text());
            assertEquals("return=minimal", made.header("Preference-Applied"));
            String location = made.header("Location");
            assertEquals(location, made.header("OData-EntityId"));
            assertTrue(location.startsWith("https://localhost:8443/v1.0/users('"), location);
            assertEquals("minimal", app.get(location).expect(200).string("/" + property));
            var changed =
                    little.patch(location, "{'" + property + "':'changed'}").expect(204);
            assertEquals("", changed.text());
            assertEquals(app.get(location).header("ETag"), changed.header("ETag"));
            assertEquals("changed", app.get(location).string("/" + property));
            little.patch(location, "{'nothing':1}").expect(400);
        }
        app.with("Prefer", "return=representation")
                .post(ADELE + "/messages", "{'subject':'x'}")
                .expect(201);
        // an action returns the created object, because that is its result
        String id = app.get(ADELE + "/messages").string("/value/0/id");
        little.post(ADELE + "/messages/" + id + "/copy", "{'destinationId':'archive'}")
                .expect(201);
    }
}
