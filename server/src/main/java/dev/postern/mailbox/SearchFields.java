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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The searchable properties of an item: the index fields of its words, and the columns for comparisons. */
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

    /** Of the values, contacts have only a size. */
    static final ColumnMap CONTACT_COLUMNS =
            new ColumnMap(Map.of(Path.of("size"), new Column("i.size", Kind.NUMBER, false)));

    /** The words of a contact by index field: names, then addresses, then the rest. */
    private static final Map<Character, List<String>> OF_CONTACT = Map.of(
            SUBJECT,
            List.of(
                    "displayName",
                    "givenName",
                    "middleName",
                    "surname",
                    "nickName",
                    "fileAs",
                    "companyName",
                    "yomiGivenName",
                    "yomiSurname",
                    "yomiCompanyName"),
            FROM,
            List.of("emailAddresses", "imAddresses"),
            BODY,
            List.of(
                    "jobTitle",
                    "department",
                    "officeLocation",
                    "profession",
                    "manager",
                    "assistantName",
                    "spouseName",
                    "children",
                    "categories",
                    "businessPhones",
                    "homePhones",
                    "mobilePhone",
                    "businessAddress",
                    "homeAddress",
                    "otherAddress",
                    "personalNotes"));

    private SearchFields() {}

    /** An item with everything that is indexed of it. */
    record Source(Item item, List<String> attachmentNames) {
        long size() {
            Body body = item.body();
            // the notes of a contact are in its document
            return body != null
                    ? body.content().length()
                    : item.doc() == null
                            ? 0
                            : item.doc().path("personalNotes").stringValue("").length();
        }
    }

    /** The indexed content of an item; null if the item no longer exists or its kind is not indexed. */
    static @Nullable Source source(Sql sql, IndexQueue.Pending pending) {
        return ItemKind.ALL.stream()
                .filter(kind -> kind.name().equals(pending.kind()))
                .findFirst()
                .map(kind -> source(sql, kind, pending.mailbox(), pending.item()))
                .orElse(null);
    }

    private static @Nullable Source source(Sql sql, ItemKind kind, MailboxId mailbox, ItemId id) {
        Fields whole = new Fields(kind.properties(), null, Integer.MAX_VALUE);
        Item item = ItemReader.of(mailbox, kind).find(sql, mailbox, id, whole);
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
        return switch (item.part()) {
            case MessagePart message ->
                entry(
                        source,
                        message.sent(),
                        person(message.summary().from()),
                        List.of(
                                Map.entry(TO, people(item, "toRecipients")),
                                Map.entry(CC, people(item, "ccRecipients")),
                                Map.entry(BCC, people(item, "bccRecipients"))));
            case EventPart event ->
                entry(
                        source,
                        event.times().startsAt(),
                        person(event.organizer()),
                        List.of(Map.entry(TO, people(item, "attendees"))));
            case ContactPart _ -> contact(item);
            case null -> throw new IllegalArgumentException("Only the core was read: " + item.id());
        };
    }

    private static SearchEntries.Entry contact(Item item) {
        ObjectNode properties = ContactProperties.of(item);
        var fields = new ArrayList<Map.Entry<Character, List<String>>>();
        for (char field : List.of(SUBJECT, FROM, BODY)) {
            var texts = new ArrayList<String>();
            OF_CONTACT.getOrDefault(field, List.of()).forEach(name -> texts(properties.path(name), texts));
            fields.add(Map.entry(field, texts));
        }
        return new SearchEntries.Entry(
                item.mailbox().value(),
                item.id().value(),
                item.core().created(),
                SearchText.index(scope(item.mailbox()), fields));
    }

    /** The texts of a value, of its elements or of its members. */
    private static void texts(JsonNode value, List<String> into) {
        if (value.isString()) {
            into.add(value.stringValue());
        }
        value.forEach(inner -> texts(inner, into));
    }

    private static SearchEntries.Entry entry(
            Source source, Instant time, List<String> from, List<Map.Entry<Character, List<String>>> to) {
        Item item = source.item();
        Body body = item.body();
        String subject = item.part() == null ? null : item.part().subject();
        var fields = new ArrayList<Map.Entry<Character, List<String>>>();
        fields.add(Map.entry(SUBJECT, Stream.ofNullable(subject).toList()));
        fields.add(Map.entry(FROM, from));
        fields.addAll(to);
        fields.add(Map.entry(ATTACHMENT, source.attachmentNames()));
        fields.add(Map.entry(BODY, body == null ? List.of() : List.of(BodyText.of(body))));
        return new SearchEntries.Entry(
                item.mailbox().value(), item.id().value(), time, SearchText.index(scope(item.mailbox()), fields));
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
