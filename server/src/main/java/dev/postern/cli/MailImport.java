package dev.postern.cli;

import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code mail import}: moves messages of files into a mailbox. A message that the mailbox has from an earlier import is skipped. */
final class MailImport implements MailSink {
    private static final int MAX_TOGETHER = 64;
    private static final long MAX_BYTES_TOGETHER = 1 << 20;
    private static final int NOTHING_READ = 2;

    private final MovingServer server;
    private final MovingProgress progress;
    private final List<MovedMail> waiting = new ArrayList<>();
    private long bytes;
    private long imported;
    private long skipped;
    private long failed;
    private boolean found;

    private MailImport(MovingServer server, MovingProgress progress) {
        this.server = server;
        this.progress = progress;
    }

    /** Returns the exit status. */
    static int run(ServerCall call) {
        Options options = Options.of("mail import", call.arguments());
        List<String> words = options.words(3, Integer.MAX_VALUE);
        List<String> folder = options.one("--folder").map(MailImport::path).orElse(List.of());
        var server = new MovingServer(call.server(), words.get(1));
        var command = new MailImport(server, new MovingProgress(call.err()));
        var files = new MailFiles(server.maxMessageBytes(), command);
        try {
            words.subList(2, words.size())
                    .forEach(word -> files.read(call.directory().resolve(word), folder));
            command.send();
        } catch (CliFailure e) {
            command.progress.end();
            throw e.and("The import ended after " + command.done() + " messages; repeat it, and these are skipped.");
        } finally {
            command.waiting.forEach(one -> one.content().close());
        }
        call.out().print(options.has("--json") ? Output.json(command.json()) : command.text());
        return command.status();
    }

    private static List<String> path(String text) {
        List<String> path = List.of(text.split("/"));
        if (path.isEmpty() || path.stream().anyMatch(String::isBlank)) {
            throw CliFailure.usage("The value of --folder must be names with '/' between them, not '" + text + "'.");
        }
        return path;
    }

    @Override
    public void found(MovedMail mail) {
        found = true;
        boolean large = mail.content() instanceof MailContent.InFile;
        if (large || waiting.size() == MAX_TOGETHER || bytes + mail.content().size() > MAX_BYTES_TOGETHER) {
            send();
        }
        waiting.add(mail);
        bytes += mail.content().size();
        if (large) {
            send();
        }
    }

    @Override
    public void failed(String why) {
        failed++;
        progress.line(why);
    }

    private void send() {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            List<JsonNode> results = server.store(waiting);
            for (int i = 0; i < waiting.size(); i++) {
                JsonNode result = i < results.size() ? results.get(i) : JsonNodeFactory.instance.objectNode();
                switch (result.path("status").asString("")) {
                    case "imported" -> imported++;
                    case "skipped" -> skipped++;
                    default ->
                        failed(waiting.get(i).place() + ": "
                                + result.path("message").asString("The server gave no result."));
                }
            }
        } catch (FileNotFoundException e) {
            failed(waiting.getFirst().place() + ": The file cannot be read.");
        }
        waiting.forEach(one -> one.content().close());
        waiting.clear();
        bytes = 0;
        progress.show(done());
    }

    private long done() {
        return imported + skipped + failed;
    }

    private ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("imported", imported)
                .put("skipped", skipped)
                .put("failed", failed);
    }

    private String text() {
        return imported + " imported, " + skipped + " skipped, " + failed + " failed.\n";
    }

    private int status() {
        progress.end();
        if (!found) {
            progress.line("No message was found.");
            return NOTHING_READ;
        }
        return failed > 0 ? CliFailure.FAILED : 0;
    }
}
