package dev.postern.graph.item;

import dev.postern.gate.AttachmentWriter;
import dev.postern.gate.UploadTicket;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.HeaderText;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.Upload;
import dev.postern.query.Moments;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Begins an upload session for a file that is too large for one request. */
public record UploadSessions<W extends AttachmentWriter>(ItemPath<? super W> path) {
    private static final long MIN_BYTES = 2L << 20;

    public Response create(W mailbox, GraphRequest request) {
        ObjectNode parameters = request.parameters("createUploadSession", AttachmentReads.type(request), true);
        JsonNode about = parameters.path("AttachmentItem");
        String kind = about.path("attachmentType").stringValue("file");
        if (!kind.equals("file")) {
            throw GraphFailure.notImplemented("Uploading an attachment of type '" + kind + "'");
        }
        @Nullable String contentId = text(about, "contentId");
        var file = new Upload.File(
                name(about),
                text(about, "contentType"),
                contentId == null ? null : contentId.replaceAll("^<|>$", ""),
                about.path("isInline").booleanValue(false),
                size(about));
        Item item = path.item(mailbox, request, Fields.COLUMNS);
        UploadTicket.Issued issued = mailbox.beginUpload(path.ref(mailbox, request, item), file);
        String address = UploadAddress.of(request, mailbox, item, issued);
        ObjectNode session = Json.object();
        session.put("@odata.context", request.serviceRoot() + "/$metadata#microsoft.graph.uploadSession");
        session.put("uploadUrl", address);
        session.put("expirationDateTime", Moments.format(issued.upload().expires()));
        session.putArray("nextExpectedRanges").add("0-");
        return GraphAnswer.created(session, request.metadata(), address);
    }

    private static String name(JsonNode about) {
        @Nullable String name = text(about, "name");
        if (name == null || name.isBlank()) {
            throw missing("name");
        }
        return name;
    }

    private static GraphFailure missing(String property) {
        return new GraphFailure(
                400, "ErrorRequiredPropertyMissing", "Required property is missing: '" + property + "'.");
    }

    private static long size(JsonNode about) {
        if (!about.hasNonNull("size")) {
            throw missing("size");
        }
        long size = about.path("size").longValue(0);
        if (size < MIN_BYTES) {
            throw new GraphFailure(
                    400,
                    "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize",
                    "Attachment size should be greater than the minimum size "
                            + String.format(Locale.ROOT, "%d", MIN_BYTES) + ".");
        }
        return size;
    }

    private static @Nullable String text(JsonNode about, String name) {
        return HeaderText.clean(about.path(name).stringValue(null));
    }
}
