package dev.postern.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that are copied into a shell, made of names that strangers chose. */
class ShownCommandsTest {
    /** A text with a command or a parameter that ends in something else than a text. */
    private static final List<Pattern> UNQUOTED = List.of(
            Pattern.compile("\"[^\"\\n]*\\./postern [^\"\\n]*\"(\\s*\\+\\s*\"[^\"\\n]*\")*\\s*\\+\\s*[^\\s\"]"),
            Pattern.compile("\"[^\"\\n]*\\./postern [^\"\\n]*\"\\s*\\)\\s*\\.append"),
            Pattern.compile("\"\\s*-{1,2}[A-Za-z][A-Za-z-]+ \"\\s*\\+\\s*[^\\s\"]"),
            Pattern.compile("\\./postern [^\"<>\\n]*\\$\\{"));

    /** They quote, or write a sentence. */
    private static final List<String> QUOTING = List.of("ShownCmdlet.java", "PosternLine.java", "ProposedChange.java");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a`touch${IFS}PWNED`|b@contoso.example",
                "o'brien@contoso.example",
                "$(touch PWNED)",
                "a\"b",
                "a b;c",
                "x\ny",
                "*",
                "",
                "~",
                "\\",
                "#a",
                "plain@contoso.example"
            })
    void aShellReadsEveryValueAsOneWord(String value) {
        assertEquals(
                List.of("./postern", "mail", "list", value, "end"),
                ShellWordsOf.command(
                        PosternLine.of("mail", "list", value, "end").command()));
        assertEquals(
                List.of("./postern", "Set-Mailbox", "-Identity", value, "-Members", "a", "-Flag"),
                ShellWordsOf.command(ShownCmdlet.of("Set-Mailbox")
                        .with("Identity", value)
                        .with("Members", List.of("a"))
                        .with("Flag", true)
                        .command()));
        assertFalse(Files.exists(Path.of("PWNED")));
    }

    @Test
    void theTestSeesWhatIsNotQuoted() {
        assertThrows(IllegalArgumentException.class, () -> ShellWordsOf.command("./postern mail list o'brien"));
        assertEquals(List.of("./postern", "a", "b"), ShellWordsOf.command("./postern a b"));
        for (String bad : List.of(
                "\"./postern mail list \" + address",
                "\"first: ./postern a \"\n + \" b \" + name",
                "\" -Member \" + name",
                "new StringBuilder(\"./postern app \").append(name)",
                "<p>./postern why ${id}</p>")) {
            assertTrue(isUnquoted(bad), bad);
        }
        assertFalse(isUnquoted("\"./postern audit verify\", \"other \" + name"));
    }

    @Test
    void valuesOfParametersKeepTheirMeaning() {
        assertEquals(
                "./postern X -A '`$null'",
                ShownCmdlet.of("X").with("A", "$null").command());
        assertEquals("./postern X -A:-b", ShownCmdlet.of("X").with("A", "-b").command());
        assertEquals(
                "./postern X -A '\"a,b\",c@d'",
                ShownCmdlet.of("X").with("A", List.of("a,b", "c@d")).command());
        assertEquals(
                "./postern X -A '@{add=\"a\"}'",
                ShownCmdlet.of("X").with("A", Map.of("add", "a")).command());
        assertEquals(
                "./postern access '--app=--x'",
                PosternLine.of("access").option("app", "--x").command());
        assertEquals(
                "./postern access", PosternLine.of("access").option("app", "").command());
    }

    @Test
    void noPageWritesAValueIntoACommand() throws IOException {
        var found = new ArrayList<String>();
        for (String folder : List.of("src/main/jte", "src/main/java/dev/postern/console")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!QUOTING.contains(file.getFileName().toString()) && isUnquoted(Files.readString(file))) {
                        found.add(file.toString());
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    private static boolean isUnquoted(String source) {
        return UNQUOTED.stream().anyMatch(one -> one.matcher(source).find());
    }
}
