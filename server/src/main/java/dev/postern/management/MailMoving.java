package dev.postern.management;

import dev.postern.compute.ComputePool;
import dev.postern.compute.ComputeRefused;
import dev.postern.gate.Gate;
import dev.postern.gate.MovedMailReader;
import dev.postern.gate.MovedMailWriter;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.MovedFolder;
import dev.postern.mailbox.MovedMessages;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.receive.MovedMime;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /postern/mailboxes/{mailbox}}: moves mail into a mailbox and out of it, for the built-in administrator. Thread-safe. */
public final class MailMoving {
    /** A line of JSON and the bytes of the message, for each message. */
    static final String MESSAGES = "application/vnd.postern.messages";

    private static final int MAX_MESSAGES = 256;
    private static final int PAGE = 500;
    private static final int REPLIED = 102;
    private static final int REPLIED_TO_ALL = 103;
    private static final String PATH = "/postern/mailboxes/{mailbox}";

    private final ManagementGate gate;
    private final MovedMime mime;
    private final long maxMessageBytes;
    private final InstantSource clock;

    public MailMoving(
            Gate gate, ComputePool pool, TemporaryFiles temporary, long maxMessageBytes, InstantSource clock) {
        this.gate = new ManagementGate(gate);
        this.mime = new MovedMime(pool, temporary);
        this.maxMessageBytes = maxMessageBytes;
        this.clock = clock;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.addMovedRead(routes, "GET", PATH + "/folders", (mailbox, _) -> folders(mailbox));
        gate.addMovedRead(
                routes, "GET", PATH + "/messages", (mailbox, request) -> known(() -> messages(mailbox, request)));
        gate.addMovedRead(
                routes, "GET", PATH + "/messages/{id}", (mailbox, request) -> known(() -> message(mailbox, request)));
        gate.addMovedChange(routes, "POST", PATH + "/messages", this::store);
    }

    private static Response known(Supplier<Response> work) {
        try {
            return work.get();
        } catch (MailboxFailure e) {
            return ManagementGate.error(404, "ResourceNotFound", e.getMessage() + ".");
        }
    }

    private Response folders(MovedMailReader mailbox) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("maxMessageBytes", maxMessageBytes);
        var value = body.putArray("value");
        for (MovedFolder folder : mailbox.folders()) {
            ObjectNode one = value.addObject().put("id", folder.id().value().toString());
            var path = one.putArray("path");
            folder.path().forEach(path::add);
            one.put("count", folder.count());
        }
        return ManagementGate.json(200, body);
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new QueryParameters.Invalid("'" + text + "' is not an id.");
        }
    }

    private static Response messages(MovedMailReader mailbox, Request request) {
        QueryParameters query = QueryParameters.read(request, Set.of("folder", "after"));
        FolderId folder = new FolderId(uuid(query.text("folder").orElse("")));
        List<Item> page = mailbox.page(
                folder, query.text("after").map(MailMoving::position).orElse(null), PAGE);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var value = body.putArray("value");
        page.forEach(item -> value.add(json(item)));
        if (page.size() == PAGE) {
            Item last = page.getLast();
            body.put(
                    "next",
                    last.message().received().toEpochMilli() + "_" + last.id().value());
        }
        return ManagementGate.json(200, body);
    }

    private static MovedMessages.@Nullable Position position(String text) {
        String[] parts = text.split("_", 2);
        if (parts.length < 2 || !parts[0].matches("-?[0-9]{1,15}")) {
            throw new QueryParameters.Invalid("'" + text + "' is not the end of a page.");
        }
        return new MovedMessages.Position(Instant.ofEpochMilli(Long.parseLong(parts[0])), new ItemId(uuid(parts[1])));
    }

    private static ObjectNode json(Item item) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", item.id().value().toString())
                .put("received", item.message().received().toString())
                .put("read", item.isRead())
                .put("flagged", item.message().flags().flagStatus().equals("flagged"))
                .put("answered", isAnswered(item))
                .put("draft", item.message().flags().draft());
    }

    private static boolean isAnswered(Item item) {
        return item.doc() != null
                && item.doc()
                        .path("singleValueExtendedProperties")
                        .valueStream()
                        .filter(one -> one.path("id").asString("").equals("Integer 0x1081"))
                        .map(one -> one.path("value").asString(""))
                        .anyMatch(verb -> verb.equals("" + REPLIED) || verb.equals("" + REPLIED_TO_ALL));
    }

    private static Response message(MovedMailReader mailbox, Request request) {
        ItemId id = new ItemId(uuid(request.segments().getLast()));
        try {
            Content original = mailbox.original(id);
            if (original != null) {
                return new Response(
                        200, Map.of(), new Response.Stream("message/rfc822", original.open(), original.size()));
            }
            TemporaryFiles.File file = mailbox.temporary().create();
            try (OutputStream out = new BufferedOutputStream(file.write())) {
                mailbox.compose(id, out);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
            return new Response(200, Map.of(), new Response.Stream("message/rfc822", file.openOnce(), file.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response store(MovedMailWriter mailbox, Request request) {
        var batch = new MovedBatch(mailbox, mime, maxMessageBytes, request.memory(), clock.instant());
        try (InputStream in = new BufferedInputStream(request.bodyStream())) {
            var reader = new MovedMessageReader(in);
            int count = 0;
            for (MovedMessageReader.Head head = reader.next(); head != null; head = reader.next()) {
                if (++count > MAX_MESSAGES) {
                    throw new QueryParameters.Invalid(
                            "A request has at most " + MAX_MESSAGES + " messages. The first of them are stored.");
                }
                batch.add(head, reader.content(head.size()));
            }
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            var results = body.putArray("results");
            for (String result : batch.results()) {
                boolean failed =
                        !Set.of(MovedBatch.IMPORTED, MovedBatch.SKIPPED).contains(result);
                ObjectNode one = results.addObject().put("status", failed ? "failed" : result);
                if (failed) {
                    one.put("message", result);
                }
            }
            return ManagementGate.json(200, body);
        } catch (EOFException e) {
            throw new QueryParameters.Invalid("The body ends within a message.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ComputeRefused e) {
            return ManagementGate.error(503, "ServerBusy", String.valueOf(e.getMessage()))
                    .with("Retry-After", "1");
        } finally {
            batch.abandon();
        }
    }
}
