package dev.postern.mailbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The approximate size of an item in bytes: of everything that a program can make large. */
final class ItemSizes {
    /** The size of an attachment's row, so that many empty attachments are not free. */
    private static final long ATTACHMENT_ROW = 256;

    private ItemSizes() {}

    static long of(Body body, ItemTexts texts, MessagePart.Summary summary, List<StoredAttachment> attachments) {
        return attachments.stream()
                        .mapToLong(a -> attachment(a.size(), a.doc()))
                        .sum()
                + own(body, texts.doc(), summary)
                + utf8(texts.headers());
    }

    /** The size of everything that a change of properties can change. */
    static long own(Body body, ObjectNode doc, MessagePart.Summary summary) {
        return own(body, doc.toString(), summary);
    }

    private static long own(Body body, String doc, MessagePart.Summary summary) {
        return utf8(body.content())
                + utf8(doc)
                + utf8(summary.subject())
                + utf8(summary.internetMessageId())
                + address(summary.from())
                + address(summary.sender());
    }

    static long attachment(long content, @Nullable ObjectNode doc) {
        return ATTACHMENT_ROW + content + (doc == null ? 0 : utf8(doc.toString()));
    }

    private static long address(@Nullable Address address) {
        return address == null ? 0 : utf8(address.name()) + utf8(address.address());
    }

    static long utf8(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // a surrogate is half of a character of four bytes
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
