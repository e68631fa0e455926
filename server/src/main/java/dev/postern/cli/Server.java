package dev.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client for a running server with the administrator's credentials; it gets a token for each audience. Thread-safe once it is started. */
final class Server implements AutoCloseable {
    private static final Duration MAX_RESPONSE_TIME = Duration.ofMinutes(2);
    private static final Duration MAX_UPLOAD_TIME = Duration.ofMinutes(20);
    private static final int UNAUTHORIZED = 401;
    private static final int BUSY = 503;
    private static final int MAX_ATTEMPTS = 20;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Pattern WARNING = Pattern.compile("299 [^ ]+ \"([^\"]*)\"");
    private static final JsonMapper JSON = JsonMapper.shared();
    private final Profile profile;
    private final HttpClient client;
    private final Consumer<String> warn;
    private final Map<Audience, String> tokens = new HashMap<>();

    /** The audiences of tokens. */
    enum Audience {
        GRAPH("https://graph.microsoft.com"),
        EXCHANGE("https://outlook.office365.com"),
        MANAGEMENT("https://management.azure.com"),
        AZURE_AD_GRAPH("https://graph.windows.net");

        private final String uri;

        Audience(String uri) {
            this.uri = uri;
        }
    }

    /** @param warn receives the warnings in responses */
    Server(Profile profile, Consumer<String> warn) {
        this.profile = profile;
        this.warn = warn;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10));
        String ca = profile.caFile();
        if (ca != null) {
            builder.sslContext(Trust.in(Path.of(ca)));
        }
        this.client = builder.build();
    }

    Profile profile() {
        return profile;
    }

    /** A response; the JSON is missing if the body is not JSON. */
    record Answer(int status, JsonNode json, HttpResponse<String> raw) {
        boolean ok() {
            return status / 100 == 2;
        }
    }

    /** The same server for another application. The caller closes it. */
    Server as(Profile other) {
        return new Server(other, warn);
    }

    /** Gets a token, so that the credentials are not needed afterwards. */
    void signIn(Audience audience) {
        token(audience);
    }

    /** Sends a request to a path of the server, or to a link from a response. An expired token is renewed. */
    Answer send(Audience audience, String method, String path, @Nullable JsonNode body) {
        return send(audience, method, path, body, Map.of());
    }

    /** As the other method, with more headers. */
    Answer send(Audience audience, String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
        Answer answer = sendOnce(audience, method, path, body, headers);
        if (answer.status() == UNAUTHORIZED) {
            synchronized (tokens) {
                tokens.remove(audience);
            }
            answer = sendOnce(audience, method, path, body, headers);
        }
        answer.raw().headers().allValues("Warning").forEach(this::pass);
        return answer;
    }

    /** Decodes warnings, which are percent-encoded so that a header can contain any name. */
    private void pass(String header) {
        Matcher warnings = WARNING.matcher(header);
        while (warnings.find()) {
            try {
                warn.accept(URLDecoder.decode(warnings.group(1).replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                warn.accept(warnings.group(1));
            }
        }
    }

    private Answer sendOnce(
            Audience audience, String method, String path, @Nullable JsonNode body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(MAX_RESPONSE_TIME)
                .header("Authorization", "Bearer " + token(audience))
                .header("Accept", "application/json");
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json; charset=utf-8")
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        return exchange(request.build());
    }

    /** Sends a file and waits for the work that it causes. It is not repeated. */
    Answer upload(Audience audience, String path, String contentType, Path content) throws IOException {
        return exchange(HttpRequest.newBuilder(uri(path))
                .timeout(MAX_UPLOAD_TIME)
                .header("Authorization", "Bearer " + token(audience))
                .header("Accept", "application/json")
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofFile(content))
                .build());
    }

    /** Sends a content that can be sent again, after an expired token was renewed or while the server is busy. */
    Answer post(Audience audience, String path, String contentType, HttpRequest.BodyPublisher content) {
        for (int attempt = 0; ; attempt++) {
            Answer answer = exchange(HttpRequest.newBuilder(uri(path))
                    .timeout(MAX_UPLOAD_TIME)
                    .header("Authorization", "Bearer " + token(audience))
                    .header("Accept", "application/json")
                    .header("Content-Type", contentType)
                    .POST(content)
                    .build());
            if (attempt == MAX_ATTEMPTS || !again(audience, answer.status())) {
                return answer;
            }
        }
    }

    /** Receives a content of any size as a stream, which the caller closes. */
    HttpResponse<InputStream> stream(Audience audience, String path) {
        for (int attempt = 0; ; attempt++) {
            HttpResponse<InputStream> response = exchange(
                    HttpRequest.newBuilder(uri(path))
                            .timeout(MAX_UPLOAD_TIME)
                            .header("Authorization", "Bearer " + token(audience))
                            .build(),
                    BodyHandlers.ofInputStream());
            if (attempt == MAX_ATTEMPTS || !again(audience, response.statusCode())) {
                return response;
            }
            try {
                response.body().close();
            } catch (IOException e) {
                throw CliFailure.failed("The server at " + profile.server() + " did not respond: " + e.getMessage());
            }
        }
    }

    /** Whether a request may succeed now that did not before. */
    private boolean again(Audience audience, int status) {
        if (status == UNAUTHORIZED) {
            synchronized (tokens) {
                tokens.remove(audience);
            }
            return true;
        }
        if (status == BUSY) {
            LockSupport.parkNanos(PAUSE.toNanos());
            return true;
        }
        return false;
    }

    /** The address is not part of the message: it may be signed. */
    private static URI valid(String address) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw CliFailure.failed(
                    "The address of the call is not valid. If a trigger has a relative path with parameters,"
                            + " call its URL with their values instead.");
        }
    }

    /** Tokens are sent only to the server of the profile, whatever link a response contains. */
    private URI uri(String path) {
        if (path.startsWith("/")) {
            return valid(profile.server() + path);
        }
        URI link = valid(path);
        String query = link.getRawQuery();
        return URI.create(profile.server() + link.getRawPath() + (query == null ? "" : "?" + query));
    }

    private String token(Audience audience) {
        synchronized (tokens) {
            return tokens.computeIfAbsent(audience, this::newToken);
        }
    }

    private String newToken(Audience audience) {
        String form = Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        profile.clientId(),
                        "client_secret",
                        profile.clientSecret(),
                        "scope",
                        audience.uri + "/.default")
                .entrySet()
                .stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        Answer answer = exchange(HttpRequest.newBuilder(uri("/" + encode(profile.tenantId()) + "/oauth2/v2.0/token"))
                .timeout(MAX_RESPONSE_TIME)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        String token = answer.json().path("access_token").asString("");
        if (token.isEmpty()) {
            throw CliFailure.failed("No token for " + audience.uri + ": "
                    + answer.json()
                            .path("error_description")
                            .asString("the server returned the status " + answer.status()));
        }
        return token;
    }

    private Answer exchange(HttpRequest request) {
        HttpResponse<String> response = exchange(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(response.statusCode(), json(response.body()), response);
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (ConnectException e) {
            throw CliFailure.withoutServer(
                    "There is no server at " + profile.server() + ". Start one with ./postern serve.");
        } catch (IOException e) {
            throw CliFailure.failed("The server at " + profile.server() + " did not respond: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliFailure.failed("Interrupted.");
        }
    }

    private static JsonNode json(String body) {
        try {
            return body.isBlank() ? JSON.missingNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }

    /** Encodes a value for a path or a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        client.close();
    }
}
