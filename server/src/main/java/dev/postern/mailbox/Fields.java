package dev.postern.mailbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which properties of an item a caller wants, by their Graph names. It decides what is read from disk: a list without
 * bodies does not touch them.
 *
 * @param names null for the default set, which is everything that Graph shows to those who do not choose
 * @param inline texts that have more bytes together are left out, for {@link BoundedReads}
 */
public record Fields(@Nullable Set<String> names, int inline) {
    /** What is answered when nobody chose. */
    public static final Fields DEFAULT = new Fields(null);

    /** Only what columns hold. */
    public static final Fields COLUMNS = new Fields(Set.of());

    private static final Set<String> IN_COLUMNS = Set.of(
            "id",
            "createdDateTime",
            "lastModifiedDateTime",
            "changeKey",
            "receivedDateTime",
            "sentDateTime",
            "hasAttachments",
            "internetMessageId",
            "subject",
            "bodyPreview",
            "importance",
            "parentFolderId",
            "conversationId",
            "isRead",
            "isDraft",
            "webLink",
            "inferenceClassification",
            "sender",
            "from",
            "attachments");
    private static final Set<String> IN_BODY = Set.of("body", "uniqueBody");
    /** Shown only to those who ask for them by name. */
    private static final Set<String> ASKED_FOR = Set.of(
            "internetMessageHeaders",
            "uniqueBody",
            "extensions",
            "singleValueExtendedProperties",
            "multiValueExtendedProperties");

    private static final String HEADERS = "internetMessageHeaders";

    public Fields {
        names = names == null ? null : Set.copyOf(names);
    }

    public Fields(@Nullable Set<String> names) {
        this(names, Integer.MAX_VALUE);
    }

    Fields inline(int most) {
        return new Fields(names, most);
    }

    boolean bounded() {
        return inline < Integer.MAX_VALUE && (body() || doc());
    }

    /** Whether an item has all that was to be read of it. */
    boolean complete(Item item) {
        return !bounded() || ((item.doc() != null || !doc()) && (item.body() != null || !body()));
    }

    public static Fields of(String... names) {
        return new Fields(Set.of(names));
    }

    public boolean wants(String name) {
        return names == null ? !ASKED_FOR.contains(name) : names.contains(name);
    }

    boolean doc() {
        // who has no headers and whose headers are left out look the same: then the document tells
        return names == null
                || (inline < Integer.MAX_VALUE && headers())
                || names.stream().anyMatch(n -> !IN_COLUMNS.contains(n) && !IN_BODY.contains(n) && !n.equals(HEADERS));
    }

    boolean body() {
        return names == null || names.stream().anyMatch(IN_BODY::contains);
    }

    boolean headers() {
        return names != null && names.contains(HEADERS);
    }
}
