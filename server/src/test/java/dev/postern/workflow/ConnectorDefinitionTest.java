package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.action.Connector;
import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.compiled.DefinitionReader;
import dev.postern.workflow.connector.OutlookOperation;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.expression.JsonValues;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which actions and triggers of connectors can be saved, and the errors for others. */
class ConnectorDefinitionTest {
    private static final String GOOD =
            "{'id':'/x/managedApis/office365','connectionId':'c','connectionName':'office365','mailbox':'a@contoso.example'}";
    private static final String HOST =
            "{'connection':{'name':'@parameters(`$connections`)[`office365`][`connectionId`]'}}";

    private static JsonNode json(String text) {
        return JsonValues.parse(text.replace('\'', '"').replace('`', '\''));
    }

    private static Connector read(String connection, String inputs) {
        ObjectNode all = (ObjectNode) json(inputs);
        if (!all.has("host")) {
            all.set("host", json(HOST));
        }
        ObjectNode definition = definition();
        ObjectNode action = definition.putObject("actions").putObject("Mail").put("type", "ApiConnection");
        action.set("inputs", all);
        return (Connector)
                Objects.requireNonNull(read(definition, connection).actions().find("Mail"))
                        .type();
    }

    private static ObjectNode definition() {
        ObjectNode definition = JsonValues.object();
        definition.set(
                "parameters",
                json("{'$connections':{'type':'Object','defaultValue':{}},"
                        + "'subject':{'type':'String','defaultValue':'x'}}"));
        return definition;
    }

    private static Definition read(ObjectNode definition, String connection) {
        ObjectNode values = JsonValues.object();
        values.putObject("$connections")
                .putObject("value")
                .set("office365", json(connection.equals("GOOD") ? GOOD : connection));
        return DefinitionReader.read(definition, values, InstantSource.system());
    }

    private static Trigger trigger(String connection, String trigger) {
        ObjectNode all = (ObjectNode) json(trigger.replace("HOST", "'host':" + HOST));
        all.put("type", "ApiConnection");
        if (!all.has("recurrence")) {
            all.set("recurrence", json("{'frequency':'Minute','interval':3}"));
        }
        ObjectNode definition = definition();
        definition.putObject("triggers").set("New", all);
        return Objects.requireNonNull(read(definition, connection).trigger("New"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(
            resources = "connector/trigger-mistakes.txt",
            delimiter = '|',
            quoteCharacter = '\u0000',
            commentCharacter = '#')
    void aMistakeInATriggerIsReportedWithTheNameAndThePlace(String connection, String trigger, String part) {
        InvalidTemplate refused = assertThrows(InvalidTemplate.class, () -> trigger(connection, trigger));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("The template trigger 'New' at line '1' and column '"), message);
        assertTrue(message.contains(part), message);
        assertEquals("/triggers/New", refused.pointer());
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(
            resources = "connector/triggers.txt",
            delimiter = '|',
            quoteCharacter = '\u0000',
            commentCharacter = '#')
    void aTriggerForNewMailCanBeSaved(String connection, String trigger) {
        assertTrue(trigger(connection, trigger) instanceof Trigger.NewMail);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvFileSource(
            resources = "connector/mistakes.txt",
            delimiter = '|',
            quoteCharacter = '\u0000',
            commentCharacter = '#')
    void aMistakeIsReportedWithTheNameAndThePlace(String connection, String inputs, String part) {
        InvalidTemplate refused = assertThrows(InvalidTemplate.class, () -> read(connection, inputs));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("The template action 'Mail' at line '1' and column '"), message);
        assertTrue(message.contains(part), message);
        assertEquals("/actions/Mail", refused.pointer());
    }

    @Test
    void anExportedActionCanBeSaved() {
        Connector mail = read("GOOD", "{'method':'post','path':'/v2/Mail','body':{'To':'@{`a`}'}}");
        assertEquals(OutlookOperation.SEND_EMAIL_V2, mail.operation());
        assertEquals("a@contoso.example", mail.connection().mailbox());
    }

    @Test
    void anOperationThatNamesItsMailboxNeedsNoneOfTheConnection() {
        String connection = "{'id':'/x/MANAGEDAPIS/office365','connectionId':'c'}";
        read(connection, "{'method':'get','path':'/v3/Mail','queries':{'mailboxAddress':'b@contoso.example'}}");
        read(
                connection,
                "{'method':'post','path':'/v2/SharedMailbox/Mail','body':{'MailboxAddress':'@{`b`}','To':'a'}}");
    }

    @Test
    void theAuthenticationOfTheConnectionIsTheWorkflowsIdentity() {
        Connector mail = read(
                "{'id':'/x/managedApis/office365','connectionId':'c','mailbox':'a@contoso.example',"
                        + "'connectionProperties':{'authentication':{'type':'ManagedServiceIdentity'}}}",
                "{'method':'post','path':'/v2/Mail','body':'@json(`{}`)'}");
        assertEquals(
                json("{'type':'ManagedServiceIdentity','audience':'https://graph.microsoft.com'}"),
                mail.connection().authentication());
    }
}
