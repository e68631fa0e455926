package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The endpoints of a server for the mail of one mailbox. */
final class MovingServer {
    private static final String MESSAGES = "application/vnd.postern.messages";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Server server;
    private final String mailbox;
    private final String path;

    /** @param name an address, an id, or the part of an address before the domain of the tenant */
    MovingServer(Server server, String name) {
        boolean whole = name.contains("@") || name.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        this.server = server;
        this.mailbox = whole ? name : name + "@" + server.profile().tenantDomain();
        this.path = "/postern/mailboxes/" + Server.encode(mailbox);
    }

    /** A folder; its id is for {@link #page}. */
    record Folder(String id, List<String> names, long count) {
        Folder {
            names = List.copyOf(names);
        }
    }

    private JsonNode get(String what) {
        Answer answer = server.send(Audience.MANAGEMENT, "GET", path + what, null);
        if (answer.status() == NOT_FOUND
                && answer.json().path("error").path("code").asString("").equals("MailboxNotFound")) {
            throw CliFailure.unknown("There is no mailbox '" + mailbox + "'.");
        }
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json();
    }

    /** The largest message that the server stores. */
    long maxMessageBytes() {
        return get("/folders").path("maxMessageBytes").asLong(0);
    }

    List<Folder> folders() {
        return get("/folders")
                .path("value")
                .valueStream()
                .map(one -> new Folder(
                        one.path("id").asString(""),
                        one.path("path")
                                .valueStream()
                                .map(name -> name.asString(""))
                                .toList(),
                        one.path("count").asLong(0)))
                .toList();
    }

    /** A page of the messages of a folder. Its {@code next} is the place of the following page. */
    JsonNode page(String folder, String after) {
        return get("/messages?folder=" + folder + (after.isEmpty() ? "" : "&after=" + Server.encode(after)));
    }

    /** Receives a message. */
    MailContent message(String id) throws IOException {
        HttpResponse<InputStream> response = server.stream(Audience.MANAGEMENT, path + "/messages/" + id);
        try (InputStream in = response.body()) {
            if (response.statusCode() != OK) {
                throw new IOException("The server returned the status " + response.statusCode());
            }
            var spool = new MailSpool(Long.MAX_VALUE);
            try {
                in.transferTo(spool);
                return spool.content(0);
            } catch (IOException e) {
                spool.drop();
                throw e;
            }
        }
    }

    /** Stores messages; returns the result of each. */
    List<JsonNode> store(List<MovedMail> messages) throws FileNotFoundException {
        var parts = new ArrayList<BodyPublisher>();
        for (MovedMail message : messages) {
            parts.add(BodyPublishers.ofByteArray((message.head() + "\n").getBytes(StandardCharsets.UTF_8)));
            parts.add(message.content().publisher());
        }
        Answer answer = server.post(
                Audience.MANAGEMENT,
                path + "/messages",
                MESSAGES,
                BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json().path("results").valueStream().collect(Collectors.toList());
    }
}
