package dev.postern.workflow;

import dev.postern.compute.Deadline;
import dev.postern.workflow.expression.BadExpression;
import dev.postern.workflow.expression.Condition;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import java.nio.charset.StandardCharsets;

/** Expressions and conditions: refused, or compiled. Then they result in the same value each time, or fail with a message of a function. */
public final class ExpressionTarget {
    private static final int MAX_QUOTED_LENGTH = 4_000;
    private static final String UNFORESEEN = "The template language expressions cannot be evaluated";

    private ExpressionTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        evaluate(text);
        condition(text);
        same("@" + text, evaluate("@@" + text));
        if (text.length() < MAX_QUOTED_LENGTH) {
            same(text, evaluate("@'" + text.replace("'", "''") + "'"));
        }
    }

    private static void same(String expected, String actual) {
        if (!JsonValues.text(expected).toString().equals(actual)) {
            throw new AssertionError(expected + " became " + actual);
        }
    }

    private static String evaluate(String text) {
        Template template;
        try {
            template = Template.of(JsonValues.text(text));
        } catch (BadExpression refused) {
            return "";
        }
        if (template.references().stream()
                .anyMatch(reference -> reference.toString().isEmpty())) {
            throw new AssertionError(text);
        }
        String first = result(template);
        if (!first.equals(result(template))) {
            throw new AssertionError(text + " has several values");
        }
        return first;
    }

    private static String result(Template template) {
        try {
            return template.evaluate(new SampleScope()).toString();
        } catch (EvaluationFailed failed) {
            String message = String.valueOf(failed.getMessage());
            if (message.startsWith(UNFORESEEN)) {
                throw new AssertionError(message, failed);
            }
            return message;
        }
    }

    private static void condition(String text) {
        try {
            Condition condition = Condition.of(JsonValues.parse(text));
            boolean first = condition.test(new SampleScope(), Deadline.none());
            if (first != condition.test(new SampleScope(), Deadline.none())) {
                throw new AssertionError(text + " has several results");
            }
        } catch (BadExpression | EvaluationFailed | IllegalArgumentException refused) {
            // neither is a condition that holds
        }
    }
}
