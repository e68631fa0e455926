package dev.postern.graph.item;

import dev.postern.compute.Limit;
import dev.postern.gate.AttachmentReader;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.BodyView;
import dev.postern.graph.content.DeferredContent;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.StructuredType;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.AttachedItem;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.mime.ContactCard;
import dev.postern.mailbox.mime.EventCalendar;
import dev.postern.query.DocumentEvaluator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads attachments.
 *
 * @param messages writes an attached message as MIME
 */
public record AttachmentReads<R extends AttachmentReader>(ItemPath<R> path, AttachedMessages messages) {
    private static final Limit WRITING = Limit.of(Limit.SMALL + 1, Duration.ofSeconds(5));
    private static final int MAX_TYPE_LENGTH = 500;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]+/[\\w.+-]+(?: *; *[\\w.+-]+=[\\w.+-]+)*");

    /** Writes a message as MIME. */
    public interface AttachedMessages {
        Response write(AttachmentReader mailbox, ObjectNode message, List<NewAttachment> attachments, Instant sent);
    }

    static StructuredType type(GraphRequest request) {
        return request.model().types().type("attachment");
    }

    public Response list(R mailbox, GraphRequest request) {
        QueryOptions query =
                request.query(QueryTarget.list(type(request), Family.OUTLOOK).without("skiptoken"));
        Item item = path.item(mailbox, request, Fields.COLUMNS);
        DeferredContent deferred = new DeferredContent(request.http().memory());
        AttachmentJson json = json(mailbox, request, item, deferred);
        MetadataLevel level = request.metadata(query);
        var all = mailbox.attachments(path.ref(mailbox, request, item)).stream()
                .filter(attachment -> matches(query, json, attachment))
                .toList();
        int skip = Math.min(query.paging().skip().orElse(0), all.size());
        int end = Math.min(skip + query.paging().top().orElse(all.size()), all.size());
        List<ObjectNode> shown = new ArrayList<>();
        for (Attachment attachment : all.subList(skip, end)) {
            if (deferred.isLarge() && !shown.isEmpty()) {
                break;
            }
            shown.add(shape(request, query, json.of(attachment, query), level));
        }
        int next = skip + shown.size();
        boolean more = next < all.size();
        ObjectNode page = request.envelope(level, collection(mailbox, request, item, query))
                .page(
                        shown,
                        query.paging().count() ? OptionalLong.of(all.size()) : OptionalLong.empty(),
                        more ? Optional.of(request.linkWith("$skip", Integer.toString(next))) : Optional.empty());
        return deferred.answer(200, page, level);
    }

    private static AttachmentJson json(
            AttachmentReader mailbox, GraphRequest request, Item item, DeferredContent deferred) {
        return new AttachmentJson(mailbox, item, ItemAddress.ids(request), BodyView.of(request), deferred);
    }

    private static boolean matches(QueryOptions query, AttachmentJson json, Attachment attachment) {
        if (!query.orders().isEmpty()) {
            throw GraphFailure.notImplemented("The query option $orderby on attachments");
        }
        return query.filter()
                .map(filter -> DocumentEvaluator.test(filter, json.of(attachment, query)))
                .orElse(true);
    }

    private static ObjectNode shape(GraphRequest request, QueryOptions query, ObjectNode json, MetadataLevel level) {
        return request.model().shaper().shape(type(request), json, query.view().shape(), level);
    }

    private String collection(R mailbox, GraphRequest request, Item item, QueryOptions query) {
        String id = path.id(mailbox, request, item, IdStyle.DEFAULT);
        return ItemAddress.user(mailbox) + "/" + path.collection() + "(" + ItemAddress.quoted(id) + ")/attachments"
                + query.view().selection().contextSuffix();
    }

    public Response count(R mailbox, GraphRequest request) {
        Item item = path.item(mailbox, request, Fields.COLUMNS);
        return GraphAnswer.count(
                mailbox.attachments(path.ref(mailbox, request, item)).size());
    }

    public Response get(R mailbox, GraphRequest request) {
        QueryOptions query = request.query(QueryTarget.one(type(request), Family.OUTLOOK));
        Item item = path.item(mailbox, request, Fields.COLUMNS);
        return one(mailbox, request, query, item, mailbox.attachment(named(mailbox, request, item)), 200);
    }

    Response one(R mailbox, GraphRequest request, QueryOptions query, Item item, Attachment attachment, int status) {
        MetadataLevel level = request.metadata(query);
        DeferredContent deferred = new DeferredContent(request.http().memory());
        ObjectNode json = json(mailbox, request, item, deferred).of(attachment, query);
        return deferred.answer(
                status,
                request.envelope(level, collection(mailbox, request, item, query) + "/$entity")
                        .single(shape(request, query, json, level)),
                level);
    }

    /** The attachment in a path, which must belong to the path's item. */
    AttachmentRef named(R mailbox, GraphRequest request, Item item) {
        AttachmentRef ref = WireIds.attachment(mailbox.id(), request.key("attachments"));
        if (!ref.item().id().equals(item.id())) {
            throw new MailboxFailure.ItemNotFound();
        }
        return new AttachmentRef(path.ref(mailbox, request, item), ref.id());
    }

    public Response value(R mailbox, GraphRequest request) {
        Item item = path.item(mailbox, request, Fields.COLUMNS);
        Attachment attachment = mailbox.attachment(named(mailbox, request, item));
        return switch (attachment.kind()) {
            case FILE -> stream(mailbox, attachment, mediaType(attachment.contentType()));
            case ITEM -> item(mailbox, request, attachment);
            case REFERENCE ->
                throw new GraphFailure(405, "ErrorInvalidRequest", "A reference attachment has no content.");
        };
    }

    private Response item(AttachmentReader mailbox, GraphRequest request, Attachment attachment) {
        ObjectNode doc = attachment.doc();
        if (attachment.size() > 0 || doc == null) {
            boolean card = doc != null && AttachedItem.type(doc).equals(AttachedItem.CONTACT);
            return stream(mailbox, attachment, card ? "text/vcard" : "text/plain");
        }
        return switch (AttachedItem.type(doc)) {
            case AttachedItem.EVENT ->
                written(request, "text/calendar", () -> EventCalendar.of(doc, attachment.modified()));
            case AttachedItem.CONTACT -> written(request, "text/vcard", () -> ContactCard.of(doc));
            default -> messages.write(mailbox, doc, AttachedItem.attachments(doc), attachment.modified());
        };
    }

    private static Response written(GraphRequest request, String type, Supplier<byte[]> writer) {
        byte[] content = request.compute().pool().run(WRITING, _ -> writer.get());
        return Response.of(200, type + "; charset=utf-8", content);
    }

    private static Response stream(AttachmentReader mailbox, Attachment attachment, String type) {
        return new Response(
                200,
                Map.of(),
                new Response.Stream(
                        type, mailbox.attachmentContent(attachment.item(), attachment.id()), attachment.size()));
    }

    private static String mediaType(@Nullable String given) {
        return given != null
                        && given.length() <= MAX_TYPE_LENGTH
                        && MEDIA_TYPE.matcher(given).matches()
                ? given
                : "application/octet-stream";
    }
}
