package dev.postern.mailbox;

import dev.postern.store.Column;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One property of a kind of item: a row of its table of properties.
 *
 * @param name its Graph name
 * @param type determines what is shown if the document does not contain it
 * @param columns the columns of the kind that contain it
 * @param compared the column for conditions and sorts; null for none
 * @param folded whether conditions are evaluated on the folded copy
 * @param named whether it is shown only to callers who select it by name
 * @param basic whether Mail.ReadBasic, or the corresponding permission of another kind, may read it
 * @param searched whether changing it changes search results
 * @param mime whether the item's MIME contains it too
 * @param queued whether a message in the outbound queue contains it in addition to its document
 */
public record ItemProperty(
        String name,
        Type type,
        Stored stored,
        List<String> columns,
        @Nullable Column compared,
        boolean folded,
        Writable writable,
        boolean named,
        boolean basic,
        boolean searched,
        boolean mime,
        boolean queued) {
    public ItemProperty {
        columns = List.copyOf(columns);
    }

    public enum Type {
        TEXT,
        NUMBER,
        TIME,
        /** False if the document does not contain it. */
        BOOLEAN,
        OBJECT,
        /** Empty if the document does not contain it. */
        LIST,
        /** Other entities, stored in a separate table. */
        RELATION
    }

    public enum Stored {
        COLUMN,
        DOCUMENT,
        BODY,
        /** Computed from other properties when it is read. */
        COMPUTED
    }

    public enum Writable {
        ALWAYS,
        /** While the item is a draft. */
        DRAFT,
        /** When the item is created. */
        CREATE,
        /** The mailbox determines it. A value that a caller sends back is ignored, not refused. */
        NEVER
    }

    static ItemProperty parse(String row) {
        String[] cells = row.split(",", -1);
        if (cells.length != 11) {
            throw new IllegalArgumentException("A property has 11 cells: " + row);
        }
        String[] compared = cells[4].split(":");
        return new ItemProperty(
                cells[0],
                value(Type.class, cells[1]),
                value(Stored.class, cells[2]),
                cells[3].isEmpty() ? List.of() : List.of(cells[3].split(" ")),
                compared.length == 2 ? column(compared[0], compared[1]) : null,
                cells[4].equals("folded"),
                value(Writable.class, cells[5]),
                choice(cells[6], "named", "default"),
                yes(cells[7]),
                yes(cells[8]),
                yes(cells[9]),
                yes(cells[10]));
    }

    private static Column column(String name, String kind) {
        return switch (kind) {
            case "millis" -> new Column(name, Column.Kind.MILLIS, false);
            case "boolean" -> new Column(name, Column.Kind.BOOLEAN, false);
            case "exact" -> new Column(name, Column.Kind.EXACT, false);
            // the members of an enumeration are stored in lower case
            case "enumerated" -> new Column(name, Column.Kind.FOLDED, false);
            case "folded" -> new Column(name, Column.Kind.FOLDED);
            default -> throw new IllegalArgumentException("Not a way to compare: " + kind);
        };
    }

    private static <E extends Enum<E>> E value(Class<E> type, String cell) {
        return Enum.valueOf(type, cell.toUpperCase(Locale.ROOT));
    }

    private static boolean yes(String cell) {
        return choice(cell, "yes", "no");
    }

    private static boolean choice(String cell, String yes, String no) {
        if (!cell.equals(yes) && !cell.equals(no)) {
            throw new IllegalArgumentException("'" + cell + "' is neither " + yes + " nor " + no);
        }
        return cell.equals(yes);
    }
}
