package dev.postern.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How many bytes an item has, about: of all that a program can make large. */
final class ItemSizes {
    /** What the row of an attachment takes, so that many empty ones are not free. */
    private static final long ATTACHMENT_ROW = 256;

    private ItemSizes() {}

    static long of(Body body, ItemTexts texts, MessagePart.Summary heading, List<StoredAttachment> attachments) {
        return attachments.stream()
                        .mapToLong(a -> attachment(a.size(), a.doc()))
                        .sum()
                + own(body, texts.doc(), heading)
                + utf8(texts.headers());
    }

    /** What a change of properties can change. */
    static long own(Body body, ObjectNode doc, MessagePart.Summary heading) {
        return own(body, doc.toString(), heading);
    }

    private static long own(Body body, String doc, MessagePart.Summary heading) {
        return utf8(body.content())
                + utf8(doc)
                + utf8(heading.subject())
                + utf8(heading.internetMessageId())
                + address(heading.from())
                + address(heading.sender());
    }

    static long attachment(long content, @Nullable ObjectNode doc) {
        return ATTACHMENT_ROW + content + (doc == null ? 0 : utf8(doc.toString()));
    }

    private static long address(@Nullable Address address) {
        return address == null ? 0 : utf8(address.name()) + utf8(address.address());
    }

    private static long utf8(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // half of a pair is two bytes of four
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
