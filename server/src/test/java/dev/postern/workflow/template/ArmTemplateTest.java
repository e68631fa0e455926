package dev.postern.workflow.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Templates and what they deploy. */
class ArmTemplateTest {
    private static final DeploymentPlace PLACE =
            new DeploymentPlace("11111111-1111-4111-8111-111111111111", "s1", "g1", "west");

    /** A template as the portal exports it, with a parameter for the mailbox and a connection beside the workflow. */
    private static final String EXPORTED = """
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          // Comments are allowed.
          "parameters": {
            "workflows_digest_name": {"defaultValue": "digest", "type": "String"},
            "mailbox": {"type": "securestring", "metadata": {"description": "The sender"}},
            "enabled": {"type": "bool", "defaultValue": true}
          },
          "variables": {
            "identity": "[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', variables('identityName'))]",
            "identityName": "[concat(parameters('workflows_digest_name'), '-', 'id')]"
          },
          "resources": [
            {"type": "Microsoft.Web/connections", "apiVersion": "2016-06-01", "name": "office365", "properties": {}},
            {
              "type": "microsoft.logic/workflows", "apiVersion": "2017-07-01",
              "name": "[parameters('workflows_digest_name')]",
              "location": "[resourceGroup().location]",
              "dependsOn": ["[variables('identity')]"],
              "tags": {"group": "[resourceGroup().name]", "plain": "[[not an expression]"},
              "identity": {"type": "UserAssigned", "userAssignedIdentities": {"[variables('identity')]": {}}},
              "properties": {
                "state": "[if(parameters('enabled'), 'Enabled', 'Disabled')]",
                "accessControl": {"contents": {"allowedCallerIpAddresses": []}},
                "parameters": {"mailbox": {"value": "[parameters('mailbox')]"}},
                "definition": {
                  "$schema": "https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#",
                  "contentVersion": "1.0.0.0",
                  "parameters": {"mailbox": {"type": "SecureString"}},
                  "triggers": {},
                  "actions": {"A": {"type": "Compose", "inputs": "@{parameters('mailbox')}"}}
                }
              }
            }
          ],
          "outputs": {"id": {"type": "string", "value": "[reference('x')]"}}
        }
        """;

    private static WorkflowResource read(String template, String values) {
        return ArmTemplate.read(ArmTemplate.parse(template), ArmTemplate.parse(values), PLACE);
    }

    @Test
    void anExportedTemplateBecomesTheBodyOfAPut() {
        assertTrue(ArmTemplate.isTemplate(ArmTemplate.parse(EXPORTED)));
        WorkflowResource found = read(EXPORTED, "{\"parameters\":{\"mailbox\":{\"value\":\"[not evaluated]\"}}}");
        String identity = "/subscriptions/s1/resourceGroups/g1/providers/Microsoft.ManagedIdentity/"
                + "userAssignedIdentities/digest-id";
        assertEquals("digest", found.name());
        assertEquals("west", found.location());
        assertEquals("Enabled", found.state());
        assertEquals(
                "{\"group\":\"g1\",\"plain\":\"[not an expression]\"}",
                found.tags().toString());
        assertEquals(
                "{\"type\":\"UserAssigned\",\"userAssignedIdentities\":{\"" + identity + "\":{}}}",
                found.identity().toString());
        assertEquals(
                "{\"mailbox\":{\"value\":\"[not evaluated]\"}}",
                found.parameters().toString(),
                "a value that looks like an expression stays a value");
        assertEquals(List.of("Microsoft.Web/connections 'office365'"), found.others());
        assertEquals(
                "@{parameters('mailbox')}",
                found.definition().at("/actions/A/inputs").asString());
        JsonNode body = found.body();
        assertEquals(found.definition(), body.at("/properties/definition"));
        assertEquals(
                "[]",
                body.at("/properties/accessControl/contents/allowedCallerIpAddresses")
                        .toString());
        assertEquals("Enabled", body.at("/properties/state").asString());
    }

    @Test
    void valuesComeFromTheFileWithOrWithoutItsEnvelope() {
        String values = "{\"mailbox\":{\"value\":\"m\"},\"ENABLED\":{\"value\":false}}";
        for (String file :
                List.of(values, "{\"$schema\":\"x\",\"contentVersion\":\"1.0.0.0\",\"parameters\":" + values + "}")) {
            assertEquals("Disabled", read(EXPORTED, file).state());
        }
    }

    @Test
    void definitionsAndOtherFilesAreNoTemplates() {
        assertFalse(ArmTemplate.isTemplate(ArmTemplate.parse("{\"definition\":{},\"$schema\":\"x\"}")));
        assertFalse(ArmTemplate.isTemplate(ArmTemplate.parse("[]")));
        assertFalse(ArmTemplate.isTemplate(ArmTemplate.parse("{\"resources\":[]}")));
    }

    /** Evaluates an expression as the value of a tag. */
    private static JsonNode evaluate(String expression) {
        var template = JsonValues.object();
        template.set(
                "parameters",
                JsonValues.parse("{'p':{'type':'object','defaultValue':{'a':[1,{'B':'x'}],'t':'Text','n':2}}}"
                        .replace('\'', '"')));
        template.set(
                "variables",
                JsonValues.parse("{'v':['a','b'],'w':\"[concat(variables('v')[0], '!')]\",'n':null}"
                        .replace("'v':", "\"v\":")
                        .replace("['a','b']", "[\"a\",\"b\"]")
                        .replace("'w':", "\"w\":")
                        .replace("'n':", "\"n\":")));
        var resource = template.putArray("resources").addObject();
        resource.put("type", "Microsoft.Logic/workflows").put("name", "w");
        resource.putObject("tags").put("t", expression);
        resource.putObject("properties").putObject("definition");
        return ArmTemplate.read(template, JsonValues.object(), PLACE).tags().path("t");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        plain                                     | "plain"
        [plain                                    | "[plain"
        [[x]                                      | "[x]"
        [[plain                                   | "[[plain"
        ['it''s']                                 | "it's"
        [ concat( 'a' , 1 , true() ) ]            | "a1True"
        [concat(createArray(1), createArray('b'))] | [1,"b"]
        [parameters('P').a[0]]                    | 1
        [parameters('p').A[1].b]                  | "x"
        [parameters('p')['t']]                    | "Text"
        [variables('w')]                          | "a!"
        [toLower('ÄB')]                           | "äb"
        [toUpper('äb')]                           | "ÄB"
        [trim(' a ')]                             | "a"
        [replace('aba', 'a', 'x')]                | "xbx"
        [substring('abcd', 1, 2)]                 | "bc"
        [substring('abcd', 2)]                    | "cd"
        [format('{0}-{1}-{0}', 'a', 2)]           | "a-2-a"
        [format('{{{0}}}', 'a')]                  | "{a}"
        [join(createArray('a', 'b'), ',')]        | "a,b"
        [split('a,b;c', createArray(',', ';'))]   | ["a","b","c"]
        [split('a.b', '.')]                       | ["a","b"]
        [padLeft(7, 3, '0')]                      | "007"
        [startsWith('Abc', 'aB')]                 | true
        [endsWith('abC', 'c')]                    | true
        [indexOf('abc', 'C')]                     | 2
        [lastIndexOf('abca', 'A')]                | 3
        [uriComponent('a b/c')]                   | "a%20b%2Fc"
        [uriComponentToString('a%20b+c')]         | "a b+c"
        [uri('https://contoso.example/a/', 'b')]  | "https://contoso.example/a/b"
        [first(variables('v'))]                   | "a"
        [last('xyz')]                             | "z"
        [length(variables('v'))]                  | 2
        [skip(variables('v'), 1)]                 | ["b"]
        [take('abc', 2)]                          | "ab"
        [union(createArray(1, 2), createArray(2, 3))] | [1,2,3]
        [union(createObject('a', 1), createObject('a', 2))] | {"a":2}
        [contains(parameters('p'), 'T')]          | true
        [contains(variables('v'), 'c')]           | false
        [contains('abc', 'b')]                    | true
        [empty('')]                               | true
        [empty(variables('v'))]                   | false
        [coalesce(null(), 'a')]                   | "a"
        [array('a')]                              | ["a"]
        [equals('a', 'A')]                        | true
        [equals(1, 2)]                            | false
        [equals(length(variables('v')), parameters('p').n)] | true
        [not(equals(1, 2))]                       | true
        [and(true(), false(), true())]            | false
        [or(false(), true())]                     | true
        [if(true(), 'a', variables('none'))]      | "a"
        [less(1, 2)]                              | true
        [greaterOrEquals('b', 'a')]               | true
        [add(1, mul(2, 3))]                       | 7
        [sub(1, 3)]                               | -2
        [div(7, 2)]                               | 3
        [mod(7, 2)]                               | 1
        [max(1, 5)]                               | 5
        [min(1, -5)]                              | -5
        [string(createArray(1))]                  | "[1]"
        [string(true())]                          | "True"
        [int('42')]                               | 42
        [bool('True')]                            | true
        [json('{"a":[1]}').a]                     | [1]
        [base64('a')]                             | "YQ=="
        [base64ToString('YQ==')]                  | "a"
        [resourceGroup().id]                      | "/subscriptions/s1/resourceGroups/g1"
        [subscription().subscriptionId]           | "s1"
        [subscription().tenantId]                 | "11111111-1111-4111-8111-111111111111"
        [tenant().tenantId]                       | "11111111-1111-4111-8111-111111111111"
        [environment().authentication.loginEndpoint] | "https://login.microsoftonline.com/"
        [deployment().name]                       | "workflow"
        [resourceId('A.B/c', 'n')]                | "/subscriptions/s1/resourceGroups/g1/providers/A.B/c/n"
        [resourceId('g2', 'A.B/c/d', 'n', 'm')]   | "/subscriptions/s1/resourceGroups/g2/providers/A.B/c/n/d/m"
        [resourceId('s2', 'g2', 'A.B/c', 'n')]    | "/subscriptions/s2/resourceGroups/g2/providers/A.B/c/n"
        [subscriptionResourceId('Microsoft.Web/locations/managedApis', 'west', 'x')] | "/subscriptions/s1/providers/Microsoft.Web/locations/west/managedApis/x"
        [extensionResourceId('/a', 'A.B/c', 'n')] | "/a/providers/A.B/c/n"
        [guid('a')]                               | "ca978112-ca1b-5dca-bac2-31b39a23dc4d"
        """)
    void functionsHaveTheirValues(String expression, String expected) {
        assertEquals(JsonValues.parse(expected), evaluate(expression));
    }

    @Test
    void uniqueStringsAreStable() {
        String one = evaluate("[uniqueString(resourceGroup().id)]").asString();
        assertTrue(one.matches("[a-z2-7]{13}"), one);
        assertEquals(
                one,
                evaluate("[uniqueString('/subscriptions/s1/resourceGroups/g1')]")
                        .asString());
        assertNotEquals(one, evaluate("[uniqueString('other')]").asString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        [reference('x').principalId]     | the function 'reference' is not supported
        [listKeys('x', '1')]             | the function 'listKeys' is not supported
        [newGuid()]                      | the function 'newGuid' is not supported
        [utcNow()]                       | the function 'utcNow' is not supported
        [copyIndex()]                    | the function 'copyIndex' is not supported
        [contoso.own()]                  | the function 'contoso.own' is not supported
        [parameters('none')]             | the parameter 'none' is not defined
        [parameters(1)]                  | expects a string
        [variables('none')]              | the variable 'none' is not defined
        [parameters('p').none]           | there is no element 'none'
        [parameters('p').a[7]]           | there is no element '7'
        [toLower(1)]                     | expects a string as argument 1
        [toLower()]                      | does not accept 0 arguments
        [substring('abc', 2, 2)]         | beyond the end
        [substring('abc', -1)]           | expects a number from 0 on
        [format('{0:N}', 1)]             | not supported
        [format('{1}', 1)]               | has no value
        [div(1, 0)]                      | has no result
        [add(9223372036854775807, 1)]    | has no result
        [int('1.5')]                     | expects an integer
        [json('{')]                      | expects JSON
        [if(1, 2, 3)]                    | expects a boolean
        [if(true(), 2)]                  | expects 3 arguments
        [concat('a', createArray())]     | expects strings only
        [resourceId('n')]                | expects a type
        [resourceId('A.B/c')]            | expects one name for each segment
        [concat('a']                     | ')' is expected at position 11
        [concat('a)]                     | A quote is expected
        ['a' 'b']                        | The end is expected
        []                               | A value is expected
        [name]                           | '(' is expected
        """)
    void whatCannotBeEvaluatedIsRefusedWithItsPlace(String expression, String message) {
        InvalidArmTemplate refused = assertThrows(InvalidArmTemplate.class, () -> evaluate(expression));
        assertEquals("/resources/0/tags/t", refused.place());
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    private static String template(String parameters, String variables, String resources) {
        return "{\"parameters\":" + parameters + ",\"variables\":" + variables + ",\"resources\":" + resources + "}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {'p':{'type':'string'}}                                        | {}                      | /parameters/p | neither a value nor a default
        {'p':{'type':'string'}}                                        | {'p':{'value':1}}       | /parameters/p | must be of the type 'string'
        {'p':{'type':'string'}}                                        | {'p':'x'}               | /parameters/p | must have the member 'value'
        {'p':{'type':'string'}}                                        | {'p':{'reference':{}}}  | /parameters/p | 'reference' to a key vault
        {'p':{'type':'string','defaultValue':'a','allowedValues':['b']}} | {}                    | /parameters/p | 'allowedValues'
        {'p':{'type':'string','defaultValue':'a','minLength':2}}       | {}                      | /parameters/p | 'minLength'
        {'p':{'type':'int','defaultValue':9,'maxValue':8}}             | {}                      | /parameters/p | 'maxValue'
        {'p':{'type':'decimal','defaultValue':9}}                      | {}                      | /parameters/p | 'decimal' is not supported
        {}                                                             | {'q':{'value':1}}       | /parameters   | no parameter 'q'
        """)
    void wrongParametersAreRefused(String parameters, String values, String place, String message) {
        String template = template(parameters.replace('\'', '"'), "{}", "[]");
        InvalidArmTemplate refused =
                assertThrows(InvalidArmTemplate.class, () -> read(template, values.replace('\'', '"')));
        assertEquals(place, refused.place());
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        []                                                                    | /resources              | not 0
        [{'type':'Microsoft.Logic/workflows','condition':false}]              | /resources              | not 0
        [{'type':'Microsoft.Logic/workflows'},{'type':'Microsoft.Logic/workflows'}] | /resources        | not 2
        [{'type':'Microsoft.Logic/workflows','condition':'yes'}]              | /resources/0/condition  | must be a boolean
        [{'type':'Microsoft.Logic/workflows','copy':{}}]                      | /resources/0/copy       | 'copy' of a workflow is not supported
        [{'type':'Microsoft.Logic/workflows','resources':[{}]}]               | /resources/0/resources  | is not supported
        [{'type':'Microsoft.Logic/workflows'}]                                | /resources/0/name       | has no name
        [{'type':'Microsoft.Logic/workflows','name':1}]                       | /resources/0/name       | must be a string
        [{'type':'Microsoft.Logic/workflows','name':'w'}]                     | /resources/0/properties/definition | has no definition
        {'w':{'type':'Microsoft.Logic/workflows','name':'w'}}                 | /resources/w/properties/definition | has no definition
        """)
    void wrongResourcesAreRefused(String resources, String place, String message) {
        InvalidArmTemplate refused = assertThrows(
                InvalidArmTemplate.class, () -> read(template("{}", "{}", resources.replace('\'', '"')), "{}"));
        assertEquals(place, refused.place());
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {"functions":[{}],"resources":[]}                      | /functions      | 'functions' is not supported
        {"variables":{"copy":[]},"resources":[]}               | /variables/copy | 'copy' is not supported
        {"a":                                                  | ''              | it is not JSON (line 1)
        """)
    void otherSectionsAreRefused(String template, String place, String message) {
        InvalidArmTemplate refused = assertThrows(InvalidArmTemplate.class, () -> read(template, "{}"));
        assertEquals(place.replace("''", ""), refused.place());
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused::getMessage);
    }

    private static String using(String variables) {
        return template(
                "{}",
                variables,
                "[{\"type\":\"Microsoft.Logic/workflows\",\"name\":\"[variables('a')]\",\"properties\":{\"definition\":{}}}]");
    }

    @Test
    void hostileTemplatesEndSoon() {
        assertThrows(InvalidArmTemplate.class, () -> read(using("{\"a\":\"[variables('a')]\"}"), "{}"));
        assertThrows(
                InvalidArmTemplate.class,
                () -> read(using("{\"a\":\"[variables('b')]\",\"b\":\"[variables('a')]\"}"), "{}"));
        // Each variable is ten times the one before.
        var doubling = new StringBuilder("{\"v0\":\"0123456789\"");
        for (int i = 1; i < 20; i++) {
            String before = ", variables('v" + (i - 1) + "')";
            doubling.append(",\"v" + i + "\":\"[concat(''" + before.repeat(10) + ")]\"");
        }
        doubling.append(",\"a\":\"[variables('v19')]\"}");
        InvalidArmTemplate large = assertThrows(InvalidArmTemplate.class, () -> read(using(doubling.toString()), "{}"));
        assertTrue(String.valueOf(large.getMessage()).contains("too large"), large::getMessage);
        // A chain of variables, and a deep expression.
        var chain = new StringBuilder("{\"v0\":\"x\"");
        for (int i = 1; i < 5_000; i++) {
            chain.append(",\"v" + i + "\":\"[variables('v" + (i - 1) + "')]\"");
        }
        chain.append(",\"a\":\"[variables('v4999')]\"}");
        InvalidArmTemplate deep = assertThrows(InvalidArmTemplate.class, () -> read(using(chain.toString()), "{}"));
        assertTrue(String.valueOf(deep.getMessage()).contains("nested too deeply"), deep::getMessage);
        String nested = "[" + "toLower(".repeat(1_000) + "'x'" + ")".repeat(1_000) + "]";
        assertThrows(InvalidArmTemplate.class, () -> read(using("{\"a\":\"" + nested + "\"}"), "{}"));
        assertThrows(InvalidArmTemplate.class, () -> ArmTemplate.parse(" ".repeat(5_000_000)));
        assertThrows(InvalidArmTemplate.class, () -> ArmTemplate.parse("[".repeat(100_000)));
    }
}
