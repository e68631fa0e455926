package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.compute.Deadline;
import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.Condition;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Reference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions as the designer writes them and as text; {@code count} is 3. */
class ConditionTest {
    private static boolean holds(String json) {
        return Condition.of(JsonValues.parse(json)).test(new SampleScope(), Deadline.none());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"and\":[{\"greater\":[\"@variables('count')\",0]},{\"not\":{\"equals\":[\"@variables('count')\",4]}}]}|true",
                "{\"and\":[{\"greater\":[\"@variables('count')\",3]}]}|false",
                "{\"or\":[{\"equals\":[1,2]},{\"equals\":[\"a\",\"a\"]}]}|true",
                "{\"or\":[{\"equals\":[1,2]},{\"less\":[2,1]}]}|false",
                "{\"not\":[{\"equals\":[1,1]}]}|false",
                "{\"AND\":[{\"Equals\":[1,1]}]}|true",
                "{\"equals\":[\"@body('Get')?['v']\",7]}|true",
                "{\"equals\":[\"@{body('Get')?['v']}\",\"7\"]}|true",
                "{\"equals\":[\"@body('Get')?['v']\",\"7\"]}|false",
                "{\"equals\":[\"@null\",null]}|true",
                "{\"contains\":[\"@string('abc')\",\"b\"]}|true",
                "{\"startsWith\":[\"abc\",\"AB\"]}|true",
                "{\"and\":[{\"equals\":[1,2]},{\"greater\":[\"@div(1, 0)\",1]}]}|false",
                "\"@equals(variables('count'), 3)\"|true",
                "\"@and(true, false)\"|false",
                "true|true"
            })
    void aConditionHoldsOrNot(String json, boolean expected) {
        assertEquals(expected, holds(json), json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{}|must have one property",
                "{\"and\":[{\"equals\":[1,1],\"less\":[1,2]}]}|must have one property",
                "{\"nosuch\":[1]}|The template function 'nosuch' is not defined or not valid.",
                "{\"equals\":[1]}|takes '2' arguments and was given '1'",
                "{\"and\":[]}|takes at least '1' arguments",
                "{\"equals\":[[1],[1]]}|an operand cannot be an array",
                "{\"equals\":[\"@nosuch()\",1]}|'nosuch' is not defined",
                "5|must be a string or an object",
                "[]|must be a string or an object"
            })
    void whatIsNoConditionIsRefusedWhenItIsSaved(String json, String part) {
        String message = String.valueOf(
                assertThrows(BadExpression.class, () -> holds(json)).getMessage());
        assertTrue(message.contains(part), message);
    }

    @Test
    void aResultThatIsNoBooleanFails() {
        for (String json : List.of("\"@1\"", "\"true\"", "{\"concat\":[\"a\"]}")) {
            String message = String.valueOf(
                    assertThrows(EvaluationFailed.class, () -> holds(json)).getMessage());
            assertTrue(message.startsWith("The result of a condition must be of type 'Boolean'."), message);
        }
        String deep = "{\"not\":".repeat(60) + "{\"equals\":[1,1]}" + "}".repeat(60);
        assertThrows(BadExpression.class, () -> holds(deep));
    }

    @Test
    void aConditionNamesWhatItReads() {
        Condition condition = Condition.of(
                JsonValues.parse(
                        "{\"and\":[{\"equals\":[\"@variables('n')\",\"@items('Loop')\"]},{\"less\":[\"@{parameters('p')}\",\"@body('A')\"]}]}"));
        assertEquals(
                List.of(
                        new Reference.Variable("n"),
                        new Reference.Loop("items", "Loop"),
                        new Reference.Parameter("parameters", "p"),
                        new Reference.Action("body", "A")),
                condition.references());
    }
}
