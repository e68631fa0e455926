package dev.postern.mailbox.rule;

import java.util.Map;

/** The values of {@code messageActionFlag}, and the texts of such requests in lower case. */
final class ActionFlag {
    static final String ANY = "any";

    static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("call", "call"),
            Map.entry("doNotForward", "do not forward"),
            Map.entry("followUp", "follow up"),
            Map.entry("fyi", "for your information"),
            Map.entry("forward", "forward"),
            Map.entry("noResponseNecessary", "no response necessary"),
            Map.entry("read", "read"),
            Map.entry("reply", "reply"),
            Map.entry("replyToAll", "reply to all"),
            Map.entry("review", "review"));

    private ActionFlag() {}

    static boolean holds(String flag, String request) {
        return flag.equals(ANY) ? !request.isEmpty() : request.equals(TEXTS.get(flag));
    }
}
