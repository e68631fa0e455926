package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.compute.Cost;
import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The limits of expressions: steps, size and depth of values, and every function with its worst known input. */
@Tag("alone")
class ExpressionCostTest {
    /** The parameter {@code p} is input of the test, as a request may contain it. */
    private record Sight(JsonNode given) implements EvaluationScope {
        @Override
        public InstantSource clock() {
            return InstantSource.fixed(Instant.parse("2026-11-23T08:30:15Z"));
        }

        @Override
        public RandomGenerator random() {
            return new Random(1);
        }

        @Override
        public JsonNode parameter(String name) {
            return given;
        }

        @Override
        public JsonNode trigger() {
            return JsonValues.object();
        }

        @Override
        public @Nullable JsonNode action(String name) {
            return null;
        }

        @Override
        public JsonNode workflow() {
            return JsonValues.object();
        }
    }

    private static JsonNode value(String expression, JsonNode given) {
        return Template.of(JsonValues.text(expression)).evaluate(new Sight(given));
    }

    private static String refused(String expression, JsonNode given) {
        return String.valueOf(assertThrows(EvaluationFailed.class, () -> value(expression, given))
                .getMessage());
    }

    private static String nested(String before, String inner, String after, int times) {
        return before.repeat(times) + inner + after.repeat(times);
    }

    @Test
    void doublingIsRefusedBeforeItFillsTheMemory() {
        // each level contains the one below four times: more than a billion when serialised
        JsonNode quadrupled = JsonValues.text("x");
        String refusal = "";
        for (int level = 0; level < 30; level++) {
            try {
                quadrupled = value(
                        "@createArray(parameters('p'), parameters('p'), parameters('p'), parameters('p'))", quadrupled);
            } catch (EvaluationFailed e) {
                refusal = String.valueOf(e.getMessage());
                break;
            }
        }
        assertTrue(refusal.contains("'8388608' characters"), refusal);
        assertTrue(quadrupled.toString().length() < 8 << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@createArray(%1$s, %1$s)",
                "@union(%1$s, %1$s)",
                "@string(%1$s)",
                "@concat(%1$s, %1$s)",
                "@addProperty(json('{}'), 'a', createArray(%1$s, %1$s))",
                "@setProperty(json('{\"a\":1}'), 'a', createArray(%1$s, %1$s))",
                "@json(string(createArray(%1$s, %1$s)))",
                "@join(createArray(%1$s, %1$s), '')",
                "@base64(string(createArray(%1$s, %1$s)))",
                "@equals(createArray(%1$s, %1$s), createArray(%1$s, %1$s))"
            })
    void expressionsThatEnlargeAValueAreRefused(String expression) {
        JsonNode large = JsonValues.array();
        for (int i = 0; i < 100_000; i++) {
            ((tools.jackson.databind.node.ArrayNode) large).add("0123456789012345678901234567890123456789");
        }
        String call = expression.formatted("createArray(parameters('p'), parameters('p'), parameters('p'))");
        refused(call, large);
    }

    @Test
    void depthIsBoundedSoThatStoredValuesCanBeReadAgain() {
        assertTrue(value(nested("@createArray(", "1", ")", 1), JsonValues.nothing())
                .isArray());
        JsonNode deep = JsonValues.text("x");
        for (int i = 0; i < 85; i++) {
            deep = value("@createArray(parameters('p'))", deep);
        }
        JsonNode last = deep;
        String refusal = refused("@" + nested("createArray(", "parameters('p')", ")", 10), last);
        assertTrue(refusal.contains("nested more than '90' levels deep"), refusal);
        assertThrows(
                BadExpression.class, () -> Template.of(JsonValues.text("@" + nested("createArray(", "1", ")", 200))));
    }

    @Test
    void theTotalSizeOfInterpolationsIsBounded() {
        JsonNode text = JsonValues.text("x".repeat(100_000));
        assertEquals(
                200_000,
                value("@{parameters('p')}@{parameters('p')}", text)
                        .stringValue()
                        .length());
        assertTrue(refused("@{parameters('p')}".repeat(100), text).contains("'8388608' characters"));
    }

    @Test
    void stepsAreBounded() {
        JsonNode many = value("@range(0, 20000)", JsonValues.nothing());
        // every element is compared with every other
        assertTrue(refused("@length(intersection(parameters('p'), range(30000, 20000)))", many)
                .contains("steps"));
        assertEquals(
                3,
                value("@length(union(createArray(1, 2), createArray(2, 3)))", JsonValues.nothing())
                        .intValue());
    }

    @Test
    void aNumberCannotProduceALongText() {
        JsonNode huge = JsonValues.parse("[1e99999]").get(0);
        for (String expression : List.of(
                "@string(parameters('p'))",
                "@concat(parameters('p'))",
                "@formatNumber(parameters('p'), 'N2')",
                "@formatNumber(parameters('p'), 'G')",
                "@decimal('1e999999999')",
                "@string(decimal('1e-999999999'))",
                "@formatNumber(1, '" + "0".repeat(5_000) + "')")) {
            try {
                assertTrue(value(expression, huge).toString().length() < 10_000, expression);
            } catch (EvaluationFailed e) {
                // refused with an error
            }
        }
    }

    @TestFactory
    List<DynamicTest> everyFunction() {
        Map<String, IntFunction<JsonNode>> given = new LinkedHashMap<>();
        for (String one : List.of(
                "a", "9", "1,", "İ", "%41", "%", "=", "[", "{\"a\":", "1e9,", " ", "'", "y", "\\", "/", "<a>", "<a/>",
                "<!--", "%E4", "d", "M'", "a:", "ab ")) {
            given.put(one, n -> JsonValues.text(one.repeat(n / one.length())));
        }
        given.put("array", n -> value("@range(0, " + n / 4 + ")", JsonValues.nothing()));
        given.put("object", n -> {
            var object = JsonValues.object();
            for (int i = 0; i < n / 8; i++) {
                object.put("a" + i, i);
            }
            return object;
        });
        var tests = new ArrayList<DynamicTest>();
        String p = "parameters('p')";
        String half = "substring(" + p + ", 0, div(length(" + p + "), 2))";
        for (String expression : List.of(
                "@isFloat(P)",
                "@isInt(P)",
                "@int(P)",
                "@float(P)",
                "@decimal(P)",
                "@bool(P)",
                "@json(P)",
                "@toLower(P)",
                "@toUpper(P)",
                "@indexOf(P, concat(HALF, 'b'))",
                "@lastIndexOf(P, concat('b', HALF))",
                "@contains(P, concat(HALF, 'b'))",
                "@replace(P, concat(HALF, 'b'), 'c')",
                "@split(P, concat(HALF, 'b'))",
                "@nthIndexOf(P, 'a', 100000)",
                "@nthIndexOf(P, 'a', -100000)",
                "@replace(P, 'a', 'bb')",
                "@split(P, 'a')",
                "@chunk(P, 1)",
                "@base64ToString(P)",
                "@base64(P)",
                "@uriComponent(P)",
                "@uriComponentToString(P)",
                "@dataUriToString(P)",
                "@uriHost(P)",
                "@formatDateTime('2026-11-23T08:00:00Z', P)",
                "@parseDateTime(P)",
                "@formatDateTime(P)",
                "@addDays(P, 1)",
                "@convertTimeZone('2026-11-23T08:00:00Z', P, P)",
                "@guid(P)",
                "@formatNumber(1, P)",
                "@union(P, P)",
                "@intersection(P, P)",
                "@sort(P)",
                "@reverse(P)",
                "@join(P, ',')",
                "@string(P)",
                "@equals(P, P)",
                "@P?.a",
                "@addProperty(P, 'zz', 1)",
                "@removeProperty(P, 'a1')",
                "@trim(P)",
                "@startsWith(P, HALF)",
                "@endsWith(P, HALF)",
                "@min(P)",
                "@xml(P)",
                "@xml(concat('<a>', P, '</a>'))",
                "@json(xml(concat('<a>', replace(P, '<', ''), '</a>')))",
                "@xml(setProperty(json('{}'), 'a', P))",
                "@xpath(P, '//*')",
                "@xpath(xml('<a/>'), P)",
                "@xpath(xml('<a/>'), concat('string-length(\"', P, '\")'))",
                "@parseDateTime(P, 'de-DE', 'd')",
                "@parseDateTime('2026-11-23', 'fr-FR', P)",
                "@parseDateTime(P, 'es-ES')",
                "@formatNumber(1234.5, concat('#,##0', P))",
                "@base64ToBinary(P)",
                "@decodeUriComponent(P)",
                "@uriPath(concat('https://contoso.example/', P))",
                "@decodeDataUri(P)",
                "@isFloat(P, 'fr-FR')",
                "@float(P, 'fr-FR')",
                "@setProperty(P, 'a1', 1)",
                "@toUpper(P)")) {
            Template template;
            try {
                template = Template.of(
                        JsonValues.text(expression.replace("HALF", half).replace("P", p)));
            } catch (BadExpression e) {
                continue;
            }
            given.forEach((name, source) -> tests.add(Cost.test(expression + " of " + name, 130_000, n -> {
                EvaluationScope scope = new Sight(source.apply(n));
                return () -> {
                    try {
                        var _ = template.evaluate(scope);
                    } catch (EvaluationFailed e) {
                        // refused with an error
                    }
                };
            })));
        }
        return tests;
    }
}
