package dev.postern.graph.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphFixture.Client;
import dev.postern.store.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Eight writers change a mailbox in every way while four readers follow it, with random pages and ids of both styles, at two servers. In the
 * end each copy is what lists show. {@code -Ddelta.seed} and {@code -Ddelta.steps} choose other runs.
 */
class RandomDeltaTest {
    private static final int WRITERS = 8;
    private static final int READERS = 4;
    private static final int STEPS = Integer.getInteger("delta.steps", 25);
    private static final long SEED = Long.getLong("delta.seed", 20261127L);
    private static final String BOX = "/v1.0/users/random@contoso.example";
    private static final String WINDOW = "?startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-03-20T00:00:00Z";

    @ParameterizedTest
    @EnumSource(Engine.class)
    void eachCopyEqualsTheMailbox(Engine engine) throws Exception {
        try (GraphFixture graph = new GraphFixture(engine)) {
            graph.user("random", "Random");
            Client first = graph.client("Mail.ReadWrite", "Contacts.ReadWrite", "Calendars.ReadWrite");
            new RandomWriter(first, BOX, new Random(SEED)).begin();
            Client second = graph.afterRestart(first);
            var running = new AtomicInteger(WRITERS);
            try (var threads = Executors.newFixedThreadPool(WRITERS + READERS)) {
                var results = new ArrayList<Future<List<DeltaReader>>>();
                for (int i = 0; i < READERS; i++) {
                    Random random = new Random(SEED * 31 + i);
                    Callable<List<DeltaReader>> reading = () -> follow(first, second, running, random);
                    results.add(threads.submit(reading));
                }
                var writers = new ArrayList<Future<Boolean>>();
                for (int i = 0; i < WRITERS; i++) {
                    var writer = new RandomWriter(i % 2 == 0 ? first : second, BOX, new Random(SEED + i));
                    writers.add(threads.submit(() -> {
                        try {
                            for (int step = 0; step < STEPS; step++) {
                                writer.step();
                            }
                        } finally {
                            running.decrementAndGet();
                        }
                        return true;
                    }));
                }
                for (Future<Boolean> writer : writers) {
                    assertTrue(writer.get());
                }
                for (Future<List<DeltaReader>> result : results) {
                    Client restarted = graph.afterRestart(first);
                    for (DeltaReader reader : result.get()) {
                        reader.client(restarted);
                        reader.round();
                        reader.round();
                        check(restarted, reader);
                    }
                }
            }
        }
    }

    /** Reads random pages of several collections until the writers have finished. */
    private static List<DeltaReader> follow(Client first, Client second, AtomicInteger running, Random random) {
        var readers = new ArrayList<DeltaReader>();
        for (String collection : RandomWriter.collections()) {
            Map<String, String> style = random.nextBoolean() ? Map.of("Prefer", "IdType=\"ImmutableId\"") : Map.of();
            readers.add(new DeltaReader(first, BOX + collection + (collection.contains("View") ? WINDOW : ""), style));
        }
        while (running.get() > 0) {
            DeltaReader reader = readers.get(random.nextInt(readers.size()));
            reader.client(random.nextBoolean() ? first : second);
            int size = 1 + random.nextInt(random.nextBoolean() ? 5 : 50);
            reader.page(Map.of("Prefer", "odata.maxpagesize=" + size));
        }
        return readers;
    }

    private static void check(Client client, DeltaReader reader) {
        String path = reader.start().substring(0, reader.start().indexOf("/delta"));
        var wanted = new TreeMap<String, String>();
        if (path.endsWith("Folders")) {
            folders(client, path, wanted);
        } else {
            list(client, reader, path, wanted);
        }
        var copied = new TreeMap<String, String>();
        reader.copy().forEach((id, entry) -> {
            if (!entry.path("type").asString("").equals("seriesMaster")) {
                copied.put(id, state(entry));
            }
        });
        var missing = new TreeMap<>(wanted);
        missing.entrySet().removeAll(copied.entrySet());
        copied.entrySet().removeAll(wanted.entrySet());
        assertEquals(Map.of(), copied, () -> reader.start() + " with seed " + SEED + " misses " + missing);
        assertEquals(Map.of(), missing, () -> reader.start() + " with seed " + SEED);
        if (path.endsWith("View")) {
            long masters = (long) reader.copy().size() - wanted.size();
            long series = reader.copy().values().stream()
                    .map(entry -> entry.path("seriesMasterId").asString(""))
                    .filter(id -> !id.isEmpty())
                    .distinct()
                    .count();
            assertEquals(series, masters, reader.start());
        }
    }

    private static void list(Client client, DeltaReader reader, String path, Map<String, String> wanted) {
        String query = path.endsWith("View") ? WINDOW + "&" : "?";
        String next = path + query + "$top=1000";
        while (!next.isEmpty()) {
            Answer page = client.send("GET", next, "", reader.headers());
            assertEquals(200, page.status(), page::toString);
            page.json().path("value").forEach(one -> wanted.put(one.path("id").asString(), state(one)));
            String link = page.json().path("@odata.nextLink").asString("");
            next = link.isEmpty() ? "" : link.substring(link.indexOf("/v1.0"));
        }
    }

    private static void folders(Client client, String path, Map<String, String> wanted) {
        JsonNode all = client.get(path + "?$top=1000").json().path("value");
        String tree =
                path.substring(0, path.indexOf("Folders") + "Folders".length()).replace("/childFolders", "");
        String top = path.contains("contactFolders") ? BOX + "/contactFolders" : BOX + "/mailFolders";
        assertTrue(tree.startsWith(top), tree);
        for (JsonNode folder : all) {
            String id = folder.path("id").asString();
            wanted.put(id, state(folder));
            folders(client, top + "/" + id + "/childFolders", wanted);
        }
    }

    private static String state(JsonNode one) {
        return one.has("displayName") && one.has("parentFolderId") && !one.has("fileAs")
                ? one.path("displayName").asString() + " in "
                        + one.path("parentFolderId").asString()
                : one.path("@odata.etag").asString()
                        + one.path("type").asString("")
                        + one.path("start")
                        + one.path("isRead");
    }
}
