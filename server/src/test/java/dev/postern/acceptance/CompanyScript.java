package dev.postern.acceptance;

import dev.postern.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
final class CompanyScript implements CompanyCaller, AutoCloseable {
    private static final int PAGE = 1000;

    private final Process process;
    private final Writer requests;
    private final Map<Long, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    CompanyScript(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (var responses =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = responses.readLine(); line != null; line = responses.readLine()) {
                JsonNode response = Json.parse(line);
                open.remove(response.get("number").asLong()).complete(response);
            }
        } catch (IOException e) {
            open.values().forEach(one -> one.completeExceptionally(e));
        }
    }

    private JsonNode call(String method, String path, Map<String, Object> query, @Nullable String body) {
        long number = numbers.incrementAndGet();
        ObjectNode request =
                Json.object().put("number", number).put("method", method).put("path", path);
        ObjectNode parameters = request.putObject("query");
        query.forEach(parameters::putPOJO);
        if (body != null) {
            request.set("body", Json.parse(body));
        }
        var response = new CompletableFuture<JsonNode>();
        open.put(number, response);
        try {
            synchronized (requests) {
                requests.write(Json.text(request) + "\n");
                requests.flush();
            }
            JsonNode got = response.get(60, TimeUnit.SECONDS);
            if (got.has("status") && got.get("status").asInt() > 0) {
                throw new Refused(got.get("status").asInt(), got.path("error").asString());
            }
            if (got.has("error")) {
                throw new Unreachable(new IOException(got.get("error").asString()));
            }
            return got.path("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new Unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
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
        String body =
                action.equals("cancel") ? "{\"comment\":\"It is not needed.\"}" : "{\"sendResponse\":" + !silent + "}";
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
    public int requests(String user) {
        int requests = 0;
        int read = 0;
        while (true) {
            JsonNode page = call(
                            "get",
                            user(user) + "/mailFolders/inbox/messages",
                            Map.of("$top", PAGE, "$skip", read, "$select", "subject"),
                            null)
                    .get("value");
            for (JsonNode message : page) {
                read++;
                if (message.path("@odata.type").asString("").equals("#microsoft.graph.eventMessageRequest")) {
                    requests++;
                }
            }
            if (page.size() < PAGE) {
                return requests;
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
