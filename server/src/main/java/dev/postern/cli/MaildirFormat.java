package dev.postern.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Maildir: the Inbox at the top, all other folders beside each other in it. */
final class MaildirFormat implements MailFormat {
    /** What other programs call folders that every mailbox has. */
    private static final Map<String, String> NAMES =
            Map.of("Inbox", "INBOX", "Sent Items", "Sent", "Deleted Items", "Trash", "Junk Email", "Junk");

    private final Path top;
    private Path folder;

    MaildirFormat(Path top) {
        this.top = top;
        this.folder = top;
    }

    @Override
    public void begin(List<String> path) throws IOException {
        if (path.equals(List.of("Inbox"))) {
            folder = top;
        } else {
            var names = new ArrayList<>(path);
            names.set(0, NAMES.getOrDefault(path.getFirst(), path.getFirst()));
            folder = top.resolve(MaildirNames.name(names));
        }
        for (String each : List.of("cur", "new", "tmp")) {
            Files.createDirectories(folder.resolve(each));
        }
    }

    private static String name(Mail mail) {
        return mail.received().getEpochSecond() + "." + mail.id() + ".postern:2,"
                + mail.flags().maildir();
    }

    @Override
    public boolean has(Mail mail) {
        return Files.exists(folder.resolve("cur").resolve(name(mail)));
    }

    @Override
    public void write(Mail mail, MailContent content) throws IOException {
        Path temporary = folder.resolve("tmp").resolve(name(mail));
        Files.deleteIfExists(temporary); // of an export that was interrupted: the name has the id of the message
        try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
            content.writeTo(out);
        }
        Files.move(temporary, folder.resolve("cur").resolve(name(mail)));
    }

    @Override
    public void end() {}
}
