package dev.postern.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/compatibility.md} says what is bound, no more and no less. */
class GraphCompatibilityTest {
    @Test
    void thePageIsUpToDate() throws IOException {
        Path file = Path.of("..", "docs", "compatibility.md");
        try (var house = new GraphHouse(Engine.SQLITE)) {
            String page = Compatibility.page(OperationTable.load(), house.edge);
            if ("write".equals(System.getProperty("compatibility"))) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, page);
            }
            assertEquals(
                    page, Files.exists(file) ? Files.readString(file) : "", "run again with -Dcompatibility=write");
        }
    }
}
