package dev.postern.acceptance;

import dev.postern.graph.OperationRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates a request that must succeed, for every row of the mail operations tables. The request is derived from the template: the same action has
 * the same body wherever its message is.
 */
final class MailAsks {
    private static final Set<String> AREAS = Set.of("mail", "mailFolder", "send", "attachment");
    private static final String JSON = "application/json";
    private static final String MIME = "Subject: by MIME\r\nTo: member@contoso.example\r\n\r\nHello.\r\n";
    private static final String TO = "\"toRecipients\":[{\"emailAddress\":{\"address\":\"member@contoso.example\"}}]";

    /** Request bodies by method and by the part of the template after the message or folder. {@code ~} is replaced by a new name. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry("POST /sendMail", Administration.mail("sent", "member@contoso.example")),
            Map.entry("POST /messages", "{\"subject\":\"made\"}"),
            Map.entry("PATCH /messages/{id}", "{\"isRead\":true}"),
            Map.entry("POST /messages/{id}/move", "{\"destinationId\":\"archive\"}"),
            Map.entry("POST /messages/{id}/copy", "{\"destinationId\":\"archive\"}"),
            Map.entry("PUT /messages/{id}/$value", MIME),
            Map.entry("POST /messages/{id}/reply", "{\"comment\":\"yes\"}"),
            Map.entry("POST /messages/{id}/replyAll", "{\"comment\":\"yes\"}"),
            Map.entry("POST /messages/{id}/forward", "{\"comment\":\"see\"," + TO + "}"),
            Map.entry("POST /messages/{id}/createReply", "{\"comment\":\"yes\"}"),
            Map.entry("POST /messages/{id}/createReplyAll", "{\"comment\":\"yes\"}"),
            Map.entry("POST /messages/{id}/createForward", "{\"comment\":\"see\"," + TO + "}"),
            Map.entry("POST /messages/{id}/extensions", MailSeeds.extension("~")),
            Map.entry("PATCH /messages/{id}/extensions/{id}", MailSeeds.extension(MailSeeds.EXTENSION)),
            Map.entry(
                    "POST /messages/{id}/attachments",
                    "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"b.txt\",\"contentBytes\":\"YWJj\"}"),
            Map.entry(
                    "POST /messages/{id}/attachments/createUploadSession",
                    "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"c.bin\",\"size\":4000000}}"),
            Map.entry("POST /mailFolders", "{\"displayName\":\"~\"}"),
            Map.entry("PATCH /mailFolders/{id}", "{\"displayName\":\"~\"}"),
            Map.entry("POST /mailFolders/{id}/move", "{\"destinationId\":\"archive\"}"),
            Map.entry("POST /mailFolders/{id}/copy", "{\"destinationId\":\"archive\"}"));

    /** Operations on received messages; all others are applied to drafts. */
    private static final Set<String> OF_RECEIVED =
            Set.of("reply", "replyAll", "forward", "createReply", "createReplyAll", "createForward");

    private final MailSeeds seeds;

    MailAsks(MailSeeds seeds) {
        this.seeds = seeds;
    }

    /** Returns the rows for mail; attachments belong to events as well. */
    static List<OperationRow> rows(List<OperationRow> all) {
        return all.stream()
                .filter(row -> AREAS.contains(row.section()))
                .filter(row ->
                        !row.section().equals("attachment") || row.template().contains("/messages/"))
                .toList();
    }

    /** Returns the template without the folder: {@code /messages/{id}/move}, wherever the message is. */
    static String shape(OperationRow row) {
        String below = row.template().substring("/users/{id}".length());
        int messages = below.indexOf("/messages");
        return messages >= 0
                ? below.substring(messages)
                : below.replace("/mailFolders/{id}/childFolders", "/mailFolders");
    }

    /** Returns a request to this row with objects that no other request uses. */
    MailAsk fresh(OperationRow row) {
        @Nullable String body = BODIES.get(row.method() + " " + shape(row));
        String type = body != null && body.equals(MIME) ? "text/plain" : JSON;
        return new MailAsk(
                row,
                row.method(),
                path(row),
                body == null ? null : type,
                body == null ? null : body.replace("~", seeds.fresh("name")));
    }

    private String path(OperationRow row) {
        var path = new StringBuilder();
        var ids = new HashMap<String, String>();
        String before = "";
        for (String segment : row.template().substring(1).split("/")) {
            if (segment.equals("{id}")) {
                ids.put(before, id(row, before, ids));
            }
            path.append('/').append(segment.equals("{id}") ? Objects.requireNonNull(ids.get(before)) : segment);
            before = segment;
        }
        return path.toString();
    }

    private String id(OperationRow row, String collection, Map<String, String> ids) {
        boolean inChild = row.template().contains("/childFolders/{id}");
        boolean ofFolder = row.section().equals("mailFolder");
        return switch (collection) {
            case "users" -> MailSeeds.MEMBER;
            case "mailFolders" ->
                ofFolder && !row.template().contains("/childFolders") ? seeds.freshFolder() : seeds.folder();
            case "childFolders" -> ofFolder ? seeds.freshChild() : seeds.child();
            case "messages" -> seeds.freshMessage(!OF_RECEIVED.contains(last(row)), inChild);
            case "attachments" -> seeds.attachment(Objects.requireNonNull(ids.get("messages")));
            case "extensions" -> MailSeeds.EXTENSION;
            default -> throw new AssertionError("Nobody knows what to put for " + collection + " in " + row.template());
        };
    }

    private static String last(OperationRow row) {
        return row.template().substring(row.template().lastIndexOf('/') + 1);
    }
}
