package dev.postern.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * From the start of a process until the first mail is accepted, in turns with GreenMail; what one command costs; memory of a server that
 * has nothing to do; and the rate of the first seconds compared with that of later ones.
 */
final class StartBenchmark {
    private static final Duration MAX_START = Duration.ofMinutes(2);
    private static final Duration COLD = Duration.ofSeconds(20);

    private final Path jar;
    private final Path greenMail;
    private final PrintStream out;
    private final int rounds;

    /** One start: seconds until the first mail was accepted, and the processor time of the process until then. */
    private record Start(double seconds, double cpu, long megabytes) {}

    StartBenchmark(Path jar, Path greenMail, int rounds, PrintStream out) {
        this.jar = jar;
        this.greenMail = greenMail;
        this.rounds = rounds;
        this.out = out;
    }

    /** @param cold how long the rate after a start is measured */
    void measure(Path folder, Duration idle, Duration cold) throws IOException, InterruptedException {
        Mailbox mailbox;
        Path data = folder.resolve("data");
        try (PosternProcess server = server(data)) {
            mailbox = Mailbox.prepare(server, 2);
        }
        List<Start> ours = new ArrayList<>();
        List<Start> theirs = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            ours.add(start(data, mailbox, idle));
            theirs.add(startGreenMail(idle));
        }
        out.println("| | Postern | GreenMail | ratio |\n|---|---:|---:|---:|");
        row("first mail accepted, s", ours, theirs, Start::seconds);
        row("CPU until then, s", ours, theirs, Start::cpu);
        row("resident when idle, MiB", ours, theirs, Start::megabytes);
        rates(data, cold);
    }

    private void row(String name, List<Start> ours, List<Start> theirs, ToDoubleFunction<Start> of) {
        double mine = median(ours, of);
        double other = median(theirs, of);
        out.println(String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.2f |", name, mine, other, mine / other));
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> of) {
        double[] sorted = starts.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private PosternProcess server(Path data) {
        return PosternProcess.start(jar, data, List.of(), List.of());
    }

    /** On a folder with a mailbox and an application; the token is requested from the new process. */
    private Start start(Path data, Mailbox prepared, Duration idle) throws IOException {
        long begun = System.nanoTime();
        try (PosternProcess server = server(data)) {
            Mailbox mailbox = prepared.at(server);
            try (Wire wire = new Wire(server.port())) {
                mailbox.expect(wire, "POST", "/sendMail", Operations.letter(new SplittableRandom(1), "bench1"), 202);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpu = server.cpuSeconds();
            LockSupport.parkNanos(idle.toNanos());
            return new Start(seconds, cpu, server.residentMegabytes());
        }
    }

    private Start startGreenMail(Duration idle) throws IOException, InterruptedException {
        int port = freePort();
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dgreenmail.smtp.hostname=127.0.0.1",
                        "-Dgreenmail.smtp.port=" + port,
                        "-Dgreenmail.auth.disabled",
                        "-jar",
                        greenMail.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (!accepts(port)) {
                if (!process.isAlive() || System.nanoTime() - begun > MAX_START.toNanos()) {
                    throw new IOException("GreenMail did not start.");
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpu = ProcessorTime.of(process.pid());
            LockSupport.parkNanos(idle.toNanos());
            return new Start(seconds, cpu, PosternProcess.residentMegabytes(process.pid()));
        } finally {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether a mail was accepted over SMTP. */
    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
            for (String line : List.of(
                    "HELO localhost",
                    "MAIL FROM:<a@fabrikam.example>",
                    "RCPT TO:<b@contoso.example>",
                    "DATA",
                    "Subject: Hello\r\n\r\nIt works.\r\n.")) {
                socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
                String reply = in.readLine();
                if (reply == null || reply.charAt(0) > '3') {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends from eight callers from the first request on, then again when the compilers have finished. */
    private void rates(Path data, Duration cold) throws IOException, InterruptedException {
        try (PosternProcess server = server(data)) {
            Mailbox mailbox = Mailbox.open(server);
            BenchmarkOperation send = new BenchmarkOperation(
                    "sendMail",
                    0,
                    202,
                    true,
                    random -> mailbox.request("POST", "/sendMail", Operations.letter(random, "bench1")));
            Load load = new Load(server);
            Load.Result first = load.run(send, 8, cold);
            load.run(send, 8, cold.multipliedBy(2));
            Load.Result later = load.run(send, 8, cold);
            out.println();
            out.println("| sendMail, 8 callers | per second | CPU, ms |\n|---|---:|---:|");
            rate("first " + cold.toSeconds() + " s", first);
            rate("after three times as long", later);
            out.println(String.format(
                    Locale.ROOT,
                    "| ratio | %.2f | %.2f |",
                    first.perSecond() / later.perSecond(),
                    later.cpuMillis() / first.cpuMillis()));
        }
        commands(data);
    }

    private void rate(String when, Load.Result result) {
        out.println(String.format(Locale.ROOT, "| %s | %.0f | %.3f |", when, result.perSecond(), result.cpuMillis()));
    }

    /** Processor time of whole processes, as the launcher starts them. */
    private void commands(Path data) throws IOException, InterruptedException {
        out.println();
        out.println("| command | CPU, s |\n|---|---:|");
        try (PosternProcess server = server(data)) {
            for (List<String> command : List.of(List.of("Get-Mailbox", "--json"), List.of("app", "create", "one"))) {
                List<String> all = new ArrayList<>();
                all.add("sh");
                all.add("-c");
                all.add("\"$@\" >/dev/null 2>&1; times");
                all.add("sh");
                all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
                all.addAll(LaunchOptions.client(jar));
                all.addAll(List.of("-jar", jar.toString()));
                all.addAll(command);
                all.addAll(List.of("--profile", server.profile().toString()));
                double[] seconds = new double[rounds];
                for (int i = 0; i < rounds; i++) {
                    seconds[i] = childSeconds(all);
                }
                java.util.Arrays.sort(seconds);
                out.println(
                        String.format(Locale.ROOT, "| `%s` | %.2f |", String.join(" ", command), seconds[rounds / 2]));
            }
        }
    }

    /** The second line of {@code times} has the user and system time of the shell's children. */
    private static double childSeconds(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        List<String> lines =
                process.inputReader(StandardCharsets.US_ASCII).lines().toList();
        process.waitFor();
        double sum = 0;
        for (String time : lines.getLast().split(" ")) {
            String[] parts = time.replace("s", "").split("m");
            sum += Integer.parseInt(parts[0]) * 60 + Double.parseDouble(parts[1]);
        }
        return sum;
    }

    static void run(List<String> words, Path jar, Path folder, PrintStream out)
            throws IOException, InterruptedException {
        int rounds = words.size() > 1 ? Integer.parseInt(words.get(1)) : 5;
        Path peers = Path.of("benchmarks/target/peers/greenmail.jar");
        new StartBenchmark(jar, peers, rounds, out).measure(folder, Duration.ofSeconds(15), COLD);
    }
}
