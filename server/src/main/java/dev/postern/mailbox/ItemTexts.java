package dev.postern.mailbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document and the headers of an item in their stored form. */
record ItemTexts(String doc, @Nullable String headers) {
    static ItemTexts of(ObjectNode doc, @Nullable ArrayNode headers) {
        return new ItemTexts(doc.toString(), headers == null ? null : headers.toString());
    }
}
