package dev.postern.html;

/**
 * The cells of tables: cells of a row are separated by tabs, rows by line breaks. A paragraph that fills a cell does not break the line;
 * after a cell of several lines, as in pages whose layout is a table, the next cell begins on a new line.
 */
final class TextCells {
    private final TextWriter out;
    private boolean headers;
    private boolean rowHasCells;
    private boolean rowHasText;
    /** In a cell that has no text yet, or after a cell. */
    private boolean atStart;

    private boolean severalLines;

    TextCells(TextWriter out) {
        this.out = out;
    }

    void table() {
        headers = false;
        row();
    }

    void row() {
        out.atLeast(1);
        out.noTabs();
        rowHasCells = false;
        rowHasText = false;
        atStart = false;
        severalLines = false;
    }

    void open(boolean header) {
        headers |= header;
        // empty first cells are columns in a table of data, and margins in one that is a layout
        if (rowHasCells && !severalLines && (rowHasText || headers)) {
            out.tab();
        }
        out.space();
        rowHasCells = true;
        severalLines = false;
        atStart = true;
    }

    void close() {
        if (severalLines) {
            out.atLeast(1);
        } else if (!atStart && rowHasText) {
            out.atMost(0);
        }
        out.space();
        atStart = true;
    }

    /** Whether nothing has been written since the cell began, so that a block in it needs no line break. */
    boolean isAtStart() {
        return rowHasCells && atStart;
    }

    /** Called before text is written. */
    void text() {
        severalLines |= rowHasCells && !atStart && out.pendingBreaks() > 0;
        atStart = false;
        rowHasText = true;
    }
}
