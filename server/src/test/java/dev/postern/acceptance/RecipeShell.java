package dev.postern.acceptance;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Types the commands of a page into a shell, in an empty folder that has only the {@code postern} command. The server of the page gets free
 * ports. The lines beginning with {@code export} that it prints are pasted, as the pages say.
 */
final class RecipeShell {
    private static final int MAX_SECONDS = 120;
    private static final String WAIT_FOR_SERVER = """
        for i in $(seq 600); do
          grep -q 'Postern is ready' server.log && break
          kill -0 $! 2>/dev/null || break
          sleep 0.1
        done
        grep -q 'Postern is ready' server.log || { cat server.log >&2; exit 97; }
        grep '^export ' server.log > pasted.sh || true
        . ./pasted.sh
        """;

    private final Path folder;
    private final int port;
    private final int tlsPort;

    RecipeShell(Path folder) throws IOException {
        this.folder = folder;
        this.port = freePort();
        this.tlsPort = freePort();
        write("postern", """
            #!/bin/sh
            case "$1" in serve|dev) set -- "$@" --port %d --tls-port %d;; esac
            exec '%s' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 %s dev.postern.Main "$@"
            """.formatted(
                        port,
                        tlsPort,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        "'" + String.join("' '", PackedClasses.shared().options()) + "'"));
    }

    /** Returns what is wrong, with the line of the page; empty if every command succeeded and printed what the page says. */
    List<String> run(RecipePage page) throws IOException, InterruptedException {
        Path script = write("page.sh", script(page));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-o", "pipefail", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_") || name.startsWith("POSTERN_"));
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        boolean ended = process.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroy);
        String text = Files.readString(output);
        if (!ended || process.exitValue() != 0) {
            return List.of(page + ": the commands at line " + lastMark(text)
                    + (ended ? " failed with exit status " + process.exitValue() : " did not end") + ":\n" + text);
        }
        List<String> wrong = new ArrayList<>();
        for (RecipePage.Block block : page.blocks()) {
            Path printed = folder.resolve("printed." + block.line());
            if (!block.server() && !contains(Files.readAllLines(printed), block.printed())) {
                wrong.add(page + ": the commands at line " + block.line() + " printed:\n" + Files.readString(printed)
                        + "but the page says:\n" + String.join("\n", block.printed()));
            }
        }
        return wrong;
    }

    private String script(RecipePage page) {
        StringBuilder script = new StringBuilder("trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n");
        for (RecipePage.Block block : page.blocks()) {
            String commands = String.join("\n", block.commands())
                    .replace("localhost:8080", "localhost:" + port)
                    .replace("localhost:8443", "localhost:" + tlsPort);
            script.append("echo '@@ ").append(block.line()).append("'\n");
            if (block.server()) {
                script.append("( ")
                        .append(commands)
                        .append("\n) > server.log 2>&1 &\n")
                        .append(WAIT_FOR_SERVER);
            } else {
                script.append("{\n")
                        .append(commands)
                        .append("\n} > printed.")
                        .append(block.line())
                        .append("\n");
            }
        }
        return script.toString();
    }

    private static String lastMark(String text) {
        return text.lines()
                .filter(line -> line.startsWith("@@ "))
                .reduce((first, second) -> second)
                .orElse("?")
                .substring(3);
    }

    /** Whether the wanted lines are among the given ones in this order; blanks at their ends do not matter. */
    private static boolean contains(List<String> lines, List<String> wanted) {
        int at = 0;
        for (String line : wanted) {
            if (line.strip().equals("...") || line.isBlank()) {
                continue;
            }
            while (at < lines.size() && !lines.get(at).strip().equals(line.strip())) {
                at++;
            }
            if (at++ >= lines.size()) {
                return false;
            }
        }
        return true;
    }

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, content, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
