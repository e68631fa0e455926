package dev.postern.graph.mail;

import dev.postern.query.Folding;
import java.util.List;

/** The three ways to create a message from another. */
enum ReplyKind {
    REPLY("RE: ", List.of("re:")),
    REPLY_ALL("RE: ", List.of("re:")),
    FORWARD("FW: ", List.of("fw:", "fwd:"));

    private final String prefix;
    private final List<String> known;

    ReplyKind(String prefix, List<String> known) {
        this.prefix = prefix;
        this.known = known;
    }

    /** The subject of the reply; an existing prefix is not repeated. */
    String subject(String original) {
        String low = Folding.lower(original.stripLeading());
        return known.stream().anyMatch(low::startsWith) ? original : prefix + original;
    }
}
