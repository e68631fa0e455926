package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the README and of the recipes works as it is printed, on a fresh server. */
class RecipesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static Stream<RecipePage> pages() throws IOException {
        try (Stream<Path> recipes = Files.list(ROOT.resolve("docs/recipes"))) {
            List<Path> files = Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            recipes.filter(file -> file.toString().endsWith(".md"))
                                    .sorted())
                    .toList();
            return files.stream().map(RecipesTest::page);
        }
    }

    private static RecipePage page(Path file) {
        try {
            return RecipePage.read(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsOfThePageWork(RecipePage page, @TempDir Path folder) throws Exception {
        assumeTrue(hasShell(), "SKIPPED: the commands of the documentation need bash and curl");
        assertFalse(page.blocks().isEmpty(), page + " has no commands");

        assertEquals(List.of(), new RecipeShell(folder).run(page));
    }

    @Test
    void aWrongPageIsFound(@TempDir Path folder) throws Exception {
        assumeTrue(hasShell(), "SKIPPED: the commands of the documentation need bash and curl");
        Path failing = Files.writeString(folder.resolve("failing.md"), "Text\n```sh\ntrue\nfalse | true\n```\n");
        Path other = Files.writeString(folder.resolve("other.md"), "```sh\necho one\n```\n```text\ntwo\n```\n");
        Path unknown = Files.writeString(folder.resolve("unknown.md"), "```sh\n./postern Get-Nothing\n```\n");

        assertTrue(failure(folder, failing).contains("line 3"));
        assertTrue(failure(folder, other).contains("two"));
        assertTrue(failure(folder, unknown).contains("Get-Nothing"));
    }

    private static String failure(Path folder, Path page) throws Exception {
        return String.join("", new RecipeShell(folder).run(RecipePage.read(page)));
    }

    private static boolean hasShell() {
        return Stream.of("bash", "curl")
                .allMatch(name -> Stream.of("/bin", "/usr/bin").anyMatch(bin -> Files.exists(Path.of(bin, name))));
    }
}
