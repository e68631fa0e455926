package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.JsonNode;

/** The expression language, in tables of expressions and their values. */
class ExpressionTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T08:30:15.1234567Z"));

    private record Sight() implements EvaluationScope {
        @Override
        public InstantSource clock() {
            return CLOCK;
        }

        @Override
        public RandomGenerator random() {
            return new Random(1);
        }

        @Override
        public @Nullable JsonNode parameter(String name) {
            return name.equalsIgnoreCase("p")
                    ? JsonValues.parse("{\"a\":{\"B\":1,\"b\":2},\"list\":[10,20],\"text\":\"x\",\"none\":null}")
                    : null;
        }

        @Override
        public JsonNode trigger() {
            return JsonValues.parse("{\"name\":\"manual\",\"outputs\":{\"body\":{\"to\":\"a@contoso.example\"}}}");
        }

        @Override
        public @Nullable JsonNode action(String name) {
            return name.equalsIgnoreCase("Get")
                    ? JsonValues.parse("{\"name\":\"Get\",\"status\":\"Succeeded\",\"outputs\":{\"statusCode\":200,"
                            + "\"body\":{\"v\":7}}}")
                    : null;
        }

        @Override
        public JsonNode workflow() {
            return JsonValues.parse("{\"name\":\"w\"}");
        }
    }

    private static String evaluate(String text) {
        return Template.of(JsonValues.text(text)).evaluate(new Sight()).toString();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "expressions.txt", delimiter = '|', quoteCharacter = '\u0000', commentCharacter = '#')
    void anExpressionHasThisValue(String text, String value) {
        assertEquals(value, evaluate(text));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "expression-failures.txt",
            delimiter = '|',
            quoteCharacter = '\u0000',
            commentCharacter = '#')
    void anExpressionThatFailsReportsWhy(String text, String message) {
        assertEquals(
                message,
                assertThrows(EvaluationFailed.class, () -> evaluate(text)).getMessage());
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
                Template.of(source).evaluate(new Sight()).toString());
    }
}
