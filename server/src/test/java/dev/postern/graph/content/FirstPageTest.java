package dev.postern.graph.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.compute.Compute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The first pages after a start are not shown as text because the classes of the HTML library must be loaded. */
class FirstPageTest {
    static final String PAGE = "<p>Hello <b>you</b> <a href=\"https://contoso.example\">there</a></p>";

    /** Run in a process of its own; prints the page as it is shown. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            try (Compute compute = Compute.of(2, 1 << 20)) {
                String page = arguments[0].equals("short") ? PAGE : PAGE + "<i></i>".repeat(3000);
                System.out.print(new Pages(compute).clean(page).replace("<i></i>", ""));
            }
        }
    }

    @Test
    void shortPageInNewProcess() throws IOException, InterruptedException {
        assertEquals(PAGE, shown("short"));
    }

    @Test
    void longerPageInNewProcess() throws IOException, InterruptedException {
        assertEquals(PAGE, shown("longer"));
    }

    private static String shown(String kind) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        kind)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
