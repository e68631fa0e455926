package dev.postern.graph.item;

import dev.postern.gate.Gate;
import dev.postern.gate.OpenUpload;
import dev.postern.gate.RequestContext;
import dev.postern.graph.ErrorFamily;
import dev.postern.graph.GraphErrors;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.throttle.Throttle;
import dev.postern.http.Handler;
import dev.postern.http.Json;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.Upload;
import dev.postern.mailbox.WireIds;
import dev.postern.query.Moments;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v1.0/uploads}: receives the ranges of a file. Clients deliberately send no token here: the URL itself is the
 * secret, and the gate decides again for the caller that began the upload.
 */
public final class UploadRoute implements Handler {
    /** Its path, below the service root. */
    public static final String PATH = "uploads";

    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,15})-(\\d{1,15})/(\\d{1,15})");

    private final Gate gate;
    private final GraphErrors errors;
    private final Throttle throttle;

    public UploadRoute(Gate gate, GraphErrors errors, Throttle throttle) {
        this.gate = gate;
        this.errors = errors;
        this.throttle = throttle;
    }

    @Override
    public Response handle(Request request) {
        RequestContext context =
                new RequestContext(null, request.requestId(), request.clientRequestId(), request.peer());
        try (OpenUpload open = gate.openUpload(context, UploadAddress.read(request))) {
            UploadAddress.requireCollection(request, open.upload());
            return switch (request.method()) {
                case "GET" -> state(200, open.upload(), "-");
                case "PUT" -> put(open, request);
                case "DELETE" -> {
                    open.cancel();
                    yield Response.empty(204);
                }
                default ->
                    errors.error(
                                    request,
                                    405,
                                    "Request_BadRequest",
                                    "Specified HTTP method is not allowed for the request target.")
                            .with("Allow", "DELETE, GET, PUT");
            };
        } catch (RuntimeException failure) {
            return errors.answer(failure, request, ErrorFamily.EXCHANGE);
        }
    }

    private Response put(OpenUpload open, Request request) {
        Upload before = open.upload();
        String given = request.header("Content-Range").orElse("").strip();
        Matcher range = RANGE.matcher(given);
        if (!range.matches()) {
            throw new GraphFailure(
                    400,
                    "InvalidContentRange",
                    "The header Content-Range must have the form 'bytes first-last/total'.");
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        long total = Long.parseLong(range.group(3));
        if (total != before.file().size() || last >= total || last < first) {
            throw new GraphFailure(
                    400,
                    "InvalidContentRange",
                    "The range '" + given + "' does not fit a file of "
                            + before.file().size() + " bytes.");
        }
        if (first != before.received()) {
            throw new MailboxFailure.UploadRange(before.received());
        }
        Upload after;
        try (var _ = throttle.enter(
                new Throttle.Asked(open.tenant(), open.app(), open.upload().mailbox(), last - first + 1, false))) {
            after = open.append(last - first + 1, request.bodyStream());
        }
        if (after.received() < total) {
            return state(200, after, "");
        }
        Attachment attachment = open.finish(after);
        Item item = open.item();
        return Response.empty(201)
                .with(
                        "Location",
                        request.base() + "/v1.0/Users('" + open.ownerId() + "')/" + UploadAddress.collection(after)
                                + "("
                                + ItemAddress.quoted(UploadAddress.id(after, item)) + ")/Attachments("
                                + ItemAddress.quoted(WireIds.attachment(item, attachment.id(), IdStyle.DEFAULT))
                                + ")");
    }

    private static Response state(int status, Upload upload, String dash) {
        ObjectNode state = Json.object();
        state.put("expirationDateTime", Moments.format(upload.expires()));
        state.putArray("nextExpectedRanges").add(upload.received() + dash);
        return Json.response(status, state);
    }
}
