package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.postern.cmdlet.CmdletTable;
import dev.postern.directory.ApplicationRoles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion scripts, run by the shells that are installed. */
class CompletionTest {
    /** Lines with the cursor at their end, and what is offered there, in any order. */
    private static final Map<String, String> OFFERED = new LinkedHashMap<>();

    static {
        OFFERED.put("postern comp", "completion");
        OFFERED.put("postern GET-MAILBOXF", "Get-MailboxFolderPermission");
        OFFERED.put("postern completion ", "bash fish powershell zsh");
        OFFERED.put("postern audit ", "export search tail verify");
        OFFERED.put("postern audit search --d", "--data --database --denied");
        OFFERED.put("postern --profile admin.json audit search --den", "--denied");
        OFFERED.put("./postern get-mailbox -re", "-RecipientTypeDetails -ResultSize");
        OFFERED.put("postern Get-Mailbox -RecipientTypeDetails s", "SharedMailbox");
        OFFERED.put("postern get-mailbox box -o t", "table tsv");
        OFFERED.put(
                "postern new-managementroleassignment -Role application",
                ApplicationRoles.names().stream()
                        .flatMap(role -> Stream.of(role.split(" ")))
                        .sorted()
                        .collect(Collectors.joining(" ")));
        OFFERED.put("postern help Test-A", "Test-ApplicationAccessPolicy");
        OFFERED.put("postern plan change", "changes.json");
        OFFERED.put("postern app create x --permission chang", "");
        OFFERED.put("postern nothing -", "--help --profile --version");
    }

    @TempDir
    Path folder;

    private static String script(String shell) {
        return assertInstanceOf(Command.Printed.class, Command.read(List.of("completion", shell)))
                .text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish", "powershell"})
    void aScriptHasEveryCommandAndCmdlet(String shell) {
        String script = script(shell);
        assertTrue(!script.contains("@TABLE@"));
        CommandTable.all()
                .forEach(command -> assertTrue(script.contains("\n" + command.words() + ";"), command::words));
        CmdletTable.exchange()
                .all()
                .forEach(cmdlet -> assertTrue(
                        script.contains("\n" + cmdlet.name().toLowerCase(Locale.ROOT) + ";;-"), cmdlet::name));
        assertTrue(script.contains("-AccessRight=RestrictAccess|DenyAccess,"), "fixed values");
        // separators and quotes inside an entry would break it
        CompletionEntry.all().forEach(entry -> {
            assertTrue(!(entry.key() + entry.words() + entry.options()).contains("'"), entry::key);
            assertEquals(-1, entry.key().indexOf(';'));
        });
    }

    @Test
    void bashCompletes() throws Exception {
        assertOffered("bash", """
            source ./script
            while IFS= read -r line; do
                read -r -a COMP_WORDS <<< "$line"
                [[ $line == *' ' ]] && COMP_WORDS+=('')
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _postern
                [[ $line != *application || ${COMPREPLY[0]} == 'Application\\ '* ]] || echo "a space is not quoted" >&2
                echo "${COMPREPLY[*]//\\\\/}"
            done < lines
            """);
    }

    @Test
    void fishCompletes() throws Exception {
        assertOffered("fish", """
            source ./script
            while read -l line
                echo (complete -C "$line" | string replace -r '\\t.*' '')
            end < lines
            """);
    }

    /** Outside of a completion there is no compadd: its stand-in prints the candidates that begin like the word, in any case. */
    @Test
    void zshCompletes() throws Exception {
        assertOffered("zsh", """
            compdef() { : }
            _files() { local -a found=("$PREFIX"*(N)); print -r -- "$found" }
            _message() { print }
            compadd() { local -a all=("${(@P)argv[-1]}"); print -r -- "${(@M)all:#(#i)${(b)PREFIX}*}" }
            setopt extendedglob
            source ./script
            while IFS= read -r line; do
                words=("${(@s: :)line}"); CURRENT=$#words; PREFIX=$words[-1]
                _postern
            done < lines
            """);
    }

    private void assertOffered(String shell, String driver) throws Exception {
        if (!isInstalled(shell)) {
            System.err.println("SKIPPED: " + shell + " is not installed, so its completion script was not run.");
            abort(shell + " is not installed");
        }
        Files.writeString(folder.resolve("script"), script(shell));
        Files.writeString(folder.resolve("driver"), driver);
        Files.writeString(folder.resolve("changes.json"), "[]");
        Files.writeString(folder.resolve("lines"), String.join("\n", OFFERED.keySet()) + "\n");
        Process process = new ProcessBuilder(shell, "driver")
                .directory(folder.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
        List<String> offered = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("output"))) {
            offered.add(String.join(
                    " ", List.of(line.strip().split(" ")).stream().sorted().toList()));
        }
        assertEquals("", Files.readString(folder.resolve("errors")));
        assertEquals(List.copyOf(OFFERED.values()), offered);
    }

    private static boolean isInstalled(String shell) {
        try {
            return new ProcessBuilder(shell, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
