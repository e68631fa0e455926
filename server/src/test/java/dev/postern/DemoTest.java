package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The demo comes out as the README says, and would say so if it did not. */
class DemoTest {
    @Test
    void everyStepComesOutAsItMust() throws Exception {
        Path folder = Files.createTempDirectory("postern-demo-test");
        Settings settings = SettingsReader.read(
                Optional.empty(),
                Map.of(),
                Map.of("--data", List.of(folder.toString()), "--port", List.of("0"), "--tls-port", List.of("0")));
        var printed = new ByteArrayOutputStream();
        try (Postern _ = Postern.start(settings, InstantSource.system())) {
            PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
            assertTrue(new Demo(folder, out).run(), () -> printed.toString(StandardCharsets.UTF_8));
            String told = printed.toString(StandardCharsets.UTF_8);
            assertTrue(
                    told.contains("AccessCheckResult : Granted") && told.contains("AccessCheckResult : Denied"), told);
            assertTrue(told.contains("Every step had the expected result."), told);
            assertEquals(0, told.split("WRONG", -1).length - 1, told);
            printed.reset();
            // The mailboxes are there already, so a second telling on the same server cannot come out.
            assertFalse(new Demo(folder, out).run());
        }
    }
}
