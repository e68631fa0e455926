package dev.postern.html;

/**
 * A start tag. Values are read from the page on request, so a scan that needs none copies none.
 *
 * @param name in lower case; long unknown names are truncated
 * @param attributes their number
 * @param from where its attributes begin in the page
 * @param to the end of the tag
 */
record HtmlTag(String name, int attributes, String html, int from, int to) {
    /** Returns the value of the first attribute of this name, decoded; empty if there is none. One pass over the tag. */
    String value(String attribute) {
        AttributeScan scan = new AttributeScan(html, from, to);
        while (scan.next()) {
            if (scan.isNamed(attribute)) {
                return Entities.decoded(scan.value(), true);
            }
        }
        return "";
    }
}
