package dev.postern.mailbox.mime;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.Conversations;
import dev.postern.query.Folding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.DateTimeFieldLenientImpl;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Converts the header of a message to properties. Of a field that may occur once, the first one counts. */
final class MessageHeader {
    /** The maximum length of a shown text that is not an address. */
    private static final int MAX_SHOWN_LENGTH = 255;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final ObjectNode message = JsonNodeFactory.instance.objectNode();
    private final ArrayNode all = JsonNodeFactory.instance.arrayNode();
    private @Nullable Instant sent;
    private @Nullable String threadIndex;
    private @Nullable String root;
    private @Nullable String answered;

    void add(Field field) {
        byte[] raw = PartHeader.bytes(field);
        String value = TextDecoder.header(raw);
        all.addObject().put("name", field.getName()).put("value", value);
        switch (Folding.lower(field.getName())) {
            case "subject" -> once("subject", clean(value));
            case "message-id" -> once("internetMessageId", value);
            case "from" -> person("from", raw);
            case "sender" -> person("sender", raw);
            case "to" -> people("toRecipients", raw);
            case "cc" -> people("ccRecipients", raw);
            case "bcc" -> people("bccRecipients", raw);
            case "reply-to" -> people("replyTo", raw);
            case "date" -> date(field);
            case "thread-index" -> threadIndex = threadIndex == null ? value : threadIndex;
            case "references" -> root = root == null ? firstId(value) : root;
            case "in-reply-to" -> answered = answered == null ? firstId(value) : answered;
            case "importance", "x-priority", "priority", "x-msmail-priority" -> importance(value);
            case "disposition-notification-to" -> message.put("isReadReceiptRequested", true);
            default -> {
                // kept with all headers
            }
        }
    }

    /** The properties, without a body. */
    ObjectNode finish(Instant now) {
        message.set("internetMessageHeaders", all);
        if (!message.has("sender") && message.has("from")) {
            message.set("sender", message.get("from"));
        }
        String index = index(now);
        if (index != null) {
            message.put("conversationIndex", index);
        }
        return message;
    }

    @Nullable
    Instant sent() {
        return sent;
    }

    private @Nullable String index(Instant now) {
        if (threadIndex != null) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(threadIndex);
                if (Conversations.id(bytes) != null) {
                    return Base64.getEncoder().encodeToString(bytes);
                }
            } catch (IllegalArgumentException _) {
                // not an index: the references determine the conversation
            }
        }
        String first = root == null ? answered : root;
        return first == null
                ? null
                : Base64.getEncoder().encodeToString(Conversations.begin(first, sent == null ? now : sent));
    }

    private void once(String name, String value) {
        if (!message.has(name) && !value.isEmpty()) {
            message.put(name, value);
        }
    }

    private void importance(String value) {
        String low = Folding.lower(value);
        if (message.has("importance") || low.isEmpty()) {
            return;
        }
        if (low.startsWith("high") || low.startsWith("urgent") || low.charAt(0) == '1' || low.charAt(0) == '2') {
            message.put("importance", "high");
        } else if (low.startsWith("low")
                || low.startsWith("non-urgent")
                || low.charAt(0) == '4'
                || low.charAt(0) == '5') {
            message.put("importance", "low");
        }
    }

    private void date(Field field) {
        Date date = DateTimeFieldLenientImpl.PARSER
                .parse(field, DecodeMonitor.SILENT)
                .getDate();
        if (sent == null && date != null && isWritable(date.toInstant())) {
            sent = date.toInstant();
        }
    }

    /** Whether the year has the four digits that a date in a header has. */
    private static boolean isWritable(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(LAST);
    }

    private void person(String property, byte[] raw) {
        List<Address> people = addresses(raw);
        if (!people.isEmpty() && !message.has(property)) {
            message.set(property, people.getFirst().recipient());
        }
    }

    private void people(String property, byte[] raw) {
        ArrayNode list = message.withArray(property);
        addresses(raw).forEach(person -> list.add(person.recipient()));
    }

    static List<Address> addresses(byte[] raw) {
        boolean eightBit = false;
        for (byte b : raw) {
            eightBit |= b < 0;
        }
        var addresses = new ArrayList<Address>();
        try {
            String text = new String(raw, StandardCharsets.ISO_8859_1);
            for (String member : AddressLists.members(TextDecoder.unfold(text))) {
                add(addresses, member, eightBit);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            String whole = TextDecoder.header(raw);
            if (!whole.isEmpty()) {
                addresses.add(new Address(whole, null));
            }
        }
        return addresses;
    }

    private static void add(List<Address> addresses, String member, boolean eightBit) {
        if (member.length() > AddressLists.MAX_MEMBER_LENGTH) {
            addresses.add(new Address(text(member.substring(0, MAX_SHOWN_LENGTH), eightBit), null));
            return;
        }
        for (Mailbox mailbox :
                LenientAddressParser.DEFAULT.parseAddressList(member).flatten()) {
            String name = text(mailbox.getName(), eightBit);
            String address = text(mailbox.getAddress(), eightBit);
            if (name != null || address != null) {
                addresses.add(new Address(name, address));
            }
        }
    }

    private static @Nullable String text(@Nullable String parsed, boolean eightBit) {
        if (parsed == null || parsed.isBlank()) {
            return null;
        }
        boolean bytes = eightBit && parsed.chars().allMatch(c -> c < 256);
        return clean(TextDecoder.words(
                bytes ? TextDecoder.decode(parsed.getBytes(StandardCharsets.ISO_8859_1), null) : parsed));
    }

    /** Encoded words may contain any character. */
    private static String clean(String text) {
        return Objects.requireNonNullElse(HeaderValues.clean(text), "");
    }

    private static @Nullable String firstId(String value) {
        int from = value.indexOf('<');
        int to = value.indexOf('>', from + 1);
        return from >= 0 && to > from ? value.substring(from, to + 1) : null;
    }
}
