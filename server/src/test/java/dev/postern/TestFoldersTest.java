package dev.postern;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests leave nothing in the folder for temporary files. */
class TestFoldersTest {
    /** Uses folders, and perhaps ends as if it had been killed. */
    static final class UsesFolders {
        public static void main(String[] arguments) throws IOException {
            Path folder = TestFolders.folder("postern-a");
            Files.writeString(Files.createDirectories(folder.resolve("b/c")).resolve("d"), "x");
            Files.createSymbolicLink(folder.resolve("link"), Path.of(arguments[0]));
            TestFolders.file("postern-e", ".txt");
            System.out.println(folder);
            if (arguments.length > 1) {
                Runtime.getRuntime().halt(3);
            }
        }
    }

    private static String run(int status, String tmp, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                tmp,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                UsesFolders.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(status, process.waitFor());
        return printed;
    }

    @Test
    void everythingIsRemovedAtTheEndOfTheProcess(@TempDir Path temporary, @TempDir Path other) throws Exception {
        Path kept = Files.writeString(other.resolve("kept"), "x");
        String folder = run(0, "-Djava.io.tmpdir=" + temporary, other.toString());
        assertTrue(folder.startsWith(temporary.toString()), folder);
        try (var left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
        assertTrue(Files.exists(kept), "links are not followed");
    }

    @Test
    void theFoldersOfAKilledProcessAreRemovedWithThoseOfTheTest() throws Exception {
        Path left = Path.of(run(3, TestFolders.javaOption(), "nowhere", "halt"));
        assertTrue(Files.exists(left));
        Path other = TestFolders.folder("postern-other");
        assertTrue(left.startsWith(other.resolveSibling("")), left.toString());
        File root = left.resolveSibling("").toFile();
        TestFolders.remove(root);
        assertFalse(root.exists());
    }

    @Test
    void onlyThisClassCreatesTemporaryFiles() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(TestFolders.class.getName() + "$Root")
                .and()
                .doNotHaveFullyQualifiedName(TestFolders.class.getName())
                .should()
                .callMethodWhere(
                        JavaCall.Predicates.target(HasName.Predicates.nameMatching("createTemp(Directory|File)")))
                .because("TestFolders removes its folders; in a single test use @TempDir")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                        .importPackages("dev.postern"));
    }
}
