package dev.postern.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The second half of {@code doctor}: what the server, or a proxy before it, responds. No secret is sent. */
final class DoctorRequests {
    private static final Duration SLIGHT = Duration.ofSeconds(30);
    /** Assertions and tokens are refused beyond it. */
    private static final Duration LARGE = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** More than proxies accept by default, less than the server does. */
    private static final int BODY = 2 << 20;

    private static final String DISCOVERY = "discovery";
    private static final String BODIES = "bodies";
    private static final String TOKENS = "token endpoint";

    private final String url;
    private final String tenant;
    private final HttpClient client;
    private final List<DoctorFinding> findings;

    /** @param url without a slash at its end */
    DoctorRequests(String url, String tenant, HttpClient client, List<DoctorFinding> findings) {
        this.url = url;
        this.tenant = tenant;
        this.client = client;
        this.findings = findings;
    }

    void examine() throws InterruptedException {
        Optional<HttpResponse<String>> discovery = send(
                DISCOVERY,
                request("/" + tenant + "/v2.0/.well-known/openid-configuration").GET());
        if (discovery.isEmpty()) {
            return;
        }
        clock(discovery.get());
        proxy(discovery.get());
        if (document(discovery.get())) {
            tokens();
            bodies();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    }

    private Optional<HttpResponse<String>> send(String check, HttpRequest.Builder request) throws InterruptedException {
        try {
            return Optional.of(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            findings.add(DoctorFinding.problem(
                    check,
                    "The request failed: " + (e.getMessage() == null ? e.toString() : e.getMessage()),
                    "Look at the log of the server or the proxy."));
            return Optional.empty();
        }
    }

    private void clock(HttpResponse<String> response) {
        Optional<String> date = response.headers().firstValue("Date");
        if (date.isEmpty()) {
            return;
        }
        try {
            Instant theirs = ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration difference = Duration.between(theirs, Instant.now()).abs();
            String text = "The clocks of this machine and the server differ by " + difference.toSeconds() + " s.";
            findings.add(
                    difference.compareTo(SLIGHT) <= 0
                            ? DoctorFinding.ok("clock", text)
                            : difference.compareTo(LARGE) <= 0
                                    ? DoctorFinding.warning("clock", text, "Synchronize both with NTP.")
                                    : DoctorFinding.problem(
                                            "clock",
                                            text,
                                            "Client assertions and tokens are refused. Synchronize both with NTP."));
        } catch (DateTimeException e) {
            findings.add(DoctorFinding.warning("clock", "The header Date is not a date.", "Is this an HTTP server?"));
        }
    }

    private void proxy(HttpResponse<String> response) {
        List<String> names = List.of("Server", "Via").stream()
                .flatMap(name -> response.headers().firstValue(name).stream())
                .toList();
        if (!names.isEmpty()) {
            findings.add(
                    DoctorFinding.ok("proxy", "There is a proxy: " + Output.printable(String.join(", ", names)) + "."));
        }
    }

    /** Returns whether it is a discovery document. */
    private boolean document(HttpResponse<String> response) {
        Optional<JsonNode> json = json(response);
        if (response.statusCode() != 200
                || json.isEmpty()
                || json.get().path("token_endpoint").asString("").isEmpty()) {
            findings.add(DoctorFinding.problem(
                    DISCOVERY,
                    "The discovery document of " + tenant + " has status " + response.statusCode()
                            + (json.isEmpty() ? " and is not JSON" : "") + ".",
                    "Is this the address of Postern, without a path? A proxy must pass on every path unchanged."));
            return false;
        }
        URI endpoint = URI.create(json.get().path("token_endpoint").asString());
        String theirs = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
        findings.add(
                theirs.equalsIgnoreCase(url)
                        ? DoctorFinding.ok(DISCOVERY, "The server knows itself as " + theirs + ".")
                        : DoctorFinding.problem(
                                DISCOVERY,
                                "The server calls itself " + theirs + ", and clients use " + url
                                        + ", so tokens and links have an address that clients do not expect.",
                                "Add " + (url.startsWith("https:") && theirs.startsWith("http:") ? url : host())
                                        + " to server.public-names, and let the proxy pass on Host"
                                        + " (nginx: proxy_set_header Host $http_host)."));
        return true;
    }

    private String host() {
        return url.replaceFirst("^https?://", "");
    }

    private static Optional<JsonNode> json(HttpResponse<String> response) {
        try {
            JsonNode json = JsonMapper.shared().readTree(response.body());
            return json.isObject() ? Optional.of(json) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Asks for a token for an application that does not exist. The error shows that the endpoint works. */
    private void tokens() throws InterruptedException {
        String form = "grant_type=client_credentials&client_id=00000000-0000-0000-0000-000000000000"
                + "&client_secret=none&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default";
        send(
                        TOKENS,
                        request("/" + tenant + "/oauth2/v2.0/token")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form)))
                .ifPresent(response -> findings.add(
                        json(response)
                                        .map(json -> json.path("error_description")
                                                .asString("")
                                                .startsWith("AADSTS"))
                                        .orElse(false)
                                ? DoctorFinding.ok(TOKENS, "It responds to token requests.")
                                : DoctorFinding.problem(
                                        TOKENS,
                                        "It responds with status " + response.statusCode() + " and no error of Entra.",
                                        "A proxy must pass on POST requests and their responses unchanged.")));
    }

    /** The server refuses the request because it has no token; a proxy refuses it before because of its size. */
    private void bodies() throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(
                    request("/v1.0/users")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(new byte[BODY]))
                            .build(),
                    BodyHandlers.ofString());
            findings.add(
                    response.statusCode() == 413
                            ? DoctorFinding.problem(
                                    BODIES,
                                    "A body of " + BODY + " bytes is refused with 413.",
                                    "Raise the limit of the proxy to 150 MB (nginx: client_max_body_size 150m).")
                            : DoctorFinding.ok(
                                    BODIES, "A body of " + BODY + " bytes is accepted. A proxy should accept 150 MB."));
        } catch (IOException e) {
            findings.add(DoctorFinding.warning(
                    BODIES,
                    "It is unknown whether large bodies are accepted: " + e.getMessage(),
                    "Check the limit of the proxy (nginx: client_max_body_size 150m)."));
        }
    }
}
