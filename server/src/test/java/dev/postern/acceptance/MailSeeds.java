package dev.postern.acceptance;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates the objects that requests about mail need: folders, messages, attachments, extensions; new ones each time. */
final class MailSeeds {
    static final String MEMBER = "member@contoso.example";
    static final String EXTENSION = "example.contoso.note";
    private static final String BOX = "/v1.0/users/" + MEMBER;
    private static final String JSON = "application/json";

    private final Http http;
    private final String token;
    private final AtomicInteger number = new AtomicInteger();
    private final String folder;
    private final String child;
    private final String received;
    private final String draft;

    MailSeeds(Http http, String token) {
        this.http = http;
        this.token = token;
        this.folder = folder("/mailFolders");
        this.child = folder("/mailFolders/" + folder + "/childFolders");
        this.draft = id(post("/messages", """
            {"subject":"draft","body":{"contentType":"text","content":"planned"},
             "toRecipients":[{"emailAddress":{"address":"member@contoso.example"}}],
             "attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"a.txt","contentBytes":"YWJj"}]}\
            """));
        post("/sendMail", Administration.mail("received", MEMBER));
        this.received = Waiting.until(this::arrived);
        post("/messages/" + draft + "/extensions", extension(EXTENSION));
    }

    private Optional<String> arrived() {
        var found = http.get(BOX + "/mailFolders/inbox/messages?$select=id&$filter=subject%20eq%20'received'", token)
                .expect(200)
                .json()
                .get("value");
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.get(0).get("id").asString());
    }

    private Answer post(String path, String body) {
        Answer answer = http.send("POST", BOX + path, token, JSON, body);
        return answer.status() == 202 ? answer : answer.expect(201);
    }

    private static String id(Answer answer) {
        return answer.json().get("id").asString();
    }

    static String extension(String name) {
        return "{\"@odata.type\":\"microsoft.graph.openTypeExtension\",\"extensionName\":\"" + name
                + "\",\"colour\":\"red\"}";
    }

    /** Returns an unused name. */
    String fresh(String what) {
        return what + number.incrementAndGet();
    }

    String folder() {
        return folder;
    }

    String child() {
        return child;
    }

    String freshFolder() {
        return folder("/mailFolders");
    }

    String freshChild() {
        return folder("/mailFolders/" + folder + "/childFolders");
    }

    private String folder(String under) {
        return id(post(under, "{\"displayName\":\"" + fresh("folder") + "\"}"));
    }

    /** A message in the folder, or in its child. */
    String freshMessage(boolean asDraft, boolean inChild) {
        String seed = asDraft ? draft : received;
        return id(post("/messages/" + seed + "/copy", "{\"destinationId\":\"" + (inChild ? child : folder) + "\"}"));
    }

    String attachment(String message) {
        return http.get(BOX + "/messages/" + message + "/attachments?$select=id", token)
                .expect(200)
                .json()
                .get("value")
                .get(0)
                .get("id")
                .asString();
    }
}
