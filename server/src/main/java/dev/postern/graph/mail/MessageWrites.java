package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.gate.MailWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.IfMatch;
import dev.postern.graph.item.ItemAddress;
import dev.postern.graph.item.Minimal;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.http.Response;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.WellKnownFolder;
import dev.postern.mailbox.WireIds;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Creates and changes messages. */
final class MessageWrites {
    /** Can be set only at creation. */
    private static final List<String> ONLY_AT_CREATION = List.of("attachments", "extensions", "internetMessageHeaders");

    private final InstantSource clock;

    MessageWrites(InstantSource clock) {
        this.clock = clock;
    }

    Response create(MailWriter mailbox, GraphRequest request) {
        MessageView view = view(mailbox, request);
        FolderId folder = MailPath.folder(mailbox, request);
        FolderId into = folder == null ? WellKnownFolder.DRAFTS.id() : folder;
        Item created;
        if (request.isContentType("text/plain")) {
            try (MimeInput mime = MimeInput.ofBase64(request, clock.instant(), mailbox.temporary())) {
                MessageInput input = mime.input();
                created = mailbox.create(
                        into,
                        new NewMessage(
                                input.message(), input.attachments(), true, true, null, mime.sent(), mime.original()));
            }
        } else {
            ObjectNode body = request.body(MessageView.type(request));
            MessageInput.requireNoMeeting(body);
            MessageInput input = MessageInput.read(body);
            Author.fill(mailbox, input.message());
            created = mailbox.create(into, ImportedFlags.of(input));
        }
        return Minimal.of(request, created(mailbox, request, view, created));
    }

    static MessageView view(MailReader mailbox, GraphRequest request) {
        return new MessageView(
                mailbox, request, request.query(QueryTarget.one(MessageView.type(request), Family.OUTLOOK)));
    }

    /** 201 with a message that this request has created. */
    static Response created(MailReader mailbox, GraphRequest request, MessageView view, Item item) {
        String id = WireIds.item(item, view.ids());
        return Messages.one(request, view, reread(mailbox, view, item), 201)
                .with("Location", ItemAddress.location(request, mailbox, "messages", id));
    }

    /** Reads a written message reread, with everything that the response shows. */
    private static Item reread(MailReader mailbox, MessageView view, Item written) {
        boolean complete =
                view.fields().equals(Fields.DEFAULT) && written.message().body() != null && written.doc() != null;
        return complete ? written : mailbox.item(ItemRef.of(written.id()), view.fields());
    }

    Response update(MailWriter mailbox, GraphRequest request) {
        MessageView view = view(mailbox, request);
        ObjectNode patch = request.body(MessageView.type(request));
        ONLY_AT_CREATION.forEach(name -> {
            if (patch.has(name) && !(name.equals("internetMessageHeaders") && patch.path(name).isNull())) {
                throw new GraphFailure(
                        400, "ErrorInvalidPropertySet", "The property '" + name + "' cannot be changed by an update.");
            }
        });
        ItemRef ref = MailPath.message(mailbox, request);
        FlagInput.merge(patch, mailbox, ref);
        MessageInput checked = MessageInput.read(patch);
        MapiInput.checkUpdate(checked.message());
        RepeatedBody.remove(checked.message(), mailbox, request, ref);
        Item after = mailbox.update(ref, IfMatch.changeKey(request), checked.message());
        return Minimal.of(request, Messages.one(request, view, reread(mailbox, view, after), 200));
    }

    Response permanentDelete(MailWriter mailbox, GraphRequest request) {
        mailbox.purge(MailPath.message(mailbox, request));
        return GraphAnswer.noContent();
    }

    Response move(MailWriter mailbox, GraphRequest request) {
        MessageView view = view(mailbox, request);
        FolderId to = destination(mailbox, request, "move");
        return created(mailbox, request, view, mailbox.move(MailPath.message(mailbox, request), to));
    }

    Response copy(MailWriter mailbox, GraphRequest request) {
        MessageView view = view(mailbox, request);
        FolderId to = destination(mailbox, request, "copy");
        return created(mailbox, request, view, mailbox.copy(MailPath.message(mailbox, request), to));
    }

    private static FolderId destination(MailReader mailbox, GraphRequest request, String action) {
        ObjectNode parameters = request.parameters(action, MessageView.type(request), false);
        @Nullable String id = parameters.path("DestinationId").stringValue(null);
        return MailPath.folder(mailbox, id == null ? "" : id);
    }

    Response delete(MailWriter mailbox, GraphRequest request) {
        mailbox.delete(MailPath.message(mailbox, request), IfMatch.changeKey(request));
        return GraphAnswer.noContent();
    }
}
