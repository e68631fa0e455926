package dev.postern.mailbox.mime;

import dev.postern.compute.Deadline;
import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.NewAttachment;
import dev.postern.mailbox.TemporaryFiles;
import dev.postern.query.Folding;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads internet mail. The body is the HTML of an alternative, or the first text. Every other part becomes an
 * attachment, so that nothing is lost; so does a message inside the message. Malformed input is read as far as
 * possible. For one use and one thread.
 */
public final class MimeIn {
    private static final int MAX_DEPTH = 40;
    private static final int MESSAGES_WITHIN = 5;
    private static final int MAX_FIELD_BYTES = 512 * 1024;
    private static final int MAX_FIELDS = 1_000;
    /** Counts all parts, including those of attached messages. */
    private static final int MAX_PARTS = 1_000;

    private static final int MAX_FIELDS_OF_ALL_PARTS = 10_000;
    private static final int MAX_TEXT_BYTES = 16 * 1024 * 1024;

    private final Spool spool;
    private final MessageHeader header = new MessageHeader();
    private final List<NewAttachment> attachments = new ArrayList<>();
    private final Deque<String> multiparts = new ArrayDeque<>();
    private final int level;
    private final Counts counts;
    private final Deadline deadline;
    private PartHeader part = new PartHeader();
    private @Nullable String text;
    private @Nullable String html;

    private MimeIn(int level, TemporaryFiles temporary, Counts counts, Deadline deadline) {
        this.level = level;
        this.spool = new Spool(temporary);
        this.counts = counts;
        this.deadline = deadline;
    }

    /** The counts of a message so far, including attached messages. */
    private static final class Counts {
        private int parts;
        private int fields;

        void part() {
            if (++parts > MAX_PARTS) {
                throw new MimeRefused("The message has more than " + MAX_PARTS + " parts", null);
            }
        }

        void field() {
            if (++fields > MAX_FIELDS_OF_ALL_PARTS) {
                throw new MimeRefused(
                        "The message and its parts have more than " + MAX_FIELDS_OF_ALL_PARTS + " header fields", null);
            }
        }
    }

    /**
     * Reads a message to its end.
     *
     * @param now the time for properties that need one if the message has none
     * @throws MimeRefused if it exceeds the limits for messages
     * @throws IOException if the stream fails
     */
    public static ParsedMime read(InputStream in, Instant now) throws IOException {
        return read(in, now, TemporaryFiles.ofSystem(), Deadline.none());
    }

    /**
     * As {@link #read(InputStream, Instant)}, with a deadline.
     *
     * @param temporary where parts are stored that are too large for memory
     */
    public static ParsedMime read(InputStream in, Instant now, TemporaryFiles temporary, Deadline deadline)
            throws IOException {
        return new MimeIn(0, temporary, new Counts(), deadline).parse(in, now);
    }

    private ParsedMime parse(InputStream in, Instant now) throws IOException {
        MimeConfig limits = new MimeConfig.Builder()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(MAX_FIELD_BYTES)
                .setMaxHeaderCount(MAX_FIELDS)
                .setMaxContentLen(-1)
                .build();
        MimeTokenStream tokens =
                new MimeTokenStream(limits, DecodeMonitor.SILENT, new BoundedFields(MAX_FIELD_BYTES), null);
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        boolean finished = false;
        try {
            tokens.parse(deadline.over(in));
            for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
                token(tokens, state, now);
            }
            finished = true;
            return result(now);
        } catch (MimeException | MimeIOException e) {
            throw new MimeRefused("The message is not valid MIME: " + e.getMessage(), e);
        } finally {
            if (!finished) {
                spool.discard();
            }
        }
    }

    private void token(MimeTokenStream tokens, EntityState state, Instant now) throws IOException {
        switch (state) {
            case T_START_HEADER -> {
                counts.part();
                part = new PartHeader();
            }
            case T_FIELD -> {
                counts.field();
                part.add(tokens.getField());
                if (multiparts.isEmpty()) {
                    header.add(tokens.getField());
                }
            }
            case T_START_MULTIPART -> {
                if (multiparts.size() >= MAX_DEPTH) {
                    throw new MimeRefused("Parts are nested more than " + MAX_DEPTH + " levels deep", null);
                }
                multiparts.push(Folding.lower(tokens.getBodyDescriptor().getSubType()));
            }
            case T_END_MULTIPART -> multiparts.poll();
            case T_BODY -> body(tokens.getBodyDescriptor(), tokens.getDecodedInputStream(), now);
            default -> {
                // preambles, epilogues and ends have no content
            }
        }
    }

    private void body(BodyDescriptor descriptor, InputStream decoded, Instant now) throws IOException {
        String type = Folding.lower(descriptor.getMimeType());
        boolean alternative = multiparts.contains("alternative");
        boolean body = !part.attached() && !part.named();
        boolean asHtml = body && type.equals("text/html") && html == null && (text == null || alternative);
        boolean asText = body && type.equals("text/plain") && text == null && (html == null || alternative);
        if (!asHtml && !asText) {
            attach(descriptor, type, spool.keep(decoded), now);
            return;
        }
        String content = TextDecoder.decode(decoded.readNBytes(MAX_TEXT_BYTES), descriptor.getCharset());
        if (decoded.read() >= 0) {
            throw new MimeRefused("The text of the message is larger than " + MAX_TEXT_BYTES + " bytes", null);
        }
        if (asHtml) {
            html = clean(content);
        } else {
            text = clean(content);
        }
    }

    /** No engine stores U+0000, and no mail client shows it. */
    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private void attach(BodyDescriptor descriptor, String type, Content content, Instant now) throws IOException {
        String name = part.filename();
        boolean inline = !part.attached() && (part.contentId() != null || multiparts.contains("related"));
        if (type.equals("message/rfc822") && level < MESSAGES_WITHIN) {
            ObjectNode inner = within(content, now);
            if (inner != null) {
                String subject = inner.path("subject").stringValue("");
                attachments.add(new NewAttachment(
                        Attachment.Kind.ITEM,
                        name == null ? TextDecoder.truncate(subject, PartHeader.MAX_NAME_LENGTH) : name,
                        type,
                        part.contentId(),
                        inline,
                        content,
                        inner));
                return;
            }
        }
        ObjectNode contact = card(type, content);
        if (contact != null) {
            attachments.add(new NewAttachment(
                    Attachment.Kind.ITEM,
                    name == null
                            ? TextDecoder.truncate(
                                    contact.path("displayName").stringValue(""), PartHeader.MAX_NAME_LENGTH)
                            : name,
                    type,
                    part.contentId(),
                    inline,
                    content,
                    contact));
            return;
        }
        attachments.add(new NewAttachment(
                Attachment.Kind.FILE,
                name == null ? madeUpName(type) : name,
                descriptor.getMimeType(),
                part.contentId(),
                inline,
                content,
                null));
    }

    private @Nullable ObjectNode card(String type, Content content) throws IOException {
        if (!part.isCard(type) || content.size() > ContactCardReader.MAX_BYTES) {
            return null;
        }
        try (InputStream in = content.open()) {
            return ContactCardReader.one(in.readAllBytes());
        }
    }

    private @Nullable ObjectNode within(Content content, Instant now) throws IOException {
        try (InputStream in = content.open();
                ParsedMime inner = new MimeIn(level + 1, spool.temporary(), counts, deadline).parse(in, now)) {
            return inner.message();
        } catch (MimeRefused e) {
            return null;
        }
    }

    private String madeUpName(String type) {
        String extension = switch (type) {
            case "text/plain" -> ".txt";
            case "text/html" -> ".htm";
            case "text/calendar" -> ".ics";
            case "text/vcard", "text/x-vcard", "text/directory" -> ".vcf";
            case "message/rfc822" -> ".eml";
            case "image/png" -> ".png";
            case "image/jpeg" -> ".jpg";
            case "image/gif" -> ".gif";
            default -> ".dat";
        };
        return String.format(Locale.ROOT, "ATT%05d%s", attachments.size() + 1, extension);
    }

    private ParsedMime result(Instant now) {
        ObjectNode message = header.finish(now);
        ObjectNode body = message.putObject("body");
        String content = html != null ? html : text;
        body.put("contentType", html != null ? "html" : "text");
        body.put("content", content == null ? "" : content);
        return new ParsedMime(message, attachments, header.sent(), spool.files());
    }
}
