package dev.postern.smtp.client;

import dev.postern.smtp.DeliveryNotice;
import dev.postern.smtp.DomainNames;
import dev.postern.smtp.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one message for a host with certain features.
 *
 * @param mail the command MAIL, with CRLF
 * @param refused the recipients to whom this host cannot be asked to deliver
 */
record Envelope(String mail, List<Recipient> recipients, Map<String, Reply> refused) {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:[^\\s\\p{Cntrl}<>()@,;:\\\\\"\\[\\]]+|\"(?:[^\\p{Cntrl}\"\\\\]|\\\\[\\x20-\\x7e])*\")@([^@]+)");
    private static final Pattern LITERAL = Pattern.compile("\\[[A-Za-z0-9.:]{1,60}]");
    private static final int MAX_ADDRESS = 320;

    /** @param command RCPT, with CRLF */
    record Recipient(String address, String command) {}

    static Envelope of(OutgoingMail message, Features features) {
        String sender = message.sender().isEmpty() ? "" : path(message.sender());
        Reply unfit = unfit(message, sender, features);
        var refused = new LinkedHashMap<String, Reply>();
        var accepted = new ArrayList<Recipient>();
        boolean utf8 = message.content().hasUtf8Headers() || (sender != null && !isAscii(sender));
        var seen = new LinkedHashMap<String, OutgoingMail.Recipient>();
        message.recipients().forEach(one -> seen.putIfAbsent(one.address(), one));
        for (OutgoingMail.Recipient one : seen.values()) {
            String path = path(one.address());
            if (unfit != null) {
                refused.put(one.address(), unfit);
            } else if (path == null) {
                refused.put(one.address(), OwnReply.never(553, "5.1.3", "The address of the recipient is not valid."));
            } else if (!isAscii(path) && !features.utf8()) {
                refused.put(
                        one.address(),
                        OwnReply.never(
                                553,
                                "5.6.7",
                                "The next host does not accept addresses with characters outside of ASCII."));
            } else {
                utf8 |= !isAscii(path);
                accepted.add(new Recipient(one.address(), "RCPT TO:<" + path + ">" + notice(one, features) + "\r\n"));
            }
        }
        return new Envelope(mail(String.valueOf(sender), message, features, utf8), accepted, refused);
    }

    /** Returns why the host can accept the message for no recipient. */
    private static @Nullable Reply unfit(OutgoingMail message, @Nullable String sender, Features features) {
        OutgoingMail.Content content = message.content();
        if (sender == null) {
            return OwnReply.never(553, "5.1.7", "The address of the sender is not valid.");
        }
        if (!isAscii(sender) && !features.utf8()) {
            return OwnReply.never(
                    553, "5.6.7", "The next host does not accept a sender with characters outside of ASCII.");
        }
        if (content.hasUtf8Headers() && !features.utf8()) {
            return OwnReply.never(554, "5.6.9", "The next host does not accept headers in UTF-8.");
        }
        if (content.isEightBit() && !features.eightBit()) {
            return OwnReply.never(554, "5.6.3", "The next host does not accept content with 8 bits.");
        }
        if (features.maxSize() > 0 && content.size() > features.maxSize()) {
            return OwnReply.never(
                    552,
                    "5.3.4",
                    "The message has " + content.size() + " bytes; the next host accepts " + features.maxSize() + ".");
        }
        return null;
    }

    private static String mail(String sender, OutgoingMail message, Features features, boolean utf8) {
        OutgoingMail.Content content = message.content();
        var command = new StringBuilder("MAIL FROM:<").append(sender).append('>');
        if (features.size()) {
            command.append(" SIZE=").append(content.size());
        }
        if (features.eightBit() && (content.isEightBit() || utf8)) {
            command.append(" BODY=8BITMIME");
        }
        if (utf8) {
            command.append(" SMTPUTF8");
        }
        String envelopeId = message.envelopeId();
        if (features.notices() && envelopeId != null) {
            command.append(" RET=HDRS ENVID=").append(xtext(envelopeId));
        }
        return command.append("\r\n").toString();
    }

    private static String notice(OutgoingMail.Recipient recipient, Features features) {
        if (!features.notices()) {
            return "";
        }
        var parameters = new StringBuilder();
        var when = recipient.notice().when();
        if (when.contains(DeliveryNotice.Event.NEVER)) {
            parameters.append(" NOTIFY=NEVER");
        } else if (!when.isEmpty()) {
            parameters
                    .append(" NOTIFY=")
                    .append(when.stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
        }
        String original = recipient.notice().original();
        if (original != null && original.startsWith("rfc822;")) {
            String address = original.substring("rfc822;".length());
            parameters
                    .append(" ORCPT=")
                    .append(isAscii(address) ? "rfc822;" + xtext(address) : "utf-8;" + utf8Text(address));
        }
        return parameters.toString();
    }

    /** Returns an address as it is sent, with the domain in ASCII; null if it is not one. */
    private static @Nullable String path(String address) {
        var parts = ADDRESS.matcher(address);
        if (address.length() > MAX_ADDRESS || !parts.matches()) {
            return null;
        }
        String domain = parts.group(1);
        Optional<String> ascii = LITERAL.matcher(domain).matches() ? Optional.of(domain) : DomainNames.ascii(domain);
        return ascii.map(one -> address.substring(0, parts.start(1)) + (isAscii(domain) ? domain : one))
                .orElse(null);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** RFC 3461, section 4. */
    private static String xtext(String text) {
        var encoded = new StringBuilder();
        text.chars().forEach(c -> {
            if (c > ' ' && c < 127 && c != '+' && c != '=') {
                encoded.append((char) c);
            } else if (c < 128) {
                encoded.append(String.format(Locale.ROOT, "+%02X", c));
            }
        });
        return encoded.toString();
    }

    /** RFC 6533, section 3: {@code utf-8-addr-xtext}. */
    private static String utf8Text(String text) {
        var encoded = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c > ' ' && c < 127 && c != '+' && c != '=' && c != '\\') {
                encoded.append((char) c);
            } else {
                encoded.append(String.format(Locale.ROOT, "\\x{%02X}", c));
            }
        });
        return encoded.toString();
    }
}
