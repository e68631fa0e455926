package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;

/** Which expressions are refused when they are saved, and the limits of their length and depth. */
class ExpressionTest {
    private static String evaluate(String text) {
        return Template.of(JsonValues.text(text)).evaluate(new SampleScope()).toString();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "expression-mistakes.txt",
            delimiter = '|',
            quoteCharacter = '\u0000',
            commentCharacter = '#')
    void anInvalidExpressionIsRefusedWhenItIsSaved(String text, String part) {
        String message = String.valueOf(
                assertThrows(BadExpression.class, () -> evaluate(text)).getMessage());
        assertTrue(message.contains(part), message);
    }

    @Test
    void anExpressionThatIsTooLongOrTooDeepIsRefused() {
        String deep = "@" + "not(".repeat(200) + "true" + ")".repeat(200);
        assertThrows(BadExpression.class, () -> evaluate(deep));
        String longText = "@concat('" + "x".repeat(9_000) + "')";
        assertThrows(BadExpression.class, () -> evaluate(longText));
        String big = "@base64(replace(replace('" + "x".repeat(4_000) + "', 'x', '" + "y".repeat(40) + "'), 'y', 'zz'))";
        assertThrows(EvaluationFailed.class, () -> evaluate(big));
    }

    @Test
    void namesOfPropertiesAreEvaluatedToo() {
        JsonNode source =
                JsonValues.parse("{\"@{parameters('p').text}\":[\"@parameters('p').list\",1,{\"k\":\"@@x\"}]}");
        assertEquals(
                "{\"x\":[[10,20],1,{\"k\":\"@x\"}]}",
                Template.of(source).evaluate(new SampleScope()).toString());
    }
}
