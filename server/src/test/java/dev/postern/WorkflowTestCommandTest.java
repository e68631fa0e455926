package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.postern.cli.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** {@code workflow test} from its command line to its exit status. */
class WorkflowTestCommandTest {
    private static final String DEFINITION =
            "{'triggers':{'t':{'type':'Request'}},'actions':{'a':{'type':'Http','inputs':{'method':'GET','uri':'https://contoso.example/'}}}}";

    @TempDir
    Path folder;

    private final Level before = root().getLevel();

    private record Ran(int status, String out, String err) {}

    private Ran run(String file, String... more) {
        try {
            Path path = Files.writeString(folder.resolve("test.json"), file.replace('\'', '"'));
            List<String> arguments = new ArrayList<>(List.of("workflow", "test", path.toString()));
            arguments.addAll(List.of(more));
            Command.WorkflowTest command = assertInstanceOf(Command.WorkflowTest.class, Command.read(arguments));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int status = WorkflowTestCommand.run(
                    command.options(),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8));
            return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"Succeeded,0", "Failed,1"})
    void theStatusSaysWhetherTheTestHolds(String expected, int status) throws IOException {
        Path report = folder.resolve("report.xml");
        Ran ran = run(
                "{'definition':" + DEFINITION + ",'expect':{'status':'" + expected + "'}}",
                "--junit",
                report.toString());
        assertEquals(status, ran.status(), ran.toString());
        assertTrue(Files.readString(report).contains("tests=\"1\" failures=\"" + status + "\""));
    }

    @Test
    void theWorkflowMayBeAnObjectWithADefinitionOnly() {
        assertEquals(
                0,
                run("{'workflow':{'definition':" + DEFINITION + "},'expect':{'actions':{'a':'Succeeded'}}}")
                        .status());
    }

    @Test
    void theJsonFormIsOneArray() {
        Ran ran = run("[{'name':'n','definition':" + DEFINITION + ",'expect':{}}]", "--json");
        assertEquals("[{\"name\":\"n\",\"holds\":true,\"differences\":[]}]\n", ran.out());
    }

    @ParameterizedTest
    @CsvSource({"get,0", "Get,0", "POST,1"})
    void aMethodIsComparedWithoutCase(String method, int status) {
        Ran ran = run("{'definition':" + DEFINITION + ",'expect':{'calls':[{'method':'" + method + "'}]}}");
        assertEquals(status, ran.status(), ran.toString());
    }

    @Test
    void aMistakeHasItsPlaceInTheFile() throws IOException {
        Files.writeString(folder.resolve("w.json"), """
            \uFEFF{"properties":{"definition":{"triggers":{"t":{"type":"Request"}},
              "actions":{
            "X":{"type":"None"}}}}}\
            """);
        Ran beside = run("{'workflow':'w.json'}");
        assertEquals(1, beside.status());
        assertTrue(beside.out().contains("at line '3' and column '1'"), beside.out());
        Ran inside =
                run("[{},\n{'definition':{'triggers':{'t':{'type':'Request'}},\n 'actions':{'X':{'type':'None'}}}}]"
                        .replace("{},", "{'definition':" + DEFINITION + "},"));
        assertTrue(inside.out().contains("at line '3' and column '13'"), inside.out());
    }

    @Test
    void theLogIsNotShown() {
        run("{'definition':" + DEFINITION + "}");
        assertFalse(LoggerFactory.getLogger("dev.postern.workflow").isErrorEnabled());
    }

    /** Other tests of the process look at the log. */
    @AfterEach
    void showTheLog() {
        root().setLevel(before);
    }

    private static Logger root() {
        return assertInstanceOf(Logger.class, LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "[1]",
                "{'expect':{}}",
                "{'definition':1}",
                "{'definition':{},'workflow':{}}",
                "{'workflow':'missing.json'}",
                "{'definition':{},'parameters':[1]}",
                "{'definition':{},'results':[1]}",
                "{'definition':{},'expect':{'actions':['Failed']}}",
                "{'definition':{},'expect':{'calls':'none'}}",
                "{'definition':{},'expect':{'status':'Done'}}",
                "{'definition':{},'wanted':{}}",
                "{'definition':{},'definition':{}}",
                "{'definition':{'triggers':{'t':{'type':'Request'}},'actions':{}},'trigger':{'name':'other'}}",
                "{'definition':{'triggers':{},'actions':{}}}",
                "{'definition':{'triggers':{'t':{'type':'Request'}},'actions':{}},'results':{'none':{}}}"
            })
    void aFileThatIsNoTestIsUnreadable(String file) {
        Ran ran = run(file);
        assertEquals(2, ran.status(), ran.toString());
        assertTrue(ran.err().startsWith("postern: "), ran.err());
    }
}
