package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Path;
import dev.postern.query.SearchText;
import dev.postern.store.Column;
import dev.postern.store.Column.Kind;
import dev.postern.store.ColumnMap;
import dev.postern.store.SearchEntries;
import dev.postern.store.SearchIndex;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The searchable properties of a message: the index fields of its words, and the columns for comparisons. */
final class SearchFields {
    private static final char FROM = 'f';
    private static final char TO = 't';
    private static final char CC = 'c';
    private static final char BCC = 'h';
    private static final char SUBJECT = 's';
    private static final char ATTACHMENT = 'a';
    private static final char BODY = 'b';

    static final SearchIndex INDEX = new SearchIndex(
            SearchEntries.SQLITE_TABLE,
            SearchEntries.SQLITE_KEY,
            SearchEntries.POSTGRES_VECTOR,
            SearchEntries.POSTGRES_SEQUENCE,
            Map.of(
                    "from", List.of(FROM),
                    "to", List.of(TO),
                    "cc", List.of(CC),
                    "bcc", List.of(BCC),
                    "recipients", List.of(TO, CC, BCC),
                    "participants", List.of(FROM, TO, CC, BCC),
                    "subject", List.of(SUBJECT),
                    "attachment", List.of(ATTACHMENT),
                    "body", List.of(BODY)),
            List.of(FROM, SUBJECT, BODY),
            Stream.of("received", "sent", "size", "hasAttachments", "importance")
                    .collect(Collectors.toMap(name -> name, Path::of)));

    /** The item is named {@code i}. */
    static final ColumnMap COLUMNS = new ColumnMap(Map.of(
            Path.of("received"), new Column("i.received_at", Kind.MILLIS, false),
            Path.of("sent"), new Column("i.sent_at", Kind.MILLIS, false),
            Path.of("size"), new Column("i.size", Kind.NUMBER, false),
            Path.of("hasAttachments"), new Column("i.has_attachments", Kind.BOOLEAN, false),
            Path.of("importance"), new Column("i.importance", Kind.FOLDED, false)));

    private SearchFields() {}

    /** A message with everything that is indexed of it. */
    record Source(Item item, List<String> attachmentNames) {
        long size() {
            Body body = item.message().body();
            return body == null ? 0 : body.content().length();
        }
    }

    /** The indexed content of an item; null if the item no longer exists or its kind is not indexed. */
    static @Nullable Source source(Sql sql, IndexQueue.Pending pending) {
        return pending.kind().equals(ItemKind.MESSAGE.name()) ? source(sql, pending.mailbox(), pending.item()) : null;
    }

    private static @Nullable Source source(Sql sql, MailboxId mailbox, ItemId id) {
        Item item = ItemReader.of(mailbox, ItemKind.MESSAGE).find(sql, mailbox, id, Fields.DEFAULT);
        return item == null
                ? null
                : new Source(
                        item,
                        sql.list(
                                "select name from attachment where mailbox_id = ? and item_id = ? and name is not null"
                                        + " order by attachment_id",
                                row -> row.text(1),
                                mailbox.value(),
                                id.value()));
    }

    /** The body comes last, because an entry that is too long is cut off at the end. */
    static SearchEntries.Entry entry(Source source) {
        Item item = source.item();
        MessagePart.Summary summary = item.message().summary();
        Body body = item.message().body();
        List<Map.Entry<Character, List<String>>> fields = List.of(
                Map.entry(SUBJECT, Stream.ofNullable(summary.subject()).toList()),
                Map.entry(FROM, person(summary.from())),
                Map.entry(TO, people(item, "toRecipients")),
                Map.entry(CC, people(item, "ccRecipients")),
                Map.entry(BCC, people(item, "bccRecipients")),
                Map.entry(ATTACHMENT, source.attachmentNames()),
                Map.entry(BODY, body == null ? List.of() : List.of(BodyText.of(body))));
        return new SearchEntries.Entry(
                item.mailbox().value(),
                item.id().value(),
                item.message().sent(),
                SearchText.index(scope(item.mailbox()), fields));
    }

    private static List<String> people(Item item, String property) {
        List<String> values = new ArrayList<>();
        if (item.doc() != null) {
            for (JsonNode recipient : item.doc().path(property)) {
                values.addAll(person(Address.of(recipient)));
            }
        }
        return values;
    }

    private static List<String> person(@Nullable Address address) {
        return address == null
                ? List.of()
                : Stream.of(address.name(), address.address())
                        .filter(Objects::nonNull)
                        .toList();
    }

    /**
     * The prefix of every indexed word of a mailbox, so that a search does not scan words of other mailboxes. It is
     * short because every word carries it. Two mailboxes may share it, which costs a little time and discloses nothing,
     * because the entry itself has the mailbox's id.
     */
    static String scope(MailboxId mailbox) {
        UUID id = mailbox.value();
        long mixed =
                (id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 32)) * 0x9E3779B97F4A7C15L;
        long letters = Long.remainderUnsigned(mixed >>> 16, 36 * 36 * 36 * 36 * 36L);
        String text = Long.toString(letters, 36);
        return "0".repeat(5 - text.length()) + text;
    }
}
