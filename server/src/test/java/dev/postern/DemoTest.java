package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The demo has the result that the README describes, and reports a step without its expected result. */
class DemoTest {
    @Test
    void everyStepHasTheExpectedResult() throws Exception {
        Path folder = TestFolders.folder("postern-demo-test");
        Settings settings = SettingsReader.read(
                Optional.empty(),
                Map.of(),
                Map.of("--data", List.of(folder.toString()), "--port", List.of("0"), "--tls-port", List.of("0")));
        var printed = new ByteArrayOutputStream();
        try (Postern _ = Postern.start(settings, InstantSource.system())) {
            PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
            assertTrue(new Demo(folder, out).run(), () -> printed.toString(StandardCharsets.UTF_8));
            String output = printed.toString(StandardCharsets.UTF_8);
            assertTrue(
                    output.contains("AccessCheckResult : Granted") && output.contains("AccessCheckResult : Denied"),
                    output);
            assertTrue(output.contains("Every step had the expected result."), output);
            assertEquals(0, output.split("FAILED", -1).length - 1, output);
            printed.reset();
            // The mailboxes exist already, so a second run on the same server must fail.
            assertFalse(new Demo(folder, out).run());
        }
    }
}
