package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** The expansions of folders, and the properties that programs add to them. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailFolderExpandTest {
    private static final String ADELE = "/users/adele@contoso.example";
    private static final String NAMED = "String {00020329-0000-0000-c000-000000000046} Name Colour";
    private static final String TAG = "Integer 0x1234";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("app", "Mail.ReadWrite"));
        for (int i = 10; i < 25; i++) {
            app.post(
                            ADELE + "/mailFolders/inbox/messages",
                            "{'subject':'m" + i + "','isRead':" + (i % 2 == 0) + ",'attachments':[{'@odata.type':"
                                    + "'#microsoft.graph.fileAttachment','name':'a.txt','contentBytes':'eA=='}]}")
                    .expect(201);
        }
        for (String name : List.of("Alpha", "Beta", "Gamma")) {
            String id = app.post(ADELE + "/mailFolders/archive/childFolders", "{'displayName':'" + name + "'}")
                    .string("/id");
            app.post(ADELE + "/mailFolders/" + id + "/childFolders", "{'displayName':'in " + name + "'}")
                    .expect(201);
        }
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private static List<String> names(tools.jackson.databind.JsonNode list, String property) {
        return list.valueStream().map(one -> one.path(property).asString()).toList();
    }

    @Test
    void messagesAreExpanded() {
        String inbox = ADELE + "/mailFolders/inbox";
        var first = app.get(inbox + "?$expand=messages").expect(200);
        assertEquals(10, first.at("/messages").size());
        assertEquals("Inbox", first.string("/displayName"));
        var rest = app.get(first.string("/messages@odata.nextLink")).expect(200);
        assertEquals(5, rest.at("/value").size());
        var chosen = app.get(inbox
                        + "?$select=displayName&$expand=messages($filter=subject ge 'm' and isRead eq"
                        + " true;$orderby=subject desc;$top=3;$select=subject;$count=true)")
                .expect(200);
        assertEquals(List.of("m24", "m22", "m20"), names(chosen.at("/messages"), "subject"));
        assertEquals(8, chosen.at("/messages@odata.count").intValue());
        assertFalse(chosen.at("/messages/0").has("body"));
        assertTrue(chosen.at("/messages/0").has("id"));
        assertEquals(
                List.of("m18", "m16", "m14"),
                names(
                        app.get(chosen.string("/messages@odata.nextLink"))
                                .expect(200)
                                .at("/value"),
                        "subject"));
        assertEquals(
                "eA==",
                app.get(inbox + "?$expand=messages($top=1;$expand=attachments)")
                        .string("/messages/0/attachments/0/contentBytes"));
        var list = app.get(ADELE + "/mailFolders?$filter=displayName ne 'Marked'&$expand=messages($top=1)")
                .expect(200);
        assertEquals(
                List.of(0, 0, 0, 0, 1, 0, 0, 0),
                list.at("/value")
                        .valueStream()
                        .map(folder -> folder.path("messages").size())
                        .toList());
        app.get(inbox + "?$expand=messages($filter=endswith(subject,'1'))").expect(400, "ErrorInvalidUrlQueryFilter");
        app.get(inbox + "?$expand=messages($filter=isRead eq true;$orderby=subject desc)")
                .expect(400, "InefficientFilter");
        app.get(inbox + "?$expand=messages($top=0)").expect(400, "BadRequest");
        app.get(inbox + "?$expand=messages($search=x)").expect(400);
        assertEquals(
                "IdType=\"ImmutableId\"",
                app.with("Prefer", "IdType=\"ImmutableId\"")
                        .get(ADELE + "/mailFolders?$expand=messages")
                        .header("Preference-Applied"));
        app.get(inbox + "?$expand=messageRules").expect(501, "NotImplemented");
    }

    @Test
    void childFoldersAreExpanded() {
        String archive = ADELE + "/mailFolders/archive";
        var all = app.get(archive + "?$expand=childFolders").expect(200);
        assertEquals(List.of("Alpha", "Beta", "Gamma"), names(all.at("/childFolders"), "displayName"));
        var chosen = app.get(archive + "?$expand=childFolders($filter=displayName ne 'Beta';$orderby=displayName desc;"
                        + "$top=1;$count=true;$select=displayName;$expand=childFolders($select=displayName))")
                .expect(200);
        assertEquals(List.of("Gamma"), names(chosen.at("/childFolders"), "displayName"));
        assertEquals(2, chosen.at("/childFolders@odata.count").intValue());
        assertEquals("in Gamma", chosen.string("/childFolders/0/childFolders/0/displayName"));
        assertFalse(chosen.at("/childFolders/0").has("totalItemCount"));
        assertEquals(
                List.of("Alpha"),
                names(
                        app.get(chosen.string("/childFolders@odata.nextLink"))
                                .expect(200)
                                .at("/value"),
                        "displayName"));
        app.get(archive + "?$expand=childFolders($levels=2)").expect(501, "NotImplemented");
    }

    @Test
    void programsAddPropertiesToFolders() {
        var made = app.post(
                        ADELE + "/mailFolders",
                        "{'displayName':'Marked','singleValueExtendedProperties':[{'id':'" + NAMED
                                + "','value':'green'},{'id':'" + TAG
                                + "','value':'7'}],'multiValueExtendedProperties':[{'id':'StringArray"
                                + " {00020329-0000-0000-c000-000000000046} Name"
                                + " Tags','value':['a','b']}]}")
                .expect(201);
        assertFalse(made.json().has("singleValueExtendedProperties"));
        String url = ADELE + "/mailFolders/" + made.string("/id");
        var shown = app.get(url + "?$expand=singleValueExtendedProperties($filter=id eq '" + NAMED
                        + "'),multiValueExtendedProperties")
                .expect(200);
        assertEquals(1, shown.at("/singleValueExtendedProperties").size());
        assertEquals("green", shown.string("/singleValueExtendedProperties/0/value"));
        assertEquals("b", shown.string("/multiValueExtendedProperties/0/value/1"));
        String asked = ADELE + "/mailFolders?$select=displayName&$filter=singleValueExtendedProperties/any(p:p/id eq '"
                + NAMED + "' and p/value eq 'COLOUR')";
        assertEquals(
                List.of("Marked"),
                names(app.get(asked.replace("COLOUR", "green")).at("/value"), "displayName"));
        app.patch(url, "{'singleValueExtendedProperties':[{'id':'" + NAMED + "','value':'blue'}]}")
                .expect(200);
        assertEquals(0, app.get(asked.replace("COLOUR", "green")).at("/value").size());
        assertEquals(
                List.of("Marked"),
                names(app.get(asked.replace("COLOUR", "blue")).at("/value"), "displayName"));
        assertEquals(
                2,
                app.get(url + "?$expand=singleValueExtendedProperties")
                        .at("/singleValueExtendedProperties")
                        .size());
        // a copy includes them, and a well-known folder, which cannot be renamed, has them too
        var copy = app.post(url + "/copy", "{'destinationId':'archive'}").expect(201);
        assertEquals(
                2,
                app.get(ADELE + "/mailFolders/" + copy.string("/id") + "?$expand=singleValueExtendedProperties")
                        .at("/singleValueExtendedProperties")
                        .size());
        app.delete(ADELE + "/mailFolders/" + copy.string("/id")).expect(204);
        app.patch(ADELE + "/mailFolders/outbox", "{'singleValueExtendedProperties':[{'id':'" + TAG + "','value':'1'}]}")
                .expect(200);
        assertEquals(
                "1",
                app.get(ADELE + "/mailFolders/outbox?$expand=singleValueExtendedProperties")
                        .string("/singleValueExtendedProperties/0/value"));
    }

    @Test
    void addedPropertiesAreLimitedAndWithheld() {
        String one = "{'singleValueExtendedProperties':[{'id':'" + TAG + "','value':'";
        app.patch(ADELE + "/mailFolders/drafts", one.replace(TAG, "String 0x1235") + "x".repeat(70_000) + "'}]}")
                .expect(400, "ErrorInvalidProperty");
        app.patch(ADELE + "/mailFolders/drafts", "{'singleValueExtendedProperties':[{'id':'nonsense','value':'1'}]}")
                .expect(400, "ErrorInvalidProperty");
        assertEquals(
                0,
                app.get(ADELE + "/mailFolders/drafts?$expand=singleValueExtendedProperties")
                        .at("/singleValueExtendedProperties")
                        .size());
        app.post(ADELE + "/mailFolders", "{'displayName':'x','messages':[{'subject':'y'}]}")
                .expect(501, "NotImplemented");
        var basic = mail.client(mail.app("basic", "Mail.ReadBasic.All"));
        basic.get(ADELE + "/mailFolders/inbox?$expand=singleValueExtendedProperties")
                .expect(403, "ErrorAccessDenied");
        basic.get(ADELE + "/mailFolders?$filter=singleValueExtendedProperties/any(p:p/id eq '" + TAG + "')")
                .expect(403, "ErrorAccessDenied");
        basic.get(ADELE + "/mailFolders?$expand=childFolders($expand=multiValueExtendedProperties)")
                .expect(403, "ErrorAccessDenied");
        var reader = mail.client(mail.app("reader", "Mail.Read"));
        reader.patch(ADELE + "/mailFolders/drafts", one + "1'}]}").expect(403, "ErrorAccessDenied");
    }
}
