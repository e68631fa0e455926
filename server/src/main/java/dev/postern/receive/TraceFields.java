package dev.postern.receive;

import dev.postern.smtp.server.Peer;
import java.net.Inet6Address;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the fields that this server puts before a message (RFC 5321, section 4.4). */
record TraceFields(String hostname) {
    private static final int MAX_LENGTH = 255;

    /** @param recipient the only one, as written; null if there are several, who must not learn of each other */
    String of(Peer peer, String sender, @Nullable String recipient, UUID id, Instant now) {
        StringBuilder fields = new StringBuilder();
        fields.append("Return-Path: <").append(sender).append(">\r\n");
        if (recipient != null) {
            fields.append("Delivered-To: ").append(recipient).append("\r\n");
        }
        fields.append("Received: from ").append(clean(peer.hello()));
        fields.append(" (").append(literal(peer)).append(")\r\n\tby ").append(hostname);
        fields.append(" with ").append(clean(peer.protocol())).append(" id ").append(id);
        if (recipient != null) {
            fields.append("\r\n\tfor <").append(recipient).append('>');
        }
        fields.append(";\r\n\t").append(DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
        return fields.append("\r\n").toString();
    }

    static String literal(Peer peer) {
        String address = peer.address().getHostAddress();
        int zone = address.indexOf('%');
        return peer.address() instanceof Inet6Address
                ? "[IPv6:" + (zone < 0 ? address : address.substring(0, zone)) + "]"
                : "[" + address + "]";
    }

    /** What a peer says about itself, without characters that have a meaning in the field. */
    private static String clean(String text) {
        String clean = text.replaceAll("[^\\p{L}\\p{N}.:\\[\\]_-]", "?");
        return clean.isEmpty() ? "unknown" : clean.substring(0, Math.min(clean.length(), MAX_LENGTH));
    }
}
