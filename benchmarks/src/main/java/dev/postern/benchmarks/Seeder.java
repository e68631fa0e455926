package dev.postern.benchmarks;

import dev.postern.Core;
import dev.postern.access.MailboxId;
import dev.postern.http.Json;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.secrets.EncryptionKey;
import dev.postern.secrets.Sealer;
import dev.postern.store.SqliteDatabase;
import dev.postern.store.StatementListener;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** Fills the mailboxes of a store that no server has open, with the same code as a server. */
final class Seeder {
    /** Enough concurrent callers of the single writer to make large group commits. */
    private static final int WRITERS = 64;

    private static final int SENDERS = 1_000;
    private static final int BODY = 2_000;
    private static final Instant NEWEST = Instant.parse("2026-11-01T00:00:00Z");

    private Seeder() {}

    /** Inserts this many messages into the Inbox of each mailbox in the store. */
    static void fill(Path data, int each) {
        SecureRandom keys = new SecureRandom();
        // this data contains no secrets
        Sealer sealer = new Sealer(EncryptionKey.generate(keys), List.of(), false, keys);
        try (Core core = Core.on(new SqliteDatabase(data.resolve("postern.db"), StatementListener.NONE), sealer)
                        .open();
                var writers = Executors.newFixedThreadPool(WRITERS)) {
            Mailboxes mailboxes = core.mailboxes();
            List<MailboxId> all = core.database()
                    .read(sql -> sql.list("select mailbox_id from mailbox", row -> new MailboxId(row.uuid(1))));
            List<? extends Future<?>> running = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> writers.submit(() -> {
                        var random = new SplittableRandom(writer);
                        for (MailboxId mailbox : all) {
                            for (int i = writer; i < each; i += WRITERS) {
                                mailboxes.open(mailbox).items().create(WellKnownFolder.INBOX.id(), message(random, i));
                            }
                        }
                    }))
                    .toList();
            for (Future<?> one : running) {
                one.get();
            }
            // a store in use is indexed
            while (mailboxes.indexer().waiting() > 0) {
                mailboxes.indexer().round();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A received message: a higher number is older; one in five is unread, one in fifty has high importance. */
    private static NewMessage message(RandomGenerator random, int number) {
        ObjectNode message = Json.object();
        message.put("subject", Words.text(random, 40).strip());
        message.putObject("body").put("contentType", "text").put("content", Words.text(random, BODY));
        ObjectNode from = Json.object();
        from.putObject("emailAddress")
                .put("name", "Sender " + number % SENDERS)
                .put("address", "sender" + number % SENDERS + "@fabrikam.example");
        message.set("from", from);
        message.set("sender", from.deepCopy());
        message.putArray("toRecipients")
                .addObject()
                .putObject("emailAddress")
                .put("name", "Bench")
                .put("address", "bench0@contoso.example");
        message.put("importance", number % 50 == 0 ? "high" : "normal");
        Instant received = NEWEST.minus(Duration.ofSeconds(97L * number));
        return new NewMessage(message, List.of(), false, number % 5 != 0, received, received.minusSeconds(2));
    }
}
