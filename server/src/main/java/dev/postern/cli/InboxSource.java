package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The Inbox of a mailbox, read over Graph as an application. */
final class InboxSource implements MailSource {
    private static final int PAGE = 100;
    private static final int MAX_CLEARED = 100_000;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final Server administrator;
    private final Server reader;
    private final String mailbox;
    private final String messages;

    /**
     * @param administrator explains refusals
     * @param reader signs in as the application; closed with this
     */
    InboxSource(Server administrator, Server reader, String mailbox) {
        this.administrator = administrator;
        this.reader = reader;
        this.mailbox = mailbox;
        this.messages = "/v1.0/users/" + Server.encode(mailbox);
    }

    @Override
    public List<ShownMail> newest(int max) {
        List<ShownMail> found = new ArrayList<>();
        String next = messages + "/mailFolders/inbox/messages?$top=" + Math.min(max, PAGE)
                + "&$orderby=receivedDateTime%20desc&$select=id,subject,from,toRecipients,receivedDateTime,isRead";
        while (!next.isEmpty() && found.size() < max) {
            JsonNode page = send("GET", next).json();
            page.path("value").forEach(one -> found.add(ShownMail.ofGraph(one)));
            next = page.path("@odata.nextLink").asString("");
        }
        return found.size() > max ? found.subList(0, max) : found;
    }

    @Override
    public String text(String id) {
        JsonNode message = one(id);
        ShownMail shown = ShownMail.ofGraph(message);
        String to = shown.json()
                .path("to")
                .valueStream()
                .map(one -> one.asString(""))
                .collect(Collectors.joining(", "));
        return "From: " + line(shown.json().path("from"))
                + "\nTo: " + Output.printable(to).replace("\n", " ")
                + "\nDate: " + line(shown.json().path("received"))
                + "\nSubject: " + line(shown.json().path("subject"))
                + "\n\n"
                + Output.printable(message.path("body")
                                .path("content")
                                .asString("")
                                .replace("\r\n", "\n"))
                        .stripTrailing()
                + "\n";
    }

    private static String line(JsonNode text) {
        return Output.printable(text.asString("").replace("\n", " "));
    }

    @Override
    public String raw(String id) {
        return send("GET", path(id) + "/$value").raw().body();
    }

    @Override
    public String json(String id) {
        return Output.json(one(id));
    }

    private JsonNode one(String id) {
        return send("GET", path(id)).json();
    }

    private String path(String id) {
        return messages + "/messages/" + Server.encode(id);
    }

    @Override
    public int clear() {
        int cleared = 0;
        for (List<ShownMail> page = newest(PAGE); !page.isEmpty() && cleared < MAX_CLEARED; page = newest(PAGE)) {
            for (ShownMail one : page) {
                send("DELETE", path(one.id()));
            }
            cleared += page.size();
        }
        return cleared;
    }

    private Answer send(String method, String path) {
        Answer answer = reader.send(Audience.GRAPH, method, path, null);
        if (answer.ok()) {
            return answer;
        }
        String code = answer.json().path("error").path("code").asString("");
        if (answer.status() == NOT_FOUND && code.equals("ErrorInvalidUser")) {
            throw CliFailure.unknown("There is no mailbox '" + mailbox + "'.");
        }
        CliFailure failure = FailureText.of(answer);
        throw answer.status() == FORBIDDEN ? CliFailure.failed(failure.text() + reason()) : failure;
    }

    /** Why the application may not read the mailbox, as {@code why} prints it. */
    private String reason() {
        Answer answer = administrator.send(
                Audience.MANAGEMENT,
                "GET",
                "/postern/access/explain?permission=Mail.Read&app="
                        + Server.encode(reader.profile().clientId()) + "&mailbox=" + Server.encode(mailbox),
                null);
        return answer.ok()
                ? answer.json()
                        .path("text")
                        .valueStream()
                        .map(line -> "\n" + line.asString(""))
                        .collect(Collectors.joining())
                : "";
    }

    @Override
    public void close() {
        reader.close();
    }
}
