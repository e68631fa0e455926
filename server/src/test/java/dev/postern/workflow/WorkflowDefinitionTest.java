package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.compiled.Definition;
import dev.postern.workflow.compiled.DefinitionReader;
import dev.postern.workflow.definition.InvalidTemplate;
import dev.postern.workflow.expression.JsonValues;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which definitions can be saved, and the errors for others. Single quotes in the table represent double quotes. */
class WorkflowDefinitionTest {
    private static Definition read(String definition) {
        return DefinitionReader.read(
                JsonValues.parse(definition.replace('\'', '"').replace('`', '\'')),
                JsonValues.object(),
                InstantSource.system());
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "definition-mistakes.txt",
            delimiter = '|',
            quoteCharacter = '\u0000',
            commentCharacter = '#')
    void aMistakeIsReportedWhenItIsSaved(String definition, String part) {
        String message = String.valueOf(
                assertThrows(InvalidTemplate.class, () -> read(definition)).getMessage());
        assertTrue(message.startsWith("The template validation failed: '"), message);
        assertTrue(message.contains(part), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'actions':{'a':{'type':'Foreach','foreach':[]}}}",
                "{'actions':{'a':{'type':'Foreach','foreach':'@triggerBody()'}}}",
                "{'actions':{'a':{'type':'Wait','inputs':{'interval':{'count':0,'unit':'second'}}}}}",
                "{'actions':{'a':{'type':'Wait','inputs':{'interval':{'count':'5','unit':'Month'}}}}}",
                "{'actions':{'a':{'type':'Wait','inputs':{'until':{'timestamp':'2026-11-23T08:00'}}}}}",
                "{'actions':{'a':{'type':'Wait','inputs':{'until':{'timestamp':' 2026-11-23T08:00:00.5+01:00 '}}}}}",
                "{'actions':{'a':{'type':'Wait','inputs':{'until':{'timestamp':'@addDays(utcNow(),1)'}}}}}",
                "{'actions':{'a':{'type':'Wait','inputs':{'interval':{'count':'@rand(1,2)','unit':'@{concat(`D`,`ay`)}'}}}}}"
            })
    void whatCanBeRunCanBeSaved(String definition) {
        assertEquals(1, read(definition).actions().all().size());
    }

    @Test
    void theScheduledMailCanBeSaved() {
        Definition definition = read(WorkflowFixtures.SCHEDULED_MAIL);
        assertEquals(1, definition.triggers().size());
        assertEquals(1, definition.actions().all().size());
    }

    @Test
    void anUnknownNameIsRefusedWithItsPosition() {
        String message = String.valueOf(assertThrows(
                        InvalidTemplate.class,
                        () -> read("{'actions':{'X':{'type':'Compose','inputs':1,'runAfter':{'Y':['Succeeded']}}}}"))
                .getMessage());
        assertEquals(
                "The template validation failed: 'The 'runAfter' property of template action 'X' at line '1' and "
                        + "column '17' contains non-existent action: 'Y'.'.",
                message);
    }
}
