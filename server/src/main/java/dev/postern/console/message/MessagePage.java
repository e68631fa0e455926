package dev.postern.console.message;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.message.ShownMessage.AttachmentRow;
import dev.postern.console.message.ShownMessage.Content;
import dev.postern.console.message.ShownMessage.People;
import dev.postern.console.page.Visit;
import dev.postern.html.InertHtml;
import dev.postern.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code /console/mail/{address}/{messageId}}: one message. */
final class MessagePage {
    private static final int MAX_ATTACHMENTS = 100;
    private static final int MAX_PEOPLE = 20;
    private static final int MAX_SUBJECT = 250;
    private static final int MAX_ID = 300;
    private static final int MAX_NAME = 150;
    private static final int MAX_TYPE = 100;
    private static final int MAX_SOURCE_BYTES = 128 << 10;
    private static final int MAX_PAGE_BYTES = 60_000;
    private static final int MAX_CALENDAR_BYTES = 1 << 20;
    private static final String HTML = "html";

    private final Visit visit;
    private final String address;
    private final String id;
    private final MailCalls mail;

    MessagePage(Visit visit) {
        this.visit = visit;
        this.address = visit.segment(2);
        this.id = visit.segment(3);
        this.mail = new MailCalls(visit, address);
    }

    Response show() {
        ShownMessage view;
        String subject;
        try {
            JsonNode head = mail.head(id);
            List<JsonNode> attachments = mail.attachments(id, MAX_ATTACHMENTS);
            subject = ShownText.line(head.path("subject").asString(""), MAX_SUBJECT);
            view = view(head, attachments);
        } catch (EdgeRefusal e) {
            return UnreadableMailbox.page(visit, address, e);
        }
        return visit.page(subject.isBlank() ? "(no subject)" : subject, MessagePages.PATH, "message/message.jte", view);
    }

    private ShownMessage view(JsonNode head, List<JsonNode> attachments) {
        String from = Person.of(head.path("from")).text();
        String sender = Person.of(head.path("sender")).text();
        var people = new ArrayList<People>();
        people(people, "To", head.path("toRecipients"));
        people(people, "Cc", head.path("ccRecipients"));
        people(people, "Bcc", head.path("bccRecipients"));
        people(people, "Reply to", head.path("replyTo"));
        return new ShownMessage(
                address,
                id,
                from,
                sender.equals(from) ? "" : sender,
                people,
                head.path("receivedDateTime").asString(""),
                head.path("sentDateTime").asString(""),
                ShownText.line(head.path("internetMessageId").asString(""), MAX_ID),
                !head.path("isRead").asBoolean(true),
                head.path("isDraft").asBoolean(false),
                head.path("importance").asString("").equals("high"),
                invitation(head, attachments).orElse(null),
                content(attachments),
                attachments.size());
    }

    private static void people(List<People> all, String field, JsonNode recipients) {
        if (!recipients.isEmpty()) {
            all.add(new People(
                    field,
                    recipients.valueStream().limit(MAX_PEOPLE).map(Person::of).toList(),
                    Math.max(0, recipients.size() - MAX_PEOPLE)));
        }
    }

    private Optional<Invitation> invitation(JsonNode head, List<JsonNode> attachments) {
        if (head.path("@odata.type").asString("").contains("eventMessage")) {
            return Optional.of(Invitation.of(mail.meeting(id)));
        }
        return attachments.stream()
                .filter(MessagePage::isCalendar)
                .findFirst()
                .flatMap(one -> Invitation.of(
                        Contents.start(mail.attachmentContent(id, one.path("id").asString("")), MAX_CALENDAR_BYTES),
                        one.path("name").asString("")));
    }

    private static boolean isCalendar(JsonNode attachment) {
        return attachment
                        .path("contentType")
                        .asString("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("text/calendar")
                && attachment.path("size").asLong(0) <= MAX_CALENDAR_BYTES;
    }

    private Content content(List<JsonNode> attachments) {
        String tab = visit.fields().text("tab");
        try {
            return switch (tab) {
                case HTML -> html(mail.body(id));
                case "text" -> text();
                case "headers" ->
                    new Content.Headers(HeaderRows.of(Contents.start(mail.source(id), HeaderRows.MAX_BYTES)));
                case "source" -> source();
                case "attachments" -> attachments(attachments);
                default -> usual();
            };
        } catch (EdgeRefusal e) {
            if (e.status() != 413) {
                throw e;
            }
            return new Content.Problem(
                    tab.isEmpty() ? HTML : tab, "It is too large for this page. Download the source.");
        }
    }

    /** HTML if there is any. */
    private Content usual() {
        JsonNode body = mail.body(id);
        return isHtml(body)
                ? html(body)
                : new Content.Text(ShownText.block(body.path("content").asString(""), MAX_PAGE_BYTES), false);
    }

    private static boolean isHtml(JsonNode body) {
        return body.path("contentType").asString("").equals(HTML);
    }

    private Content html(JsonNode body) {
        if (!isHtml(body)) {
            return new Content.Html(true, false, List.of(), List.of(), 0);
        }
        InertHtml.Result inert = InertHtml.of(body.path("content").asString(""), _ -> Optional.empty());
        List<MailLink> links = of(inert, InertHtml.Use.LINK);
        List<MailLink> images = of(inert, InertHtml.Use.IMAGE);
        int all = inert.found().size();
        return new Content.Html(
                false, visit.fields().text("view").equals("wide"), links, images, all - links.size() - images.size());
    }

    private static List<MailLink> of(InertHtml.Result inert, InertHtml.Use use) {
        return inert.found().stream()
                .filter(one -> one.use() == use)
                .limit(MailLink.MAX)
                .map(MailLink::of)
                .toList();
    }

    private Content text() {
        String text = mail.bodyAsText(id);
        return new Content.Text(ShownText.block(text, MAX_PAGE_BYTES), true);
    }

    private Content source() {
        byte[] start = Contents.start(mail.source(id), MAX_SOURCE_BYTES + 1);
        var part = ShownText.block(new String(start, StandardCharsets.UTF_8), MAX_PAGE_BYTES);
        return new Content.Source(new ShownText.Part(part.text(), part.cut() || start.length > MAX_SOURCE_BYTES));
    }

    private Content attachments(List<JsonNode> attachments) {
        return new Content.Attachments(
                attachments.stream().map(this::row).toList(), attachments.size() >= MAX_ATTACHMENTS ? 1 : 0);
    }

    private AttachmentRow row(JsonNode attachment) {
        String kind = attachment.path("@odata.type").asString("");
        String path = MessagePages.PATH + "/" + EdgeCalls.encode(address) + "/" + EdgeCalls.encode(id) + "/attachments/"
                + EdgeCalls.encode(attachment.path("id").asString(""));
        return new AttachmentRow(
                ShownText.line(attachment.path("name").asString(""), MAX_NAME),
                kind.endsWith("itemAttachment")
                        ? "a message or an event"
                        : ShownText.line(attachment.path("contentType").asString(""), MAX_TYPE),
                attachment.path("size").asLong(0),
                attachment.path("isInline").asBoolean(false),
                kind.endsWith("referenceAttachment") ? "" : path);
    }
}
