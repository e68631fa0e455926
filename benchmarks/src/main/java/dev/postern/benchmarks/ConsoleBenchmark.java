package dev.postern.benchmarks;

import dev.postern.benchmarks.directory.FilledDirectory;
import dev.postern.http.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How long the pages of the console take in a large tenant, and how large they are: the first time in a new server, and again. */
final class ConsoleBenchmark {
    private static final int ROUNDS = 50;
    private static final int NANOS_OF_MILLI = 1_000_000;

    private final PrintStream out;
    private final HttpClient client;
    private final String server;
    private final JsonNode admin;

    private ConsoleBenchmark(PosternProcess process, PrintStream out) {
        this.out = out;
        this.admin = process.admin();
        this.server = "http://localhost:" + process.port();
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
    }

    /** @param size the name of a size of the benchmark of the directory */
    static void run(Path jar, String size, Path folder, PrintStream out) throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        PosternProcess.start(jar, data, List.of(), List.of()).close();
        FilledDirectory.fill(data, size);
        try (PosternProcess process = PosternProcess.start(jar, data, List.of(), List.of())) {
            new ConsoleBenchmark(process, out).measure();
        }
    }

    private void measure() throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(link())).build());
        out.println("| page | first, ms | p50, ms | p99, ms | bytes |\n|---|---:|---:|---:|---:|");
        for (Map.Entry<String, String> page : pages().entrySet()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(server + page.getValue())).build();
            long begun = System.nanoTime();
            int bytes = send(request).body().length;
            double first = millis(begun);
            double[] again = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                begun = System.nanoTime();
                send(request);
                again[i] = millis(begun);
            }
            Arrays.sort(again);
            out.println(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.1f | %.1f | %d |",
                    page.getKey(),
                    first,
                    again[ROUNDS / 2],
                    again[ROUNDS - 1],
                    bytes));
        }
    }

    private static double millis(long begun) {
        return (System.nanoTime() - begun) / (double) NANOS_OF_MILLI;
    }

    private Map<String, String> pages() throws IOException, InterruptedException {
        String graph = token("https://graph.microsoft.com");
        JsonNode user = graph(graph, "/users?$top=1&$select=id,mail");
        JsonNode app = graph(graph, "/servicePrincipals?$filter=startswith(displayName,'app')&$top=1");
        JsonNode group = graph(graph, "/groups?$top=1");
        String address = user.path("mail").asString("");
        String appId = app.path("appId").asString("");
        var pages = new LinkedHashMap<String, String>();
        pages.put("overview", "/console");
        pages.put("access", "/console/access");
        pages.put("access of an application", "/console/access?app=" + appId);
        pages.put("access to a mailbox", "/console/access?mailbox=" + encode(address));
        pages.put(
                "reasons",
                "/console/access/why?app=" + appId + "&mailbox=" + encode(address) + "&permission=Mail.Send");
        pages.put("findings", "/console/access/findings");
        pages.put("what if", "/console/access/what-if");
        pages.put("applications", "/console/applications");
        pages.put("applications, search", "/console/applications?q=app1");
        pages.put("application", "/console/applications/" + appId);
        pages.put("mailboxes", "/console/mailboxes");
        pages.put("mailboxes, search", "/console/mailboxes?q=" + encode(address.substring(0, address.indexOf('@'))));
        pages.put("mailbox", "/console/mailboxes/" + encode(address));
        pages.put("groups", "/console/groups");
        pages.put("group", "/console/groups/" + group.path("id").asString(""));
        pages.put("mail", "/console/mail");
        pages.put("workflows", "/console/workflows");
        pages.put("audit", "/console/audit");
        return pages;
    }

    private JsonNode graph(String token, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server + "/v1.0" + path.replace(" ", "%20").replace("'", "%27")))
                .header("Authorization", "Bearer " + token)
                .build();
        return Json.parse(send(request).body()).path("value").path(0);
    }

    private String link() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/postern/console/links"))
                .header("Authorization", "Bearer " + token("https://management.azure.com"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"role\":\"admin\",\"person\":\"benchmark\"}"))
                .build();
        return Json.parse(send(request).body()).path("url").asString("");
    }

    private String token(String audience) throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id="
                + admin.path("clientId").asString("") + "&client_secret="
                + encode(admin.path("clientSecret").asString("")) + "&scope=" + encode(audience + "/.default");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server + "/" + admin.path("tenantId").asString("") + "/oauth2/v2.0/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return Json.parse(send(request).body()).path("access_token").asString("");
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(request.uri().getPath() + " answered " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return response;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
