package dev.postern;

import dev.postern.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Reads an inbox over HTTP with a token that it requested, as {@code curl} would. */
record DemoReader(HttpClient http, String server, String token) {
    static DemoReader of(Path profile, JsonNode app) {
        try {
            JsonNode admin = Json.parse(Files.readAllBytes(profile));
            String server = admin.path("server").asString("");
            HttpClient http =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            String form = "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_id="
                    + app.path("appId").asString("") + "&client_secret="
                    + app.path("clientSecret").asString("");
            JsonNode token = send(
                    http,
                    HttpRequest.newBuilder(URI.create(
                                    server + "/" + admin.path("tenantId").asString("") + "/oauth2/v2.0/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build());
            return new DemoReader(http, server, token.path("access_token").asString(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode inbox(String user) {
        return send(
                http,
                HttpRequest.newBuilder(URI.create(
                                server + "/v1.0/users/" + user + "/mailFolders/inbox/messages?$select=subject,from"))
                        .header("Authorization", "Bearer " + token)
                        .build());
    }

    private static JsonNode send(HttpClient http, HttpRequest request) {
        try {
            return Json.parse(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "DemoReader[" + server + "]";
    }
}
