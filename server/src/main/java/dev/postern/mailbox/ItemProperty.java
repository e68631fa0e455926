package dev.postern.mailbox;

import dev.postern.store.Column;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One property of a kind of item: a row of its table of properties.
 *
 * @param name its Graph name
 * @param type what is shown when the document does not contain it
 * @param columns the columns of the kind that are written for it
 * @param compared the column on which conditions and sorts are evaluated; null for none
 * @param folded whether conditions are evaluated on the folded copy
 * @param named whether only callers see it who select it by name
 * @param basic whether Mail.ReadBasic, or its twin of another kind, may see it
 * @param searched whether a change of it changes what a search finds
 * @param mime whether the MIME of the item says it too
 * @param queued whether a message in the outbound queue contains it, besides its document
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
        TIME,
        /** False when the document does not contain it. */
        BOOLEAN,
        OBJECT,
        /** Empty when the document does not contain it. */
        LIST,
        /** Other entities, stored in a table of their own. */
        RELATION
    }

    public enum Stored {
        COLUMN,
        DOCUMENT,
        BODY,
        /** Made of the rest when it is read. */
        COMPUTED
    }

    public enum Writable {
        ALWAYS,
        /** While the item is a draft. */
        DRAFT,
        /** When the item is created. */
        CREATE,
        /** The mailbox decides it. Sending it back as it was read is not refused, and ignored. */
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
            // the members of an enumeration are in lower case as they are stored
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
