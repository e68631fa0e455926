package dev.postern.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code mail export}: writes the mail of a mailbox to files, byte for byte. */
final class MailExport {
    private final MovingServer server;
    private final MailFormat format;
    private final MovingProgress progress;
    private long exported;
    private long skipped;
    private long failed;

    private MailExport(MovingServer server, MailFormat format, MovingProgress progress) {
        this.server = server;
        this.format = format;
        this.progress = progress;
    }

    /** Returns the exit status. */
    static int run(ServerCall call) {
        Options options = Options.of("mail export", call.arguments());
        List<String> words = options.words(3, 3);
        Path top = call.directory().resolve(words.get(2));
        MailFormat format = switch (options.one("--format").orElse("maildir")) {
            case "maildir" -> new MaildirFormat(top);
            case "mbox" -> new MboxFormat(top);
            case "eml" -> new EmlFormat(top);
            default -> throw options.usage();
        };
        var command =
                new MailExport(new MovingServer(call.server(), words.get(1)), format, new MovingProgress(call.err()));
        String folder = options.one("--folder").orElse("");
        command.folders(folder);
        command.progress.end();
        call.out()
                .print(
                        options.has("--json")
                                ? Output.json(JsonNodeFactory.instance
                                        .objectNode()
                                        .put("exported", command.exported)
                                        .put("skipped", command.skipped)
                                        .put("failed", command.failed))
                                : command.exported + " exported, " + command.skipped + " skipped, " + command.failed
                                        + " failed.\n");
        return command.failed > 0 ? CliFailure.FAILED : 0;
    }

    private void folders(String only) {
        List<MovingServer.Folder> all = server.folders();
        List<MovingServer.Folder> chosen = only.isEmpty()
                ? all
                : all.stream()
                        .filter(one -> String.join("/", one.names()).equalsIgnoreCase(only))
                        .toList();
        if (chosen.isEmpty()) {
            throw CliFailure.failed("There is no folder '" + only + "'. The folders are: "
                    + String.join(
                            ", ",
                            all.stream()
                                    .map(one -> String.join("/", one.names()))
                                    .toList())
                    + ".");
        }
        chosen.stream().filter(one -> one.count() > 0).forEach(this::folder);
    }

    private void folder(MovingServer.Folder folder) {
        String name = String.join("/", folder.names());
        try {
            format.begin(folder.names());
            String after = "";
            do {
                JsonNode page = server.page(folder.id(), after);
                page.path("value").forEach(one -> message(name, one));
                after = page.path("next").asString("");
            } while (!after.isEmpty());
            format.end();
        } catch (FileAlreadyExistsException e) {
            failed += folder.count();
            progress.line(name + ": The file " + e.getFile() + " exists already. It was not changed.");
        } catch (IOException e) {
            failed++;
            progress.line(name + ": The folder cannot be written: " + e.getMessage());
        }
    }

    private void message(String folder, JsonNode one) {
        var mail = new MailFormat.Mail(
                UUID.fromString(one.path("id").asString("")),
                Instant.parse(one.path("received").asString("")),
                new MailFlags(
                        one.path("read").asBoolean(false),
                        one.path("flagged").asBoolean(false),
                        one.path("answered").asBoolean(false),
                        one.path("draft").asBoolean(false),
                        false));
        try {
            if (format.has(mail)) {
                skipped++;
                return;
            }
            try (MailContent content = server.message(mail.id().toString())) {
                format.write(mail, content);
            }
            exported++;
            progress.show(exported + skipped);
        } catch (IOException e) {
            failed++;
            progress.line(String.format(
                    Locale.ROOT, "%s: The message %s cannot be written: %s", folder, mail.id(), e.getMessage()));
        }
    }
}
