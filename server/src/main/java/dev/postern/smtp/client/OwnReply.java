package dev.postern.smtp.client;

import dev.postern.smtp.Reply;

/** Replies of our own, for what no host has replied to. Transient unless the message or the domain can never succeed. */
final class OwnReply {
    private static final int MAX_REASON = 300;

    private OwnReply() {}

    static Reply later(String status, String text) {
        return Reply.of(status.startsWith("4.7.") ? 454 : 451, status, clean(text));
    }

    static Reply never(int code, String status, String text) {
        return Reply.of(code, status, clean(text));
    }

    static Reply lost(String host, String during) {
        return later("4.4.2", "The connection to " + host + " was lost " + during + ".");
    }

    static Reply late(String host, String during) {
        return later("4.4.7", "The time for the dialogue with " + host + " was over " + during + ".");
    }

    static Reply garbage(String host, String what) {
        return later("4.5.0", "The host " + host + " broke the protocol: it sent " + what + ".");
    }

    /** After the final dot, only the reply of the host says whether it has the message. */
    static Reply uncertain(Reply failure) {
        return later(
                "4.4.2",
                "No reply to the complete message has arrived; the host may have accepted it, so it may be sent twice. "
                        + failure.text());
    }

    private static String clean(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ");
        return plain.length() <= MAX_REASON ? plain : plain.substring(0, MAX_REASON) + "...";
    }
}
