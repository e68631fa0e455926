package dev.postern.graph.mail;

import dev.postern.http.Json;
import dev.postern.query.Folding;
import dev.postern.query.Moments;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/** The three ways to create a message from another. */
enum ReplyKind {
    REPLY("RE: ", List.of("re:"), 102, 261),
    REPLY_ALL("RE: ", List.of("re:"), 103, 261),
    FORWARD("FW: ", List.of("fw:", "fwd:"), 104, 262);

    private final String prefix;
    private final List<String> known;
    private final int verb;
    private final int icon;

    /**
     * @param verb the value of PidTagLastVerbExecuted
     * @param icon the value of PidTagIconIndex
     */
    ReplyKind(String prefix, List<String> known, int verb, int icon) {
        this.prefix = prefix;
        this.known = known;
        this.verb = verb;
        this.icon = icon;
    }

    /** The extended properties of a message that was answered in this way. */
    ArrayNode mark(Instant now) {
        ArrayNode mark = Json.array();
        mark.addObject().put("id", "Integer 0x1080").put("value", String.valueOf(icon));
        mark.addObject().put("id", "Integer 0x1081").put("value", String.valueOf(verb));
        mark.addObject().put("id", "SystemTime 0x1082").put("value", Moments.format(now));
        return mark;
    }

    /** The subject of the reply; an existing prefix is not repeated. */
    String subject(String original) {
        String low = Folding.lower(original.stripLeading());
        return known.stream().anyMatch(low::startsWith) ? original : prefix + original;
    }
}
