package dev.postern.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Debian's Chromium. It is installed where the tests may do that; otherwise the tests that need it are skipped, which they print. */
public final class Chromium {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    /** Nothing is looked up on the Internet, and no browser is downloaded. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_SKIP_BROWSER_GC", "1");

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run");

    private Chromium() {}

    public static Playwright driver() {
        if (!Files.isExecutable(PROGRAM)) {
            install();
        }
        if (!Files.isExecutable(PROGRAM)) {
            System.err.println("SKIPPED: the pages of the console are tested with Debian's chromium, which is neither"
                    + " installed nor can be installed here");
            Assumptions.abort("no chromium");
        }
        return Playwright.create(new Playwright.CreateOptions().setEnv(ENVIRONMENT));
    }

    public static Browser launch(Playwright driver) {
        return driver.chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(ARGUMENTS));
    }

    /** One test process installs it, the others wait. */
    private static void install() {
        if (!Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return;
        }
        Path lockFile = Path.of(System.getProperty("java.io.tmpdir"), "postern-chromium.lock");
        try (FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            var _ = lock.lock();
            if (!Files.isExecutable(PROGRAM)) {
                System.err.println("Installing Debian's chromium");
                run("apt-get", "-q", "update");
                run(
                        "apt-get",
                        "-q",
                        "-o",
                        "DPkg::Lock::Timeout=300",
                        "-y",
                        "install",
                        "--no-install-recommends",
                        "chromium",
                        "fonts-dejavu-core");
            }
        } catch (IOException e) {
            System.err.println("Debian's chromium could not be installed: " + e.getMessage());
        }
    }

    private static void run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        Process process = builder.start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
