package dev.postern.workflow.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.JsonValues;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which values match a schema, and which schemas and values exceed the limits. Single quotes represent double quotes. */
class JsonSchemaTest {
    private static JsonNode json(String text) {
        return JsonValues.parse(text.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        {'type':'object'}                                             | {}          |
        {'type':'object'}                                             | []          | "" array found, object expected
        {'type':'object','required':['a']}                            | {'a':1}     |
        {'type':'object','required':['a']}                            | {}          | "" required property 'a' not found
        {'properties':{'a':{'type':'integer'}}}                       | {'a':1}     |
        {'properties':{'a':{'type':'integer'}}}                       | {'a':'1'}   | "/a" string found, integer expected
        {'properties':{'a':{'type':['string','null']}}}               | {'a':null}  |
        {'items':{'type':'string','pattern':'^x+$'}}                  | ['x','xx']  |
        {'items':{'type':'string','pattern':'^x+$'}}                  | ['x','y']   | "/1" does not match the regex pattern ^x+$
        {'additionalProperties':false,'properties':{'a':{}}}          | {'a':1}     |
        {'additionalProperties':false,'properties':{'a':{}}}          | {'b':1}     | "" property 'b' is not defined
        {'definitions':{'n':{'type':'number'}},'$ref':'#/definitions/n'} | 1        |
        {'definitions':{'n':{'type':'number'}},'$ref':'#/definitions/n'} | 'a'      | "" string found, number expected
        {'minimum':5,'exclusiveMinimum':true}                         | 6           |
        {'minimum':5,'exclusiveMinimum':true}                         | 5           | "" 5
        {'$schema':'https://json-schema.org/draft/2020-12/schema','exclusiveMinimum':5} | 6 |
        {'$schema':'https://json-schema.org/draft/2020-12/schema','exclusiveMinimum':5} | 5 | "" 5
        """)
    void aValueMatchesOrNot(String schema, String value, @org.jspecify.annotations.Nullable String mistake) {
        List<Mistake> found = JsonSchema.of(json(schema)).mistakes(json(value));
        if (mistake == null) {
            assertEquals(List.of(), found);
        } else {
            String pointer = mistake.split("\"")[1];
            assertEquals(1, found.size(), found::toString);
            assertEquals(pointer, found.getFirst().pointer());
            String message = mistake.substring(pointer.length() + 2).strip();
            assertTrue(found.getFirst().message().contains(message), found::toString);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
        []                                               | must be an object
        {'$ref':'http://127.0.0.1:1/other.json'}         | not valid
        {'$ref':'file:///etc/hostname'}                  | not valid
        {'$ref':'#/definitions/none'}                    | not valid
        {'pattern':'('}                                  | pattern '(' is not valid
        {'$schema':'https://contoso.example/other'}      | not valid
        """)
    void anUnusableSchemaIsRefused(String schema, String part) {
        String message = String.valueOf(
                assertThrows(BadSchema.class, () -> JsonSchema.of(json(schema))).getMessage());
        assertTrue(message.contains(part), message);
    }

    @Test
    void aLargeSchemaIsRefused() {
        String text = "{'description':'" + "x".repeat(JsonSchema.MAX_LENGTH) + "'}";
        assertThrows(BadSchema.class, () -> JsonSchema.of(json(text)));
    }

    @Test
    void aPatternThatBacktracksIsStopped() {
        JsonSchema schema = JsonSchema.of(json("{'pattern':'(.*a){12}$b'}"));
        assertEquals(1, schema.mistakes(json("'aaa'")).size());
        assertThrows(ValidationTooCostly.class, () -> schema.mistakes(JsonValues.text("a".repeat(200) + "!")));
    }

    @Test
    void aSchemaThatDoublesItsWorkIsStopped() {
        var text = new StringBuilder("{'$ref':'#/definitions/d0','definitions':{");
        for (int i = 0; i < 100; i++) {
            String next = "{'$ref':'#/definitions/d" + (i + 1) + "'}";
            text.append("'d" + i + "':{'allOf':[" + next + "," + next + "]},");
        }
        JsonSchema schema = JsonSchema.of(json(text + "'d100':{}}}"));
        assertThrows(ValidationTooCostly.class, () -> schema.mistakes(json("1")));
    }

    @Test
    void aSchemaThatRefersToItselfIsStopped() {
        JsonSchema schema = JsonSchema.of(json("{'allOf':[{'$ref':'#'}]}"));
        assertThrows(ValidationTooCostly.class, () -> schema.mistakes(json("1")));
    }
}
