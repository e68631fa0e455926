package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.gate.MailWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.item.IfMatch;
import dev.postern.graph.item.MimeFile;
import dev.postern.graph.item.StoredContent;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.AttachmentRef;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.IdStyle;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemJson;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages as MIME: {@code $value}. One that was submitted as MIME and has not changed since is returned byte for byte.
 */
final class MimeReply {
    private static final Fields EVERYTHING = Fields.of(
            "subject",
            "body",
            "from",
            "sender",
            "toRecipients",
            "ccRecipients",
            "bccRecipients",
            "replyTo",
            "importance",
            "internetMessageId",
            "conversationIndex",
            "internetMessageHeaders",
            "singleValueExtendedProperties",
            "meeting");

    private static final List<String> REPLACED = List.of(
            "subject",
            "body",
            "from",
            "sender",
            "toRecipients",
            "ccRecipients",
            "bccRecipients",
            "replyTo",
            "importance",
            "internetMessageId");

    private static final Map<String, String> THREAD =
            Map.of("In-Reply-To", "String 0x1042", "References", "String 0x1039");

    private final InstantSource clock;
    private final MimeFile file;

    MimeReply(InstantSource clock, MimeFile file) {
        this.clock = clock;
        this.file = file;
    }

    Response get(MailReader mailbox, GraphRequest request) {
        Item item = MailPath.message(mailbox, request, EVERYTHING);
        Content original = mailbox.original(item.id());
        if (original != null) {
            return as(original);
        }
        List<NewAttachment> attachments = mailbox.attachments(item.id()).stream()
                .map(attachment -> StoredContent.copyOf(mailbox, attachment))
                .toList();
        ObjectNode message = ItemJson.of(item, IdStyle.DEFAULT, EVERYTHING);
        return file.write(
                mailbox,
                message,
                attachments,
                item.message().sent(),
                !item.message().flags().draft());
    }

    private static Response as(Content original) {
        try {
            return new Response(200, Map.of(), new Response.Stream("text/plain", original.open(), original.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the content of a draft by the MIME in the request. */
    Response put(MailWriter mailbox, GraphRequest request) {
        MessageView view = MessageWrites.view(mailbox, request);
        ItemRef draft = draft(mailbox, request);
        try (MimeInput mime = MimeInput.of(request, clock.instant(), mailbox.temporary())) {
            ObjectNode patch = Json.object();
            for (String name : REPLACED) {
                if (mime.input().message().has(name)) {
                    patch.set(name, mime.input().message().get(name));
                } else if (name.endsWith("Recipients") || name.equals("replyTo")) {
                    patch.putArray(name);
                }
            }
            thread(mime.input().message(), patch);
            mailbox.update(draft, IfMatch.changeKey(request), patch);
            detachAll(mailbox, draft);
            mime.input().attachments().forEach(attachment -> mailbox.attach(draft, attachment));
            mailbox.keepOriginal(draft, mime.original());
        }
        return Messages.one(request, view, mailbox.item(draft, view.fields()), 200);
    }

    /** The headers of a draft are those of its creation; the ones that name its conversation are properties, too. */
    private static void thread(ObjectNode mime, ObjectNode patch) {
        ArrayNode properties = Json.array();
        THREAD.forEach((name, id) -> mime.path("internetMessageHeaders")
                .valueStream()
                .filter(header -> name.equalsIgnoreCase(header.path("name").stringValue("")))
                .findFirst()
                .ifPresent(header -> properties
                        .addObject()
                        .put("id", id)
                        .put("value", header.path("value").stringValue(""))));
        if (!properties.isEmpty()) {
            patch.set("singleValueExtendedProperties", properties);
        }
    }

    /** Removes the content of a draft: body and attachments. */
    Response delete(MailWriter mailbox, GraphRequest request) {
        ItemRef draft = draft(mailbox, request);
        ObjectNode patch = Json.object();
        patch.putObject("body").put("contentType", "text").put("content", "");
        mailbox.update(draft, IfMatch.changeKey(request), patch);
        detachAll(mailbox, draft);
        return GraphAnswer.noContent();
    }

    private static ItemRef draft(MailReader mailbox, GraphRequest request) {
        Item item = MailPath.message(mailbox, request, Fields.COLUMNS);
        if (!item.message().flags().draft()) {
            throw new MailboxFailure.NotADraft("$value");
        }
        return ItemRef.of(item.id());
    }

    private static void detachAll(MailWriter mailbox, ItemRef draft) {
        for (Attachment attachment : mailbox.attachments(draft.id())) {
            mailbox.detach(new AttachmentRef(draft, attachment.id()));
        }
    }
}
