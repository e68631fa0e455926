package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The complete log of a busy server contains none of the secrets that were used: tickets, signatures, tokens, keys. */
class LogSecretsTest {
    private static final String GROUP =
            "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/g/providers/Microsoft.Logic/workflows/";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> secrets = new ArrayList<>();

    @Test
    void noSecretOfAPathIsLogged() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(TestFolders.folder("postern-log"), List.of("-Xmx256m"), List.of())) {
            Administration admin = server.admin();
            secrets.add(admin.clientSecret());
            admin.sharedMailbox("busy");
            var app = admin.app("busy", "Mail.ReadWrite", "Mail.Send");
            secrets.add(app.secret());
            String token = admin.token(app);
            secrets.add(token);
            uploads(admin.http(), token);
            callbacks(admin);
            oddPaths(admin.http(), token);
            String log = server.output();
            for (String secret : secrets) {
                assertTrue(secret.length() > 8);
                assertFalse(log.contains(secret), () -> "The log has " + secret);
            }
            assertTrue(log.contains("/v1.0/uploads/{rest*}"), log);
            assertTrue(log.contains("/v1.0/users/{id}/messages/{id}/attachments/createUploadSession"), log);
            assertTrue(log.contains("/workflows/{id}/triggers/{t}/paths/invoke"), log);
            assertTrue(log.contains("/{tenant}/oauth2/v2.0/token"), log);
            assertTrue(log.contains("unmatched"), log);
        }
    }

    private void uploads(Http http, String token) throws Exception {
        String draft = http.post("/v1.0/users/busy@contoso.example/messages", token, "{\"subject\":\"u\"}")
                .expect(201)
                .json()
                .get("id")
                .asString();
        String address = http.post(
                        "/v1.0/users/busy@contoso.example/messages/" + draft + "/attachments/createUploadSession",
                        token,
                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"a\",\"size\":3000000}}")
                .expect(201)
                .json()
                .get("uploadUrl")
                .asString();
        String ticket = address.substring(address.indexOf("authtoken=") + "authtoken=".length());
        secrets.add(ticket);
        assertEquals(200, raw("GET", address));
        for (String odd : List.of(
                address + "/more",
                address.replace("?authtoken=", "/"),
                address.replace("?", "/" + ticket + "?"),
                address.replaceAll("/Users.*authtoken=", "/"),
                address.replace("/uploads/", "//uploads//"),
                address.replace("/v1.0/", "/V1.0/"),
                address.replace("/v1.0/uploads", "/beta/uploads"),
                address.replace("/uploads/", "/uploads/./"),
                address + "&a=" + ticket)) {
            raw("GET", odd);
            raw("POST", odd);
        }
        raw("DELETE", address);
    }

    private void callbacks(Administration admin) {
        String management = admin.token(Administration.MANAGEMENT);
        secrets.add(management);
        String definition =
                "{\"properties\":{\"definition\":{\"$schema\":\"https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#\","
                    + "\"contentVersion\":\"1.0.0.0\",\"triggers\":{\"manual\":{\"type\":\"Request\",\"kind\":\"Http\",\"inputs\":{}}},\"actions\":{}}}}";
        admin.http().send("PUT", GROUP + "log?api-version=2016-06-01", management, "application/json", definition);
        JsonNode callback = admin.http()
                .post(GROUP + "log/triggers/manual/listCallbackUrl?api-version=2016-06-01", management, "{}")
                .expect(200)
                .json();
        String url = callback.get("value").asString();
        String signature = url.replaceAll(".*[?&]sig=([^&]+).*", "$1");
        secrets.add(signature);
        raw("POST", url);
        raw("POST", url.replace("sig=", "sig=x"));
        raw("POST", url.replace("?", "/" + signature + "?"));
    }

    private void oddPaths(Http http, String token) {
        for (String path :
                List.of("/" + token, "/v1.0/" + token, "/x/" + token + "/y", "/v1.0/users/" + token + "/messages")) {
            http.get(path, token);
            http.get(path, null);
            http.send("DELETE", path, token, null, null);
        }
        http.post(
                "/v1.0/$batch", token, "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/" + token + "\"}]}");
        http.get("/msi/token?api-version=2019-08-01&resource=x&secret=" + token, null);
    }

    private int raw(String method, String address) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(address)).method(method, HttpRequest.BodyPublishers.noBody());
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
