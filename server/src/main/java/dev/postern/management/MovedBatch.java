package dev.postern.management;

import dev.postern.gate.MovedMailWriter;
import dev.postern.http.MemoryLease;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MovedFolders;
import dev.postern.mailbox.ReceivedMessage;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.mailbox.mime.ParsedMime;
import dev.postern.receive.MovedMime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stores the messages of one request. Small ones are stored together, large ones each on its own. For one thread. */
final class MovedBatch {
    private static final int SMALL = 256 << 10;
    private static final int MAX_TOGETHER = 64;
    private static final long MAX_BYTES_TOGETHER = 2 << 20;

    private final MovedMailWriter mailbox;
    private final MovedMime mime;
    private final long maxMessageBytes;
    private final MemoryLease memory;
    private final Instant now;
    private final Map<String, FolderId> folders = new HashMap<>();
    private final List<String> results = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private final Set<ItemId> ids = new HashSet<>();
    private long bytes;

    MovedBatch(MovedMailWriter mailbox, MovedMime mime, long maxMessageBytes, MemoryLease memory, Instant now) {
        this.mailbox = mailbox;
        this.mime = mime;
        this.maxMessageBytes = maxMessageBytes;
        this.memory = memory;
        this.now = now;
    }

    static final String IMPORTED = "imported";
    static final String SKIPPED = "skipped";

    private record Pending(
            int result, ReceivedMessage message, ParsedMime parsed, TemporaryFiles.@Nullable File file, long bytes) {}

    /** Adds a message; it may be stored later. */
    void add(MovedMessageReader.Head head, InputStream content) throws IOException {
        if (head.size() > maxMessageBytes) {
            content.transferTo(OutputStream.nullOutputStream());
            results.add("The message is larger than " + maxMessageBytes + " bytes.");
            return;
        }
        if (head.size() <= SMALL) {
            memory.take(head.size());
            add(head, Content.of(content.readAllBytes()), null);
            return;
        }
        TemporaryFiles.File file = mailbox.temporary().create();
        boolean kept = false;
        try {
            try (OutputStream out = file.write()) {
                MovedMessage.copy(content, out);
            }
            kept = add(head, file, file);
        } finally {
            if (!kept) {
                file.close();
            }
        }
        store();
    }

    private boolean add(MovedMessageReader.Head head, Content content, TemporaryFiles.@Nullable File file)
            throws IOException {
        ItemId id = MovedMessage.id(mailbox.mailbox(), head, content);
        if (!ids.add(id) || mailbox.has(id)) {
            results.add(SKIPPED);
            return false;
        }
        ParsedMime parsed = mime.read(content, now);
        try {
            FolderId folder =
                    folders.computeIfAbsent(MovedFolders.key(head.folder()), _ -> mailbox.folder(head.folder()));
            ReceivedMessage message = MovedMessage.prepare(mailbox, id, folder, head, parsed, content, now);
            pending.add(new Pending(results.size(), message, parsed, file, head.size()));
            results.add("");
        } catch (MailboxFailure e) {
            parsed.close();
            ids.remove(id);
            results.add(String.valueOf(e.getMessage()));
            return false;
        } catch (RuntimeException e) {
            parsed.close();
            throw e;
        }
        bytes += head.size();
        if (pending.size() >= MAX_TOGETHER || bytes > MAX_BYTES_TOGETHER) {
            store();
        }
        return true;
    }

    /** Stores what is not stored yet, in one transaction. */
    private void store() {
        if (pending.isEmpty()) {
            return;
        }
        try {
            List<MovedMailWriter.Outcome> outcomes =
                    mailbox.store(pending.stream().map(Pending::message).toList());
            for (int i = 0; i < outcomes.size(); i++) {
                results.set(pending.get(i).result(), text(outcomes.get(i)));
            }
        } catch (MailboxFailure e) {
            pending.forEach(one -> results.set(one.result(), String.valueOf(e.getMessage())));
            folders.clear();
        } finally {
            release();
        }
    }

    private static String text(MovedMailWriter.Outcome outcome) {
        return switch (outcome) {
            case STORED -> IMPORTED;
            case PRESENT -> SKIPPED;
            case FULL -> "The mailbox has no space for it.";
        };
    }

    private void release() {
        pending.forEach(one -> {
            try {
                one.parsed().close();
                if (one.file() != null) {
                    one.file().close();
                } else {
                    memory.release(one.bytes());
                }
            } catch (RuntimeException e) {
                throw new IllegalStateException("A temporary file cannot be removed", e);
            }
        });
        pending.clear();
        bytes = 0;
    }

    /** The result of each message: {@link #IMPORTED}, {@link #SKIPPED}, or why it failed. */
    List<String> results() {
        store();
        return List.copyOf(results);
    }

    /** Releases what was not stored because the request failed. */
    void abandon() {
        release();
    }
}
