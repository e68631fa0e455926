package dev.postern.console.message;

import dev.postern.console.call.Answer;
import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What pages about one mailbox ask Graph. Belongs to one request of a browser. */
final class MailCalls {
    /** The permission that the pages need. */
    static final String PERMISSION = "Mail.Read";

    private static final String HEAD = "subject,from,sender,toRecipients,ccRecipients,bccRecipients,replyTo,"
            + "receivedDateTime,sentDateTime,internetMessageId,importance,hasAttachments,isRead,isDraft";
    private static final String ATTACHMENT =
            "id,name,contentType,size,isInline,microsoft.graph.fileAttachment/contentId";

    private final EdgeCalls calls;
    private final String base;

    MailCalls(Visit visit, String address) {
        this.calls = visit.calls();
        this.base = "/v1.0/users/" + EdgeCalls.encode(address);
    }

    /** All folders, the first so many of them. */
    Answer folders(int max) {
        return calls.get(Resource.GRAPH, base + "/mailFolders/delta", Map.of("Prefer", "odata.maxpagesize=" + max));
    }

    /**
     * Messages, the newest first.
     *
     * @param folder its id or its well-known name; empty for all folders
     * @param query of the request, encoded
     */
    Answer messages(String folder, String query) {
        String collection = folder.isEmpty() ? "/messages" : "/mailFolders/" + EdgeCalls.encode(folder) + "/messages";
        return calls.get(Resource.GRAPH, base + collection + "?" + query);
    }

    /** What is shown above a message. */
    JsonNode head(String id) {
        return one(id, "?$select=" + HEAD, Map.of());
    }

    /** The body as it was received, including what executes code. */
    JsonNode body(String id) {
        return one(id, "?$select=body", Map.of("Prefer", "outlook.allow-unsafe-html"))
                .path("body");
    }

    String bodyAsText(String id) {
        return one(id, "?$select=body", Map.of("Prefer", "outlook.body-content-type=\"text\""))
                .path("body")
                .path("content")
                .asString("");
    }

    /** With the members that only meeting messages have. */
    JsonNode meeting(String id) {
        return one(id, "", Map.of());
    }

    private JsonNode one(String id, String query, Map<String, String> headers) {
        return calls.get(Resource.GRAPH, message(id) + query, headers).json();
    }

    private String message(String id) {
        return base + "/messages/" + EdgeCalls.encode(id);
    }

    List<JsonNode> attachments(String id, int max) {
        return calls.get(Resource.GRAPH, message(id) + "/attachments?$top=" + max + "&$select=" + ATTACHMENT)
                .values();
    }

    JsonNode attachment(String id, String attachment) {
        return calls.get(
                        Resource.GRAPH,
                        message(id) + "/attachments/" + EdgeCalls.encode(attachment)
                                + "?$select=id,name,contentType,size")
                .json();
    }

    /** The content of an attachment, which the caller sends or closes. */
    Response attachmentContent(String id, String attachment) {
        return calls.content(Resource.GRAPH, message(id) + "/attachments/" + EdgeCalls.encode(attachment) + "/$value");
    }

    /** The MIME of a message, which the caller sends or closes. */
    Response source(String id) {
        return calls.content(Resource.GRAPH, message(id) + "/$value");
    }
}
