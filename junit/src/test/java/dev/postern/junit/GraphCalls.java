package dev.postern.junit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** What a program does with its token, in the fewest lines. */
final class GraphCalls {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private GraphCalls() {}

    static HttpResponse<String> sendMail(PosternApp app, PosternMailbox from, String to, String subject) {
        String body = "{\"message\":{\"subject\":\"" + subject
                + "\",\"body\":{\"contentType\":\"text\",\"content\":\"It works.\"},"
                + "\"toRecipients\":[{\"emailAddress\":{\"address\":\"" + to + "\"}}]}}";
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(app.server().address() + "/v1.0/users/" + from.address() + "/sendMail"))
                .header("Authorization", "Bearer " + app.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
