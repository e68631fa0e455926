package dev.postern.workflow.xml;

/** Finds the start tags of a well-formed document one after the other, because the parser does not tell how an empty element is written. */
final class StartTags {
    private final String source;
    private int at;

    StartTags(String source) {
        this.source = source;
    }

    /** Whether the next element is written as one tag. */
    boolean nextIsSelfClosing() {
        while (true) {
            int open = source.indexOf('<', at);
            if (open < 0) {
                return false;
            }
            if (source.startsWith("<!--", open)) {
                skip(open, "-->");
            } else if (source.startsWith("<![CDATA[", open)) {
                skip(open, "]]>");
            } else if (source.startsWith("<?", open)) {
                skip(open, "?>");
            } else if (source.startsWith("</", open)) {
                skip(open, ">");
            } else {
                int end = end(open);
                at = end + 1;
                return source.charAt(end - 1) == '/';
            }
        }
    }

    private void skip(int start, String end) {
        int found = source.indexOf(end, start + 2);
        at = found < 0 ? source.length() : found + end.length();
    }

    /** Returns the position of the sign that ends a tag; values in quotes may contain it. */
    private int end(int start) {
        char quote = 0;
        for (int i = start + 1; i < source.length(); i++) {
            char c = source.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i;
            }
        }
        return source.length() - 1;
    }
}
