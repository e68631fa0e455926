package dev.postern.mailbox.rule;

import dev.postern.html.HtmlText;
import dev.postern.mailbox.Body;
import dev.postern.mailbox.MeetingMessageType;
import dev.postern.mailbox.MessagePart;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.event.ApprovalRequest;
import dev.postern.mailbox.event.MeetingNotice;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What rules see of a message that arrives, the same for all its mailboxes. Texts are folded, and made when the first rule needs them. For one
 * thread.
 */
public final class ArrivingMessage {
    /** Of the text of a body, and of the headers. */
    static final int MAX_SEARCHED = 256 << 10;

    /** A message with this header was forwarded or redirected by a rule. */
    public static final String LOOP_HEADER = "X-MS-Exchange-Inbox-Rules-Loop";

    private final Content content;
    private final Map<RulePlace, String> texts = new EnumMap<>(RulePlace.class);
    private @Nullable Map<String, List<String>> headers;

    ArrivingMessage(Content content) {
        this.content = content;
    }

    /**
     * The parts of the message.
     *
     * @param from the address of the author
     * @param to folded addresses
     * @param cc folded addresses
     * @param headers an array of name and value
     * @param size in bytes
     * @param categories folded
     * @param nullSender whether nothing may be sent because of it
     */
    record Content(
            String subject,
            Body body,
            String from,
            Set<String> to,
            Set<String> cc,
            ArrayNode headers,
            String importance,
            boolean hasAttachments,
            long size,
            Set<String> categories,
            @Nullable MeetingMessageType meeting,
            boolean forApproval,
            boolean nullSender) {}

    /** @param nullSender whether the envelope has the null sender, so that nothing is sent because of the message */
    public static ArrivingMessage of(PreparedMessage copy, boolean nullSender) {
        MessagePart part = copy.item().message();
        MessagePart.Summary summary = part.summary();
        ObjectNode doc = copy.item().doc() == null
                ? JsonNodeFactory.instance.objectNode()
                : Objects.requireNonNull(copy.item().doc());
        Set<String> categories = new HashSet<>();
        doc.path("categories").forEach(one -> categories.add(Folding.fold(one.stringValue(""))));
        categories.addAll(keywords(part.headers()));
        return new ArrivingMessage(new Content(
                Objects.requireNonNullElse(summary.subject(), ""),
                part.body() == null ? new Body(Body.Type.TEXT, "") : part.body(),
                summary.from() == null
                        ? ""
                        : Objects.requireNonNullElse(summary.from().address(), ""),
                addresses(doc.path("toRecipients")),
                addresses(doc.path("ccRecipients")),
                part.headers() == null ? JsonNodeFactory.instance.arrayNode() : part.headers(),
                part.flags().importance(),
                copy.item().core().hasAttachments(),
                copy.item().size(),
                categories,
                summary.meeting(),
                ApprovalRequest.isMarked(doc.path(MeetingNotice.PROPERTY)),
                nullSender));
    }

    /** Other systems send categories in this header. */
    private static Set<String> keywords(@Nullable ArrayNode headers) {
        Set<String> words = new HashSet<>();
        for (JsonNode header : headers == null ? JsonNodeFactory.instance.arrayNode() : headers) {
            if ("Keywords".equalsIgnoreCase(header.path("name").stringValue(""))) {
                Stream.of(header.path("value").stringValue("").split(",", 100))
                        .map(word -> Folding.fold(word.strip()))
                        .filter(word -> !word.isEmpty())
                        .forEach(words::add);
            }
        }
        return words;
    }

    private static Set<String> addresses(JsonNode recipients) {
        Set<String> all = new HashSet<>();
        for (JsonNode one : recipients) {
            all.add(Folding.fold(
                    one.path("emailAddress").path("address").stringValue("").strip()));
        }
        return all;
    }

    String text(RulePlace place) {
        return texts.computeIfAbsent(place, this::make);
    }

    private String make(RulePlace place) {
        return Folding.fold(
                switch (place) {
                    case SUBJECT -> content.subject();
                    case SENDER -> content.from();
                    case RECIPIENTS ->
                        Stream.concat(content.to().stream(), content.cc().stream())
                                .collect(Collectors.joining("\n"));
                    case BODY -> body(content.body());
                    case HEADERS -> lines(content.headers());
                });
    }

    private static String body(Body body) {
        return body.type() == Body.Type.HTML ? HtmlText.lines(body.content(), MAX_SEARCHED) : cut(body.content());
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MAX_SEARCHED));
    }

    private static String lines(ArrayNode headers) {
        StringBuilder lines = new StringBuilder();
        for (JsonNode header : headers) {
            if (lines.length() < MAX_SEARCHED) {
                lines.append(header.path("name").stringValue(""))
                        .append(": ")
                        .append(header.path("value").stringValue(""))
                        .append('\n');
            }
        }
        return cut(lines.toString());
    }

    String author() {
        return text(RulePlace.SENDER).strip();
    }

    Set<String> to() {
        return content.to();
    }

    Set<String> cc() {
        return content.cc();
    }

    String importance() {
        return content.importance();
    }

    boolean hasAttachments() {
        return content.hasAttachments();
    }

    long size() {
        return content.size();
    }

    Set<String> categories() {
        return content.categories();
    }

    @Nullable
    MeetingMessageType meeting() {
        return content.meeting();
    }

    boolean isForApproval() {
        return content.forApproval();
    }

    /** The values of a header in lower case. */
    Stream<String> header(String name) {
        if (headers == null) {
            headers = new LinkedHashMap<>();
            for (JsonNode header : content.headers()) {
                headers.computeIfAbsent(Folding.lower(header.path("name").stringValue("")), _ -> new ArrayList<>())
                        .add(Folding.lower(header.path("value").stringValue("").strip()));
            }
        }
        return headers.getOrDefault(name, List.of()).stream();
    }

    private String contentType() {
        return header("content-type").findFirst().orElse("");
    }

    boolean isType(String type) {
        String given = contentType();
        return given.startsWith(type) && !given.startsWith(type + "-");
    }

    boolean isPkcs7() {
        return isType("application/pkcs7-mime") || isType("application/x-pkcs7-mime");
    }

    boolean hasTypeParameter(String name, String value) {
        return Stream.of(contentType().split(";", 20))
                .map(part -> part.replace("\"", "").replace(" ", "").strip())
                .anyMatch((name + "=" + value)::equals);
    }

    boolean isReport(String type) {
        return isType("multipart/report") && hasTypeParameter("report-type", type);
    }

    /** Whether a rule has sent it. */
    boolean wasForwarded() {
        return header(Folding.lower(LOOP_HEADER)).findAny().isPresent();
    }

    /** Whether another mailbox of this server has sent it as its automatic reply. */
    boolean isReplyOfServer() {
        return content.nullSender()
                && header("auto-submitted").anyMatch(value -> value.startsWith("auto-generated"))
                && header("x-auto-response-suppress").findAny().isPresent();
    }

    /** Whether a rule may send something because of it: not if it was sent by a rule, or has the null sender. */
    boolean maySend() {
        return !content.nullSender() && !wasForwarded();
    }

    /** The word of Graph for its sensitivity. */
    String sensitivity() {
        return switch (header("sensitivity").findFirst().orElse("")) {
            case "personal" -> "personal";
            case "private" -> "private";
            case "company-confidential", "confidential" -> "confidential";
            default -> "normal";
        };
    }

    /** The text of a follow-up request; empty for none. */
    String actionFlag() {
        return header("x-message-flag").findFirst().orElse("");
    }
}
