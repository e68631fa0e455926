package dev.postern.store;

import dev.postern.query.Condition.Position;
import dev.postern.query.Finding;
import dev.postern.query.Folding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.Function;

/** A function that SQLite calls: whether a text contains a folded part at a position, compared as in {@link dev.postern.query.DocumentEvaluator}. */
final class FoldedMatch extends Function {
    private final Position position;

    private FoldedMatch(Position position) {
        this.position = position;
    }

    static String name(Position position) {
        return "folded_match_" + position.name().toLowerCase(Locale.ROOT);
    }

    /** Adds the functions to a connection. */
    static void addTo(Connection connection) throws SQLException {
        for (Position position : Position.values()) {
            Function.create(connection, name(position), new FoldedMatch(position), 2, FLAG_DETERMINISTIC);
        }
    }

    @Override
    protected void xFunc() throws SQLException {
        String text = value_text(0);
        if (text == null) {
            result();
            return;
        }
        String folded = Folding.fold(text);
        String part = value_text(1);
        boolean matches = switch (position) {
            case START -> folded.startsWith(part);
            case END -> folded.endsWith(part);
            case ANYWHERE -> Finding.contains(folded, part);
        };
        result(matches ? 1 : 0);
    }
}
