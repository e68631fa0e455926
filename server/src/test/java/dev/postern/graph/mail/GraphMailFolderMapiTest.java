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
import tools.jackson.databind.JsonNode;

/** MAPI properties of folders: their ids, the values that are computed, and what a program may set. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailFolderMapiTest {
    private static final String FOLDERS = "/users/adele@contoso.example/mailFolders";
    private static final String EXTENDED = "singleValueExtendedProperties";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient app;
    private String work;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        app = mail.client(mail.app("folders", "Mail.ReadWrite"));
        work = create("'displayName':'Work'");
        String read = "'" + EXTENDED + "':[{'id':'Integer 0x0E07','value':'1'}]";
        String unread = "'" + EXTENDED + "':[{'id':'Integer 0x0E07','value':'0'}]";
        for (String message : List.of(read, unread, unread)) {
            app.post(FOLDERS + "/" + work + "/messages", "{'subject':'m','body':{'content':'12345'}," + message + "}")
                    .expect(201);
        }
        app.post(FOLDERS + "/" + work + "/childFolders", "{'displayName':'Below'}")
                .expect(201);
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private String create(String properties) {
        return app.post(FOLDERS, "{" + properties + "}").expect(201).string("/id");
    }

    private static String property(String id, String value) {
        return "'" + EXTENDED + "':[{'id':'" + id + "','value':'" + value + "'}]";
    }

    private GraphClient.Answer expand(String folder, String id) {
        return app.get(FOLDERS + "/" + folder + "?$select=id&$expand=" + EXTENDED + "($filter=id eq '" + id + "')");
    }

    private String value(String folder, String id, String canonical) {
        JsonNode all = expand(folder, id).expect(200).at("/" + EXTENDED);
        assertEquals(1, all.size(), id);
        assertEquals(canonical, all.path(0).path("id").asString());
        return all.path(0).path("value").asString();
    }

    private List<String> filtered(String condition) {
        return app.get(FOLDERS + "?$top=100&$select=displayName&$filter=" + EXTENDED + "/any(p:" + condition + ")")
                .expect(200)
                .at("/value")
                .findValuesAsString("displayName");
    }

    @Test
    void valuesAreComputed() {
        assertEquals("IPF.Note", value(work, "String 0x3613", "String 0x3613"));
        assertEquals("IPF.Note", value("inbox", "string 0x03613", "String 0x3613"));
        assertEquals("Work", value(work, "String 0x3001", "String 0x3001"));
        assertEquals("3", value(work, "INTEGER 0x3602", "Integer 0x3602"));
        assertEquals("2", value(work, "Integer 0x3603", "Integer 0x3603"));
        assertEquals("true", value(work, "Boolean 0x360A", "Boolean 0x360a"));
        assertEquals("false", value("archive", "Boolean 0x360a", "Boolean 0x360a"));
        assertEquals("false", value(work, "Boolean 0x10F4", "Boolean 0x10f4"));
        assertEquals("1", value(work, "Integer 0x3601", "Integer 0x3601"));
        assertEquals("0", value("ROOT", "Integer 0x3601", "Integer 0x3601"));
    }

    @Test
    void theSizeIsThatOfTheMessages() {
        long sum = 0;
        for (JsonNode message : app.get(FOLDERS + "/" + work + "/messages?$select=id&$expand=" + EXTENDED
                        + "($filter=id eq 'Long 0xe08')")
                .expect(200)
                .at("/value")) {
            sum += Long.parseLong(message.at("/" + EXTENDED + "/0/value").asString());
        }
        assertTrue(sum > 0);
        assertEquals(String.valueOf(sum), value(work, "LONG 0x0E08", "Long 0xe08"));
        assertEquals(String.valueOf(sum), value(work, "Integer 0xE08", "Integer 0xe08"));
        assertEquals("0", value("archive", "Long 0x0e08", "Long 0xe08"));
        assertEquals(List.of("Work"), filtered("p/id eq 'Long 0x0E08' and cast(p/value,Edm.Int64) ge " + sum));
        assertEquals(List.of(), filtered("p/id eq 'Long 0x0E08' and cast(p/value,Edm.Int64) gt " + sum));
    }

    @Test
    void filtersCompareComputedValues() {
        assertEquals(List.of("Work"), filtered("p/id eq 'String 0x3001' and p/value eq 'work'"));
        assertEquals(List.of("Work"), filtered("p/id eq 'Integer 0x3602' and p/value eq '3'"));
        assertEquals(List.of("Work"), filtered("p/id eq 'integer 0x03603' and cast(p/value,Edm.Int32) gt 1"));
        List<String> notes = filtered("p/id eq 'String 0x3613' and startswith(p/value,'IPF.Note')");
        assertTrue(notes.containsAll(List.of("Work", "Inbox")), notes.toString());
        assertEquals(List.of(), filtered("p/id eq 'String 0x3613' and p/value eq 'IPF.Task'"));
        assertEquals(
                List.of("Work"),
                app.get(FOLDERS + "?$select=displayName&$filter=displayName eq 'Work' and not " + EXTENDED
                                + "/any(p:p/id eq 'Boolean 0x10f4' and p/value eq 'true')")
                        .expect(200)
                        .at("/value")
                        .findValuesAsString("displayName"));
    }

    @Test
    void aProgramSetsTheContainerClassAndHidesFolders() {
        String configuration = create("'displayName':'Settings'," + property("string 0x3613", "IPF.Configuration"));
        assertEquals("IPF.Configuration", value(configuration, "String 0x3613", "String 0x3613"));
        assertEquals(List.of("Settings"), filtered("p/id eq 'String 0x3613' and p/value eq 'ipf.configuration'"));
        app.patch(FOLDERS + "/" + configuration, "{" + property("String 0x3613", "IPF.Note.Other") + "}")
                .expect(200);
        assertEquals("IPF.Note.Other", value(configuration, "String 0x3613", "String 0x3613"));
        String hidden = create("'displayName':'Hidden'," + property("Boolean 0x10F4", "true"));
        assertTrue(app.get(FOLDERS + "/" + hidden).at("/isHidden").booleanValue());
        assertEquals("true", value(hidden, "Boolean 0x10f4", "Boolean 0x10f4"));
        assertFalse(app.get(FOLDERS + "?$top=100")
                .at("/value")
                .findValuesAsString("displayName")
                .contains("Hidden"));
        String shown = create("'displayName':'Shown'," + property("Boolean 0x10F4", "false"));
        assertFalse(app.get(FOLDERS + "/" + shown).at("/isHidden").booleanValue());
        app.delete(FOLDERS + "/" + configuration).expect(204);
        app.delete(FOLDERS + "/" + shown).expect(204);
    }

    @Test
    void onlyRequestedValuesAreComputed() {
        assertEquals(
                0,
                app.get(FOLDERS + "/" + work + "?$expand=" + EXTENDED)
                        .expect(200)
                        .at("/" + EXTENDED)
                        .size());
    }

    @Test
    void whatIsDerivedCannotBeSet() {
        for (String id : List.of(
                "String 0x3001",
                "Integer 0x3602",
                "Integer 0x3603",
                "Long 0x0E08",
                "Boolean 0x360A",
                "Integer 0x3601")) {
            String value = id.startsWith("Boolean") ? "true" : "1";
            for (var answer : List.of(
                    app.post(FOLDERS, "{'displayName':'Derived'," + property(id, value) + "}"),
                    app.patch(FOLDERS + "/" + work, "{" + property(id, value) + "}"))) {
                answer.expect(400, "ErrorInvalidPropertySet");
                assertTrue(answer.text().contains("is computed and cannot be set"), answer::text);
            }
        }
        app.patch(FOLDERS + "/" + work, "{" + property("Boolean 0x10f4", "true") + "}")
                .expect(400, "ErrorInvalidPropertySet");
        app.post(FOLDERS, "{'displayName':'Derived'," + property("Integer 0x3613", "1") + "}")
                .expect(400, "ErrorInvalidPropertySet");
    }

    @Test
    void wrongTypesAndIdsAreRefusedByName() {
        expand(work, "Integer 0x3613").expect(400, "ErrorInvalidProperty");
        expand(work, "nonsense").expect(400, "ErrorInvalidProperty");
        var answer = app.get(FOLDERS + "?$filter=" + EXTENDED + "/any(p:p/id eq 'String 0x3602' and p/value eq '1')");
        answer.expect(400, "ErrorInvalidProperty");
        assertTrue(answer.text().contains("ContentCount"), answer::text);
        // an id without a known meaning is one that no program has set yet
        assertEquals(
                0, expand(work, "String 0x3004").expect(200).at("/" + EXTENDED).size());
    }

    @Test
    void searchFoldersHaveTheCountsOfWhatTheyFind() {
        String search = app.post(
                        FOLDERS + "/searchfolders/childFolders",
                        "{'@odata.type':'microsoft.graph.mailSearchFolder','displayName':'Found',"
                                + "'includeNestedFolders':true,'sourceFolderIds':['" + work
                                + "'],'filterQuery':'isRead eq false'}")
                .expect(201)
                .string("/id");
        assertEquals("2", value(search, "Integer 0x3602", "Integer 0x3602"));
        assertEquals("2", value(search, "Integer 0x3601", "Integer 0x3601"));
        assertEquals(
                0, expand(search, "Long 0xe08").expect(200).at("/" + EXTENDED).size());
    }
}
