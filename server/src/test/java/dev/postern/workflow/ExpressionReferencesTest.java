package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.workflow.expression.BoundItem;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.EvaluationScope;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Reference;
import dev.postern.workflow.expression.Template;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an expression names of the definition, and what it can read in places that have less than a run. */
class ExpressionReferencesTest {
    /** A place that has only what every place has. */
    private record Bare() implements EvaluationScope {
        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public RandomGenerator random() {
            return new Random(1);
        }

        @Override
        public @Nullable JsonNode parameter(String name) {
            return null;
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

    private static List<Reference> references(String text) {
        return Template.of(JsonValues.text(text)).references();
    }

    @Test
    void everyNameIsFoundInTheOrderOfTheText() {
        assertEquals(
                List.of(
                        new Reference.Parameter("parameters", "p"),
                        new Reference.Variable("n"),
                        new Reference.Loop("items", "Loop"),
                        new Reference.Loop("iterationIndexes", "Until"),
                        new Reference.Action("result", "Scope"),
                        new Reference.Action("formDataValue", "Form"),
                        new Reference.Action("formDataMultiValues", "Form"),
                        new Reference.Action("multipartBody", "Multi"),
                        new Reference.Trigger("triggerFormDataValue"),
                        new Reference.Action("outputs", "B")),
                references("@{parameters('p')} @{add(variables('n'),"
                    + " 1)}@{items('Loop')?[string(iterationIndexes('Until'))]}@{result('Scope')}@{formDataValue('Form',"
                    + " 'a')}@{formDataMultiValues('Form', 'b')}@{multipartBody('Multi',"
                    + " 0)}@{triggerFormDataValue('c')}@{if(true, 1, outputs('B'))}"));
        assertEquals(List.of(), references("@variables(concat('a', 'b'))"));
        assertEquals(List.of(), references("no @expression"));
    }

    @Test
    void whatAPlaceDoesNotHaveIsRefusedByName() {
        for (String call : List.of(
                "variables('x')",
                "item()",
                "items('x')",
                "iterationIndexes('x')",
                "result('x')",
                "action()",
                "listCallbackUrl()")) {
            String function = call.substring(0, call.indexOf('('));
            assertEquals(
                    "The template function '" + function + "' cannot be used here.",
                    assertThrows(
                                    EvaluationFailed.class,
                                    () -> Template.of(JsonValues.text("@" + call))
                                            .evaluate(new Bare()))
                            .getMessage());
        }
    }

    @Test
    void aBoundItemHidesOnlyTheItemAround() {
        EvaluationScope bound = new BoundItem(new SampleScope(), JsonValues.number(42));
        assertEquals(
                "[42,1,3,4,7,\"a@contoso.example\",\"w\",5]",
                Template.of(JsonValues.parse("""
                    ["@item()", "@items('Loop').id", "@variables('count')", "@iterationIndexes('Loop')",
                     "@body('Get').v", "@triggerBody().to", "@workflow().name", "@parameters('p').n"]\
                    """)).evaluate(bound).toString());
    }

    @Test
    void aTemplateIsEvaluatedAnewEachTime() {
        Template template = Template.of(JsonValues.text("@item()"));
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    JsonValues.number(i), template.evaluate(new BoundItem(new SampleScope(), JsonValues.number(i))));
        }
    }
}
