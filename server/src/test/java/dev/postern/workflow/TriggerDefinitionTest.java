package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.compiled.DefinitionReader;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.definition.Trigger;
import dev.postern.workflow.definition.TriggerOptions;
import dev.postern.workflow.expression.JsonValues;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Which triggers can be saved, and the errors for others. Single quotes in the tables represent double quotes. */
class TriggerDefinitionTest {
    private static Definition read(String trigger) {
        String definition =
                "{'parameters':{'frequency':{'type':'String','defaultValue':'Day'},'interval':{'type':'Int',"
                        + "'defaultValue':3}},'triggers':{'t':" + trigger + "}}";
        return DefinitionReader.read(
                JsonValues.parse(definition.replace('\'', '"').replace('`', '\'')),
                JsonValues.object(),
                InstantSource.system());
    }

    private static Trigger trigger(String text) {
        return Objects.requireNonNull(read(text).trigger("t"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "trigger-mistakes.txt",
            delimiter = '|',
            quoteCharacter = '\u0000',
            commentCharacter = '#')
    void aMistakeIsReportedWhenItIsSaved(String trigger, String part) {
        InvalidTemplate error = assertThrows(InvalidTemplate.class, () -> read(trigger));
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains("The template trigger 't' at line '1' and column '"), message);
        assertTrue(message.contains(part), message);
        assertEquals("/triggers/t", error.pointer());
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "triggers.txt", delimiter = '\u0001', quoteCharacter = '\u0000', commentCharacter = '#')
    void aTriggerCanBeSaved(String trigger) {
        assertEquals("t", trigger(trigger).name());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', nullValues = "none", textBlock = """
        'metadata':{}                                                                            | none | none
        'operationOptions':'SingleInstance'                                                      | 1    | 11
        'runtimeConfiguration':{'concurrency':{}}                                                | 25   | 35
        'runtimeConfiguration':{'concurrency':{'runs':95}}                                       | 95   | 100
        'runtimeConfiguration':{'concurrency':{'runs':2,'maximumWaitingRuns':3}}                 | 2    | 3
        'operationOptions':'singleinstance','runtimeConfiguration':{'concurrency':{'maximumWaitingRuns':3}} | 1 | 3
        """)
    void theLimitOfRunsHasDefaults(String more, @Nullable Integer runs, @Nullable Integer waiting) {
        TriggerOptions options = trigger("{'type':'Request'," + more + "}").options();
        TriggerOptions.Concurrency limit = options.concurrency();
        assertEquals(runs, limit == null ? null : (Integer) limit.runs());
        assertEquals(waiting, limit == null ? null : (Integer) limit.waiting());
        assertEquals(limit == null ? 100_000 : 100, options.maxItems());
    }

    @Test
    void aRecurrenceIsEvaluatedWithParameters() {
        var timed = (Trigger.Timed)
                trigger("{'type':'Recurrence','recurrence':{'frequency':'@parameters(`frequency`)','interval':"
                        + "'@parameters(`interval`)'}}");
        assertEquals(3, timed.recurrence().interval());
        assertEquals("Day", timed.recurrence().frequency().text());
    }

    @Test
    void aConditionOnTheStatusCodeReplacesTheUsualRule() {
        String poll = "{'type':'Http','recurrence':{'frequency':'Hour','interval':1},'inputs':{'method':'GET',"
                + "'uri':'https://contoso.example'},'conditions':[{'expression':'%s'}]}";
        assertTrue(trigger(poll.formatted("@equals(triggerOutputs()[`statusCode`],204)"))
                .options()
                .ownStatus());
        assertEquals(
                false,
                trigger(poll.formatted("@equals(triggerBody(),204)")).options().ownStatus());
    }
}
