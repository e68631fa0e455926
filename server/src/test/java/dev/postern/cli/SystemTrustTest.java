package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.tls.LocalAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code trust system}, on a root of its own. */
class SystemTrustTest {
    @TempDir
    Path root;

    private Profile profile() {
        LocalAuthority authority = LocalAuthority.open(root.resolve("tls"), List.of(), InstantSource.system());
        return new Profile("", "", "", "", "", "", authority.caFile().toString(), root);
    }

    private String run(String... words) {
        return TrustCommand.run(profile(), words[0], List.of(words), root, root);
    }

    private Path distribution(String folder, String command, String script) throws Exception {
        Files.createDirectories(root.resolve(folder));
        Files.createDirectories(root.resolve(command).getParent());
        Files.writeString(root.resolve(command), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(root.resolve(command), PosixFilePermissions.fromString("rwx------"));
        return root.resolve(folder);
    }

    private static List<Path> files(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void theStepsArePrintedOrDone() throws Exception {
        Path folder = distribution(
                "usr/local/share/ca-certificates",
                "usr/sbin/update-ca-certificates",
                "echo updated > " + root + "/done");
        String steps = run("system");
        assertEquals(2, steps.lines().count(), steps);
        assertTrue(steps.startsWith("sudo cp ") && steps.contains("sudo " + root + "/usr/sbin/update-ca"), steps);
        assertEquals(List.of(), files(folder), "nothing is done");
        assertFalse(Files.exists(root.resolve("done")));
        run("system", "--yes");
        assertEquals("updated\n", Files.readString(root.resolve("done")));
        assertEquals(
                Files.readString(root.resolve("tls/ca.pem")),
                Files.readString(files(folder).getFirst()));
    }

    @Test
    void theOtherFamilyIsKnownAndFailuresAreSaid() throws Exception {
        assertTrue(assertThrows(CliFailure.class, () -> run("system")).text().contains("neither"));
        distribution("etc/pki/ca-trust/source/anchors", "usr/bin/update-ca-trust", "echo broken; exit 3");
        assertTrue(run("system").contains("update-ca-trust extract"));
        CliFailure failed = assertThrows(CliFailure.class, () -> run("system", "--yes"));
        assertTrue(failed.text().contains("broken"), failed::text);
        var without = new Profile("", "", "", "", "", "", null, root);
        assertThrows(CliFailure.class, () -> TrustCommand.run(without, "print", List.of("print"), root, root));
        var missing =
                new Profile("", "", "", "", "", "", root.resolve("missing.pem").toString(), root);
        assertThrows(CliFailure.class, () -> TrustCommand.run(missing, "print", List.of("print"), root, root));
    }
}
