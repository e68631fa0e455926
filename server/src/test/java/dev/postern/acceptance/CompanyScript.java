package dev.postern.acceptance;

import dev.postern.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The official SDK for JavaScript, in a process that carries out one request for each line of its input. */
final class CompanyScript {
    private static final int PAGE = 1000;
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private final Writer requests;
    private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    CompanyScript(Process process) {
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> read(process.getInputStream()));
    }

    private void read(InputStream output) {
        try (var responses = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = responses.readLine(); line != null; line = responses.readLine()) {
                JsonNode response = Json.parse(line);
                CompletableFuture<JsonNode> waiting =
                        open.remove(response.get("number").asLong());
                if (waiting != null) {
                    waiting.complete(response);
                }
            }
        } catch (IOException e) {
            open.values().forEach(one -> one.completeExceptionally(e));
        }
    }

    /** The callers of a server that was killed do not wait for the last attempt of the SDK. */
    void abandon() {
        var killed = new IOException("the server was killed");
        List.copyOf(open.keySet()).forEach(number -> {
            CompletableFuture<JsonNode> waiting = open.remove(number);
            if (waiting != null) {
                waiting.completeExceptionally(killed);
            }
        });
    }

    /** @param address of the server over TLS */
    At at(String address) {
        return new At(this, address);
    }

    private JsonNode send(ObjectNode request) {
        long number = numbers.incrementAndGet();
        var response = new CompletableFuture<JsonNode>();
        open.put(number, response);
        try {
            synchronized (requests) {
                requests.write(Json.text(request.put("number", number)) + "\n");
                requests.flush();
            }
            return response.get(MAX_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CompanyCaller.Unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The SDK with the address of one server. */
    record At(CompanyScript script, String address) implements CompanyCaller {
        private JsonNode call(String method, String path, Map<String, Object> query, @Nullable String body) {
            ObjectNode request =
                    Json.object().put("address", address).put("method", method).put("path", path);
            ObjectNode parameters = request.putObject("query");
            query.forEach(parameters::putPOJO);
            if (body != null) {
                request.set("body", Json.parse(body));
            }
            JsonNode got = script.send(request);
            if (got.has("status") && got.get("status").asInt() > 0) {
                throw new Refused(got.get("status").asInt(), got.path("error").asString());
            }
            if (got.has("error")) {
                throw new Unreachable(new IOException(got.get("error").asString()));
            }
            return got.path("value");
        }

        private static String user(String name) {
            return "/users/" + name + "@contoso.example";
        }

        private static String event(String user, String id) {
            return user(user) + "/events/" + id;
        }

        @Override
        public CompanyEvent create(String user, CompanyWrite event) {
            return CompanyEvent.of(call("post", user(user) + "/events", Map.of(), event.json()));
        }

        @Override
        public void change(String user, String id, CompanyWrite change) {
            call("patch", event(user, id), Map.of(), change.json());
        }

        @Override
        public void act(String user, String id, String action, boolean silent) {
            String body = action.equals("cancel")
                    ? "{\"comment\":\"It is not needed.\"}"
                    : "{\"sendResponse\":" + !silent + "}";
            call("post", event(user, id) + "/" + action, Map.of(), body);
        }

        @Override
        public void delete(String user, String id) {
            call("delete", event(user, id), Map.of(), null);
        }

        private List<CompanyEvent> list(String path, Map<String, Object> query) {
            JsonNode page = call("get", path, query, null);
            return page.get("value").valueStream().map(CompanyEvent::of).toList();
        }

        @Override
        public List<CompanyEvent> find(String user, String uid) {
            return list(
                    user(user) + "/events",
                    Map.of("$filter", "iCalUId eq '" + uid + "'", "$select", String.join(",", CompanyEvent.SELECT)));
        }

        private static Map<String, Object> window(LocalDate from, LocalDate to, int skip) {
            return Map.of(
                    "startDateTime",
                    from + "T00:00:00Z",
                    "endDateTime",
                    to + "T00:00:00Z",
                    "$top",
                    PAGE,
                    "$skip",
                    skip,
                    "$select",
                    String.join(",", CompanyEvent.SELECT));
        }

        @Override
        public List<CompanyEvent> instances(String user, String id, LocalDate from, LocalDate to) {
            return list(event(user, id) + "/instances", window(from, to, 0));
        }

        @Override
        public List<CompanyEvent> view(String user, LocalDate from, LocalDate to) {
            var all = new ArrayList<CompanyEvent>();
            while (true) {
                List<CompanyEvent> page = list(user(user) + "/calendarView", window(from, to, all.size()));
                all.addAll(page);
                if (page.size() < PAGE) {
                    return all;
                }
            }
        }

        @Override
        public List<String> inbox(String user) {
            var subjects = new ArrayList<String>();
            while (true) {
                JsonNode page = call(
                                "get",
                                user(user) + "/mailFolders/inbox/messages",
                                Map.of("$top", PAGE, "$skip", subjects.size(), "$select", "subject"),
                                null)
                        .get("value");
                page.forEach(message -> subjects.add(message.get("subject").asString()));
                if (page.size() < PAGE) {
                    return subjects;
                }
            }
        }
    }
}
