package dev.postern.acceptance;

import dev.postern.http.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills a mailbox by batches of twenty, several at a time. */
record ManyMessages(Http http, String token) {
    private static final int AT_ONCE = 8;

    /** Messages 1 to {@code number}; every tenth is important. */
    void fill(String user, int number) {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<CompletableFuture<Void>> all = IntStream.iterate(1, first -> first <= number, first -> first + 20)
                    .mapToObj(first -> CompletableFuture.runAsync(
                            () -> twenty(user, first, Math.min(first + 20, number + 1)), threads))
                    .toList();
            all.forEach(CompletableFuture::join);
        }
    }

    private void twenty(String user, int from, int end) {
        ObjectNode batch = Json.object();
        var requests = batch.putArray("requests");
        for (int i = from; i < end; i++) {
            ObjectNode part = requests.addObject()
                    .put("id", Integer.toString(i))
                    .put("method", "POST")
                    .put("url", "/users/" + user + "/mailFolders/inbox/messages");
            part.putObject("headers").put("Content-Type", "application/json");
            ObjectNode message = part.putObject("body")
                    .put("subject", "Message " + i)
                    .put("importance", i % 10 == 0 ? "high" : "normal");
            message.putObject("body").put("contentType", "text").put("content", "This is message " + i);
        }
        JsonNode answers = http.post("/v1.0/$batch", token, Json.text(batch))
                .expect(200)
                .json()
                .get("responses");
        answers.forEach(
                answer -> Assertions.assertEquals(201, answer.get("status").asInt(), answer::toString));
    }
}
