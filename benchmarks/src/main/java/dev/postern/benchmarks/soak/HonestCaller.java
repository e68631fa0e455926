package dev.postern.benchmarks.soak;

import dev.postern.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A regular program. It knows the correct response to every request, and records the subject of every accepted message.
 */
final class HonestCaller {
    private static final long PAUSE = Duration.ofMillis(50).toNanos();
    private static final String BODY = "A body that must come back as it was sent.";

    private final Site site;
    private final Http http;
    private final Outcomes outcomes;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private String messageId = "";

    HonestCaller(Site site, Http http, Outcomes outcomes) {
        this.site = site;
        this.http = http;
        this.outcomes = outcomes;
    }

    /** Subjects of messages with response 202. */
    Set<String> accepted() {
        return accepted;
    }

    private interface Check {
        /** Null if the response is correct, otherwise a description of the error. */
        @org.jspecify.annotations.Nullable
        String wrong(Http.Reply reply);
    }

    private record Step(String name, Call call, Check check) {}

    private interface Call {
        Http.Reply send() throws IOException;
    }

    void run(RandomGenerator random, long until) {
        while (System.nanoTime() - until < 0) {
            List<Step> steps = steps();
            step(steps.get(random.nextInt(steps.size())));
            LockSupport.parkNanos(PAUSE);
        }
    }

    private void step(Step step) {
        long begun = System.nanoTime();
        try {
            Http.Reply reply = step.call().send();
            long nanos = System.nanoTime() - begun;
            if (reply.isBusy()) {
                outcomes.busy(step.name());
                return;
            }
            String wrong = step.check().wrong(reply);
            if (wrong == null) {
                outcomes.right(step.name(), nanos);
            } else {
                outcomes.wrong(step.name(), wrong + " (" + nanos / 1_000_000 + " ms)");
            }
        } catch (IOException e) {
            outcomes.wrong(step.name(), e + " (" + (System.nanoTime() - begun) / 1_000_000 + " ms)");
        }
    }

    private List<Step> steps() {
        String inbox = "/v1.0/users/" + Site.RECEIVER + "/mailFolders/inbox/messages";
        String subject = "honest " + UUID.randomUUID();
        return List.of(
                new Step("healthz", () -> http.get("/healthz", ""), reply -> status(reply, 200)),
                new Step("token", () -> site.honest().requestToken(http), reply -> status(reply, 200)),
                new Step("sendMail", () -> sendMail(subject), reply -> accepted(reply, subject)),
                new Step(
                        "list",
                        () -> authorized("GET", inbox + "?$top=25&$select=subject,bodyPreview", ""),
                        reply -> status(reply, 200)),
                new Step("list whole", () -> authorized("GET", inbox + "?$top=10", ""), reply -> status(reply, 200)),
                new Step("get", this::get, this::sameBody),
                new Step(
                        "change",
                        () -> messageId.isEmpty()
                                ? get()
                                : authorized("PATCH", message(), "{\"categories\":[\"seen\"]}"),
                        reply -> status(reply, 200)),
                new Step(
                        "denied",
                        () -> authorized("GET", "/v1.0/users/" + Site.OUTSIDER + "/messages", ""),
                        reply -> status(reply, 403)));
    }

    private Http.Reply authorized(String method, String path, String body) throws IOException {
        return http.send(method, path, site.honest().token(http), "application/json", body);
    }

    private String message() {
        return "/v1.0/users/" + Site.SENDER + "/messages/" + messageId;
    }

    /** Reads this caller's message, which the first call creates. */
    private Http.Reply get() throws IOException {
        if (messageId.isEmpty()) {
            Http.Reply made = authorized("POST", "/v1.0/users/" + Site.SENDER + "/messages", Json.text(message(BODY)));
            if (made.status() == 201) {
                messageId = Json.parse(made.body()).path("id").asString("");
            }
            return made.status() == 201 ? new Http.Reply(200, made.body(), "") : made;
        }
        return authorized("GET", message(), "");
    }

    private @org.jspecify.annotations.Nullable String sameBody(Http.Reply reply) {
        if (reply.status() != 200) {
            return status(reply, 200);
        }
        JsonNode content = Json.parse(reply.body()).path("body").path("content");
        return content.asString("").equals(BODY) ? null : "another body: " + content;
    }

    private Http.Reply sendMail(String subject) throws IOException {
        ObjectNode root = Json.object();
        ObjectNode message = message(BODY).put("subject", subject);
        message.putArray("toRecipients").addObject().putObject("emailAddress").put("address", Site.RECEIVER);
        root.set("message", message);
        root.put("saveToSentItems", false);
        return authorized("POST", "/v1.0/users/" + Site.SENDER + "/sendMail", Json.text(root));
    }

    private static ObjectNode message(String body) {
        ObjectNode message = Json.object().put("subject", "kept");
        message.putObject("body").put("contentType", "text").put("content", body);
        return message;
    }

    private @org.jspecify.annotations.Nullable String accepted(Http.Reply reply, String subject) {
        if (reply.status() == 202) {
            accepted.add(subject);
        }
        return status(reply, 202);
    }

    private static @org.jspecify.annotations.Nullable String status(Http.Reply reply, int wanted) {
        String body = reply.body();
        return reply.status() == wanted
                ? null
                : reply.status() + " instead of " + wanted + ": " + body.substring(0, Math.min(300, body.length()));
    }
}
