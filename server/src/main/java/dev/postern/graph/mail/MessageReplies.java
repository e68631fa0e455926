package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.gate.MailSender;
import dev.postern.gate.MailWriter;
import dev.postern.graph.GraphAnswer;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.content.HeaderText;
import dev.postern.graph.content.Pages;
import dev.postern.graph.item.StoredContent;
import dev.postern.http.Json;
import dev.postern.http.Response;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.WellKnownFolder;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Reply, reply to all and forward: sent immediately, or as a draft. A reply marks the original as read, as in Graph. */
final class MessageReplies {
    private static final Fields ORIGINAL = Fields.of(
            "subject",
            "body",
            "toRecipients",
            "ccRecipients",
            "replyTo",
            "conversationIndex",
            "internetMessageHeaders");

    /** The body of a reply in stored and shown form. */
    private static final long COPIES = 3;

    private final Outgoing outgoing;
    private final InstantSource clock;

    MessageReplies(Outgoing outgoing, InstantSource clock) {
        this.outgoing = outgoing;
        this.clock = clock;
    }

    /**
     * @param action as spelled in the table of operations
     */
    Response send(ReplyKind kind, String action, MailSender mailbox, GraphRequest request) {
        Item original = MailPath.message(mailbox, request, ORIGINAL);
        if (request.isContentType("text/plain")) {
            try (MimeInput mime = MimeInput.ofBase64(request, clock.instant(), mailbox.temporary())) {
                outgoing.submit(mailbox, ofMime(kind, mailbox, original, mime), true);
            }
        } else {
            ObjectNode parameters = request.parameters(action, MessageView.type(request), false);
            if (kind == ReplyKind.FORWARD && !named(parameters)) {
                throw new GraphFailure(
                        400,
                        "ErrorInvalidRecipients",
                        "At least one recipient is not valid., A message can't be sent because it contains no"
                                + " recipients.");
            }
            outgoing.submit(mailbox, answer(kind, mailbox, request, original, parameters), true);
        }
        mailbox.markAnswered(ItemRef.of(original.id()), kind.mark(clock.instant()), kind != ReplyKind.FORWARD);
        return GraphAnswer.accepted();
    }

    Response create(ReplyKind kind, String action, MailWriter mailbox, GraphRequest request) {
        MessageView view = MessageWrites.view(mailbox, request);
        Item original = MailPath.message(mailbox, request, ORIGINAL);
        Item draft;
        if (request.isContentType("text/plain")) {
            try (MimeInput mime = MimeInput.ofBase64(request, clock.instant(), mailbox.temporary())) {
                draft = store(kind, mailbox, original, ofMime(kind, mailbox, original, mime));
            }
        } else {
            ObjectNode parameters = request.parameters(action, MessageView.type(request), false);
            draft = store(kind, mailbox, original, answer(kind, mailbox, request, original, parameters));
        }
        if (kind != ReplyKind.FORWARD) {
            mailbox.markRead(ItemRef.of(original.id()));
        }
        return MessageWrites.created(mailbox, request, view, draft);
    }

    private static Item store(ReplyKind kind, MailWriter mailbox, Item original, MessageInput input) {
        AnsweredOriginal.into(input.message(), original, kind);
        return mailbox.create(WellKnownFolder.DRAFTS.id(), NewMessage.draft(input.message(), input.attachments()));
    }

    private static boolean named(ObjectNode parameters) {
        return !parameters.path("ToRecipients").isEmpty()
                || MessageRecipients.PLACES.stream()
                        .anyMatch(
                                place -> !parameters.path("Message").path(place).isEmpty());
    }

    private MessageInput answer(
            ReplyKind kind, MailReader mailbox, GraphRequest request, Item original, ObjectNode parameters) {
        ObjectNode given = parameters.get("Message") instanceof ObjectNode object ? object : Json.object();
        String comment = parameters.path("Comment").stringValue(null);
        check(given, comment, parameters);
        MessageInput input = MessageInput.read(given);
        ObjectNode message = input.message();
        if (!message.has("subject")) {
            message.put(
                    "subject", kind.subject(text(original.message().summary().subject())));
        }
        boolean quoted = !message.has("body");
        if (quoted) {
            ObjectNode body = QuotedBody.of(text(comment), original, zone(request), new Pages(request.compute()));
            request.http()
                    .memory()
                    .take(COPIES * body.path("content").stringValue("").length());
            message.set("body", body);
        }
        ReplyRecipients people = ReplyRecipients.of(kind, mailbox, original);
        parameters.path("ToRecipients").forEach(people::addTo);
        people.into(message);
        HeaderText.clean(message);
        Author.fill(mailbox, message);
        Threading.into(message, original, clock.instant());
        List<NewAttachment> attachments = includedAttachments(kind, mailbox, original, quoted);
        attachments.addAll(input.attachments());
        return new MessageInput(message, attachments);
    }

    private static void check(
            ObjectNode given, @org.jspecify.annotations.Nullable String comment, ObjectNode parameters) {
        if (comment != null && given.has("body")) {
            throw new GraphFailure(
                    400, "ErrorInvalidRequest", "Specify either 'comment' or the body of 'message', not both.");
        }
        if (!parameters.path("ToRecipients").isEmpty()
                && !given.path("toRecipients").isEmpty()) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidRequest",
                    "Specify 'toRecipients' either as a parameter or in 'message', not in both.");
        }
    }

    private MessageInput ofMime(ReplyKind kind, MailReader mailbox, Item original, MimeInput mime) {
        ObjectNode message = mime.input().message();
        boolean noRecipients = MessageRecipients.PLACES.stream()
                .allMatch(place -> message.path(place).isEmpty());
        if (noRecipients) {
            ReplyRecipients.of(kind, mailbox, original).into(message);
        }
        if (!message.has("subject")) {
            message.put(
                    "subject", kind.subject(text(original.message().summary().subject())));
        }
        Author.fill(mailbox, message);
        Threading.into(message, original, clock.instant());
        return mime.input();
    }

    /** A forward includes all attachments, a reply only the images shown in the quote. */
    private static List<NewAttachment> includedAttachments(
            ReplyKind kind, MailReader mailbox, Item original, boolean quoted) {
        var includedAttachments = new ArrayList<NewAttachment>();
        Body body = original.message().body();
        String content = body == null ? "" : body.content();
        for (Attachment attachment : mailbox.attachments(original.id())) {
            String contentId = attachment.contentId();
            boolean shown = quoted && attachment.inline() && contentId != null && content.contains("cid:" + contentId);
            if (kind == ReplyKind.FORWARD || shown) {
                includedAttachments.add(StoredContent.copyOf(mailbox, attachment));
            }
        }
        return includedAttachments;
    }

    /** The time zone for the sent time in the quote. */
    private static ZoneId zone(GraphRequest request) {
        String requested = request.preferences().value("outlook.timezone").orElse("");
        try {
            ZoneId zone = ZoneId.of(requested);
            request.preferences().applied("outlook.timezone=\"" + requested + "\"");
            return zone;
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    private static String text(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }
}
