package dev.postern.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file for each message, in folders as in the mailbox. */
final class EmlFormat implements MailFormat {
    private final Path top;
    private Path folder;

    EmlFormat(Path top) {
        this.top = top;
        this.folder = top;
    }

    @Override
    public void begin(List<String> path) throws IOException {
        folder = top;
        for (String name : path) {
            folder = folder.resolve(MailFileNames.escaped(name));
        }
        Files.createDirectories(folder);
    }

    private Path file(Mail mail) {
        return folder.resolve(MailFileNames.eml(mail.received(), mail.id(), mail.flags()));
    }

    @Override
    public boolean has(Mail mail) {
        return Files.exists(file(mail));
    }

    @Override
    public void write(Mail mail, MailContent content) throws IOException {
        Path temporary = folder.resolve(mail.id() + ".part");
        Files.deleteIfExists(temporary); // of an export that was interrupted: the name has the id of the message
        try (OutputStream out = Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW)) {
            content.writeTo(out);
        }
        Files.move(temporary, file(mail));
    }

    @Override
    public void end() {}
}
