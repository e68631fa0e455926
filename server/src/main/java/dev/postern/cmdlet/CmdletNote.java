package dev.postern.cmdlet;

import java.util.List;

/**
 * What the command line tells about a cmdlet, and how it shows its output.
 *
 * @param purpose what it does, without a full stop
 * @param asTable whether the original module shows this type as a table unless told otherwise
 * @param columns the columns of the table; empty if the cmdlet returns nothing
 * @param example a line that works, in the syntax of a POSIX shell
 */
public record CmdletNote(String purpose, boolean asTable, List<String> columns, String example) {
    public CmdletNote {
        columns = List.copyOf(columns);
    }
}
