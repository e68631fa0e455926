package dev.postern.console.workflow;

/** The measures of graphs, in pixels. */
final class GraphSizes {
    static final int NODE_WIDTH = 184;
    static final int NODE_HEIGHT = 46;
    static final int PASSAGE_WIDTH = 10;
    /** Between boxes of one layer. */
    static final int ASIDE = 20;
    /** Between layers: room for an edge with its label. */
    static final int BETWEEN = 40;
    /** Inside a box, around what it contains. */
    static final int AROUND = 14;

    static final int TITLE = 44;
    static final int BRANCH_TITLE = 26;
    static final int EMPTY_HEIGHT = 22;

    private static final int NAME_CHARACTER = 8;
    private static final int SMALL_CHARACTER = 6;
    private static final int MARGIN = 16;

    private GraphSizes() {}

    /** Cuts a name so that it fits. */
    static String fitting(String name, int width) {
        return cut(name, (width - MARGIN) / NAME_CHARACTER);
    }

    static String fittingSmall(String text, int width) {
        return cut(text, (width - MARGIN) / SMALL_CHARACTER);
    }

    private static String cut(String text, int max) {
        int count = text.codePointCount(0, text.length());
        return count <= max ? text : text.substring(0, text.offsetByCodePoints(0, Math.max(1, max - 1))) + "…";
    }
}
