package dev.postern.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** A part of a statement with the values for its question marks, in order. */
public record SqlFragment(String sql, List<Object> values) {
    public SqlFragment {
        values = List.copyOf(values);
    }

    /** Binds the values from this index on and returns the index after them. */
    public int bind(PreparedStatement statement, int firstIndex) throws SQLException {
        int index = firstIndex;
        for (Object value : values) {
            statement.setObject(index++, value);
        }
        return index;
    }
}
