package dev.postern.mailbox.mime;

import dev.postern.html.HtmlText;
import dev.postern.mailbox.AttachedItem;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.HeaderProperties;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.event.MeetingCalendars;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.mailbox.event.MeetingStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.codec.QuotedPrintableOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a message as internet mail, streaming its attachments. Bcc is written only on request: for the author's own
 * copy, never for other recipients. Header lines cannot be injected, see {@link HeaderWriter}.
 */
public final class MimeOut {
    private static final String PLAIN = "text/plain";
    private static final Set<String> GENERATED = Set.of("Date", "Message-ID", RelayedMime.SENDER);
    private static final String REPORT = "report; report-type=delivery-status";
    private static final long MAX_PLAIN = 64 * 1024;
    private static final String CHARSET = "; charset=utf-8";

    private final OutputStream out;
    private final HeaderWriter header;
    private final RandomGenerator random;

    private MimeOut(OutputStream out, RandomGenerator random) {
        this.out = out;
        this.header = new HeaderWriter(out);
        this.random = random;
    }

    /**
     * @param message by its Graph names
     *
     * @param sent for the Date field
     * @param bcc whether to write the Bcc recipients
     * @param random for the boundaries between parts
     */
    public record Letter(
            ObjectNode message, List<NewAttachment> attachments, Instant sent, boolean bcc, RandomGenerator random) {
        public Letter {
            attachments = List.copyOf(attachments);
        }
    }

    /** Writes the trace of a received message, which precedes its other fields. */
    public static void writeTrace(ObjectNode message, OutputStream out) throws IOException {
        HeaderWriter header = new HeaderWriter(out);
        for (JsonNode trace : message.path("internetMessageHeaders")) {
            if ("Received".equalsIgnoreCase(string(trace.path("name")))) {
                header.text("Received", string(trace.path("value")));
            }
        }
    }

    /** Writes those fields that {@link #write} does not write by itself. */
    public static void writeMissing(ObjectNode message, Map<String, String> fields, OutputStream out)
            throws IOException {
        HeaderWriter header = new HeaderWriter(out);
        Set<String> own = HeaderProperties.of(message).keySet();
        for (var field : fields.entrySet()) {
            if (!GENERATED.contains(field.getKey()) && !own.contains(field.getKey())) {
                header.text(field.getKey(), field.getValue());
            }
        }
    }

    /** Writes the message; the stream stays open. */
    public static void write(Letter letter, OutputStream out) throws IOException {
        MimeOut mime = new MimeOut(out, letter.random());
        mime.head(letter);
        mime.parts(letter);
    }

    /**
     * Returns the Content-Type of the MIME of a message.
     *
     * @param files whether it has attachments that are not inline
     * @param inline whether it has inline attachments
     * @param boundary between its parts
     */
    public static String contentType(ObjectNode message, boolean files, boolean inline, String boundary) {
        boolean html = isHtml(message);
        String kind = files
                ? report(message) ? REPORT : "mixed"
                : inline ? "related" : html || hasCalendar(message) ? "alternative" : null;
        return kind == null ? PLAIN + CHARSET : multipartType(kind, boundary);
    }

    private static boolean hasCalendar(ObjectNode message) {
        MeetingNotice notice = MeetingNotice.of(message.get(MeetingNotice.PROPERTY));
        return notice != null && notice.step() != MeetingStep.FORWARDED;
    }

    private static boolean isHtml(ObjectNode message) {
        return "html".equalsIgnoreCase(string(message.path("body").path("contentType")));
    }

    private void head(Letter letter) throws IOException {
        ObjectNode message = letter.message();
        JsonNode from = message.path("from");
        JsonNode sender = message.path("sender");
        header.people("From", List.of(from.isObject() ? from : sender));
        if (sender.isObject() && from.isObject() && !address(sender).equalsIgnoreCase(address(from))) {
            header.people("Sender", List.of(sender));
        }
        header.people("Reply-To", message.path("replyTo"));
        header.people("To", message.path("toRecipients"));
        header.people("Cc", message.path("ccRecipients"));
        if (letter.bcc()) {
            header.people("Bcc", message.path("bccRecipients"));
        }
        header.text("Subject", string(message.path("subject")));
        header.field(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(letter.sent().atOffset(ZoneOffset.UTC)));
        header.field("Message-ID", string(message.path("internetMessageId")));
        header.field("Thread-Index", string(message.path("conversationIndex")));
        String importance = string(message.path("importance"));
        if (importance != null && !importance.equals("normal")) {
            header.field("Importance", importance);
        }
        for (JsonNode own : message.path("internetMessageHeaders")) {
            String name = string(own.path("name"));
            if (name != null && carried(name)) {
                header.header(name, string(own.path("value")));
            }
        }
        for (var own : HeaderProperties.of(message).entrySet()) {
            header.header(own.getKey(), own.getValue());
        }
        header.field("MIME-Version", "1.0");
    }

    /** Whether a header of the message is written: not if it is generated above or added by transport. */
    private static boolean carried(String name) {
        return EncoderUtil.isToken(name) && HeaderProperties.isAllowed(name);
    }

    private void parts(Letter letter) throws IOException {
        List<NewAttachment> inline = letter.attachments().stream()
                .filter(MimeOut::isPart)
                .filter(NewAttachment::inline)
                .toList();
        List<NewAttachment> files = letter.attachments().stream()
                .filter(MimeOut::isPart)
                .filter(a -> !a.inline())
                .toList();
        if (files.isEmpty()) {
            related(letter.message(), inline);
            return;
        }
        String boundary = boundary();
        multipart(report(letter.message()) ? REPORT : "mixed", boundary);
        open(boundary);
        related(letter.message(), inline);
        for (NewAttachment file : files) {
            open(boundary);
            attachment(file, letter);
        }
        close(boundary);
    }

    /** A reference attachment refers to external data and cannot be expressed in MIME. */
    private static boolean isPart(NewAttachment attachment) {
        return attachment.kind() != Attachment.Kind.REFERENCE;
    }

    private static boolean report(ObjectNode message) {
        return message.path("internetMessageHeaders")
                .valueStream()
                .anyMatch(h -> "Content-Type".equalsIgnoreCase(string(h.path("name")))
                        && h.path("value").stringValue("").startsWith("multipart/report"));
    }

    private void related(ObjectNode message, List<NewAttachment> inline) throws IOException {
        if (inline.isEmpty()) {
            text(message);
            return;
        }
        String boundary = boundary();
        multipart("related", boundary);
        open(boundary);
        text(message);
        for (NewAttachment part : inline) {
            open(boundary);
            file(part, "inline");
        }
        close(boundary);
    }

    private void text(ObjectNode message) throws IOException {
        String content = message.path("body").path("content").stringValue("");
        Optional<MeetingCalendars.Written> calendar = MeetingCalendars.of(message);
        if (!isHtml(message) && calendar.isEmpty()) {
            leaf(PLAIN, content);
            return;
        }
        String boundary = boundary();
        multipart("alternative", boundary);
        open(boundary);
        leaf(PLAIN, isHtml(message) ? HtmlText.lines(content) : content);
        if (isHtml(message)) {
            open(boundary);
            leaf("text/html", content);
        }
        if (calendar.isPresent()) {
            open(boundary);
            leaf(
                    "text/calendar; method=" + calendar.get().method(),
                    new String(calendar.get().content(), StandardCharsets.UTF_8));
        }
        close(boundary);
    }

    private void leaf(String type, String content) throws IOException {
        header.field("Content-Type", type + CHARSET);
        header.field("Content-Transfer-Encoding", "quoted-printable");
        header.end();
        String lines = content.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        QuotedPrintableOutputStream encoded = new QuotedPrintableOutputStream(new Unclosed(out), false);
        encoded.write(lines.getBytes(StandardCharsets.UTF_8));
        encoded.close();
        header.end();
    }

    private void attachment(NewAttachment attachment, Letter letter) throws IOException {
        ObjectNode item = attachment.doc();
        if (attachment.kind() != Attachment.Kind.ITEM
                || item == null
                || attachment.content().size() > 0) {
            file(attachment, "attachment");
            return;
        }
        switch (AttachedItem.type(item)) {
            case AttachedItem.EVENT ->
                file(made(attachment, "text/calendar", EventCalendar.of(item, letter.sent())), "attachment");
            case AttachedItem.CONTACT -> file(made(attachment, "text/vcard", ContactCard.of(item)), "attachment");
            default -> {
                header.field("Content-Type", "message/rfc822");
                header.field(
                        "Content-Disposition", "attachment" + HeaderWriter.parameter("filename", attachment.name()));
                header.end();
                write(new Letter(item, AttachedItem.attachments(item), letter.sent(), false, random), out);
                header.end();
            }
        }
    }

    /** Whether it is small and ASCII, as a header of a reported message that needs no encoding. */
    private static boolean isPlain(NewAttachment file) throws IOException {
        if (file.content().size() > MAX_PLAIN) {
            return false;
        }
        try (InputStream in = file.content().open()) {
            for (byte one : in.readAllBytes()) {
                if (one < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static NewAttachment made(NewAttachment attachment, String type, byte[] content) {
        return new NewAttachment(Attachment.Kind.FILE, attachment.name(), type, null, false, Content.of(content), null);
    }

    private void file(NewAttachment file, String disposition) throws IOException {
        String type = file.contentType() == null || !file.contentType().matches("[\\w.+-]+/[\\w.+-]+")
                ? "application/octet-stream"
                : file.contentType();
        header.field("Content-Type", type + HeaderWriter.parameter("name", file.name()));
        header.field("Content-Disposition", disposition + HeaderWriter.parameter("filename", file.name()));
        String contentId = file.contentId();
        if (contentId != null) {
            header.field("Content-ID", "<" + contentId.replaceAll("[<>\\s]", "") + ">");
        }
        // RFC 2046: a message part must not be encoded as a whole
        boolean part = type.startsWith("message/");
        boolean plain = (part || type.equals("text/rfc822-headers")) && isPlain(file);
        boolean message = part || plain;
        String unencoded = plain ? "7bit" : "8bit";
        header.field("Content-Transfer-Encoding", message ? unencoded : "base64");
        header.end();
        try (InputStream in = file.content().open()) {
            if (message) {
                in.transferTo(out);
            } else {
                try (OutputStream encoded = Base64.getMimeEncoder().wrap(new Unclosed(out))) {
                    in.transferTo(encoded);
                }
            }
        }
        header.end();
    }

    private void multipart(String type, String boundary) throws IOException {
        header.field("Content-Type", multipartType(type, boundary));
        header.end();
    }

    private static String multipartType(String type, String boundary) {
        return "multipart/" + type + "; boundary=\"" + boundary + "\"";
    }

    private void open(String boundary) throws IOException {
        out.write(("--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void close(String boundary) throws IOException {
        out.write(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private String boundary() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        // an equals sign followed by an underscore does not occur in encoded parts
        return "=_" + HexFormat.of().formatHex(bytes);
    }

    private static String address(JsonNode recipient) {
        return recipient.path("emailAddress").path("address").stringValue("");
    }

    private static @Nullable String string(JsonNode node) {
        return node.isString() ? node.stringValue() : null;
    }
}
