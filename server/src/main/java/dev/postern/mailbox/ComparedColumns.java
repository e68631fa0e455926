package dev.postern.mailbox;

import dev.postern.query.FoldedDocument;
import dev.postern.query.Folding;
import dev.postern.query.Path;
import dev.postern.store.Column;
import dev.postern.store.Column.Kind;
import dev.postern.store.ColumnMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The columns for conditions and sorts on the properties of an item: each has a column or is in the folded copy. */
final class ComparedColumns {
    private static final FoldedDocument FORM = new FoldedDocument(Set.of(
            Path.of("flag/dueDateTime/dateTime"),
            Path.of("flag/startDateTime/dateTime"),
            Path.of("flag/completedDateTime/dateTime")));
    /** Not a property of Graph: {@link MapiConditions} compares it. */
    static final Path SIZE = Path.of("size");

    private static final Path FROM_ADDRESS = Path.of("from/emailAddress/address");

    private static final int MAX_ADDRESS_LENGTH = 320;

    private ComparedColumns() {}

    static ColumnMap of(PropertyTable properties) {
        Map<Path, Column> columns = new HashMap<>(properties.compared());
        if (properties.find("from") != null) {
            columns.put(FROM_ADDRESS, new Column("from_key", Kind.FOLDED));
        }
        if (properties.find("organizer") != null) {
            columns.put(Path.of("organizer/emailAddress/address"), new Column("organizer_key", Kind.FOLDED));
            columns.put(EventConditions.START, new Column("starts_at", Kind.MILLIS, false));
            columns.put(EventConditions.END, new Column("ends_at", Kind.MILLIS, false));
        }
        columns.put(FolderCondition.FOLDER, new Column("folder_id", Kind.UUID, false));
        columns.put(SIZE, new Column("size", Kind.NUMBER, false));
        return new ColumnMap(columns, Optional.of(new ColumnMap.Folded("folded", FORM, folded(properties))));
    }

    private static Set<String> folded(PropertyTable properties) {
        return properties.names(ItemProperty::folded);
    }

    /** Subject or sender in its form for comparisons. */
    static @Nullable String key(@Nullable String text) {
        return text == null ? null : Folding.fold(text);
    }

    /**
     * As {@link #key}, shortened to the maximum length of an address, because an index entry has a size limit and
     * drafts may contain more.
     */
    static @Nullable String addressKey(@Nullable Address address) {
        String key = address == null ? null : key(address.address());
        return key == null || key.length() <= MAX_ADDRESS_LENGTH ? key : key.substring(0, MAX_ADDRESS_LENGTH);
    }

    /** The folded copy of an item, on which conditions are evaluated. */
    static String folded(PropertyTable properties, Item item, ObjectNode doc) {
        ObjectNode compared = switch (item.part()) {
            case MessagePart message -> MessageJson.compared(message, doc);
            case EventPart event -> EventProperties.compared(event, doc);
            case ContactPart _ -> ContactProperties.compared(doc);
            case null -> doc;
        };
        return FORM.of(compared, folded(properties)).toString();
    }
}
