package dev.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds messages in files and folders: single messages, mboxes, and Maildirs, in any mixture. Links in folders are not followed. */
final class MailFiles {
    private static final int MAX_DEPTH = 32;
    private static final List<String> OF_MAILDIR = List.of("cur", "new", "tmp");

    private final long max;
    private final MailSink sink;

    MailFiles(long max, MailSink sink) {
        this.max = max;
        this.sink = sink;
    }

    /** @param folder where messages go that are in no folder themselves */
    void read(Path path, List<String> folder) {
        if (Files.isDirectory(path)) {
            directory(path, folder, folder, 0);
        } else if (Files.isRegularFile(path)) {
            file(path, folder);
        } else {
            sink.failed(path + (Files.exists(path) ? ": It is not a file." : ": There is no such file."));
        }
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isMaildir(Path path) {
        return isDirectory(path.resolve("cur")) || isDirectory(path.resolve("new"));
    }

    /** @param top the folder for the parent of all Maildir folders, which are siblings of each other */
    private void directory(Path path, List<String> folder, List<String> top, int depth) {
        if (depth > MAX_DEPTH) {
            sink.failed(path + ": Folders are nested more than " + MAX_DEPTH + " deep.");
            return;
        }
        boolean maildir = isMaildir(path);
        if (maildir) {
            maildir(path.resolve("new"), folder);
            maildir(path.resolve("cur"), folder);
        }
        each(path, one -> {
            String name = one.getFileName().toString();
            if (isDirectory(one)) {
                if (!OF_MAILDIR.contains(name) || !maildir) {
                    below(one, name, folder, top, depth);
                }
            } else if (Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS) && !maildir) {
                found(one, name, folder);
            }
        });
    }

    private void below(Path path, String name, List<String> folder, List<String> top, int depth) {
        boolean dotted = name.startsWith(".");
        if (dotted && !isMaildir(path)) {
            return; // of another program
        }
        directory(
                path,
                dotted ? joined(top, MaildirNames.path(name)) : joined(folder, List.of(MailFileNames.folder(name))),
                top,
                depth + 1);
    }

    private static List<String> joined(List<String> above, List<String> below) {
        var all = new ArrayList<>(above);
        all.addAll(below);
        return all;
    }

    private void found(Path path, String name, List<String> folder) {
        if (name.toLowerCase(Locale.ROOT).endsWith(".eml")) {
            message(path, folder, MailFileNames.received(name), MailFileNames.flags(name));
        } else if (!name.startsWith(".") && isMbox(path)) {
            mbox(path, joined(folder, List.of(MailFileNames.mailbox(name))));
        }
    }

    private void file(Path path, List<String> folder) {
        String name = path.getFileName().toString();
        if (isMbox(path)) {
            mbox(path, folder);
        } else {
            message(path, folder, MailFileNames.received(name), MailFileNames.flags(name));
        }
    }

    private void maildir(Path path, List<String> folder) {
        if (isDirectory(path)) {
            each(path, one -> {
                String name = one.getFileName().toString();
                if (Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS) && !name.startsWith(".")) {
                    message(one, folder, MaildirNames.received(name), MaildirNames.flags(name));
                }
            });
        }
    }

    @FunctionalInterface
    private interface Visit {
        void visit(Path path);
    }

    private void each(Path path, Visit visit) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
            for (Path one : all) {
                visit.visit(one);
            }
        } catch (IOException | DirectoryIteratorException e) {
            sink.failed(path + ": The folder cannot be read.");
        }
    }

    private boolean isMbox(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return MboxReader.begins(in.readNBytes(FromLine.MAX_LENGTH));
        } catch (IOException e) {
            return false; // reported when it is read
        }
    }

    private void mbox(Path path, List<String> folder) {
        try (InputStream in = Files.newInputStream(path)) {
            new MboxReader(in, path.toString(), folder, max, sink).read();
        } catch (IOException e) {
            sink.failed(path + ": The file cannot be read.");
        }
    }

    private void message(Path path, List<String> folder, @Nullable Instant received, MailFlags flags) {
        try {
            long size = Files.size(path);
            if (size > max) {
                sink.failed(path + ": The message is larger than " + max + " bytes.");
                return;
            }
            MailContent content = size <= MailSpool.SMALL
                    ? new MailContent.Bytes(Files.readAllBytes(path))
                    : new MailContent.InFile(path, size, false);
            sink.found(new MovedMail(path.toString(), folder, received, flags, content));
        } catch (IOException | UncheckedIOException e) {
            sink.failed(path + ": The file cannot be read.");
        }
    }
}
