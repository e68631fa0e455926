package dev.postern.mailbox.mime;

import dev.postern.mailbox.MessageBounds;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a long list of addresses into its members, in one pass: the underlying parser needs quadratic time for its
 * input. Names of groups are left out, because they are not stored.
 */
final class AddressLists {
    /** The maximum input for the parser. A longer member is not an address. */
    static final int MAX_MEMBER_LENGTH = 2_048;

    static final int MAX_MEMBERS = MessageBounds.MAX_RECIPIENTS;

    private AddressLists() {}

    /** @throws MimeRefused if there are more members than the limit */
    static List<String> members(String list) {
        if (list.length() <= MAX_MEMBER_LENGTH) {
            return List.of(list);
        }
        var members = new ArrayList<String>();
        int start = 0;
        int comment = 0;
        boolean quoted = false;
        boolean angle = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '\\' && (quoted || comment > 0)) {
                i++;
            } else if (quoted) {
                quoted = c != '"';
            } else if (c == '(') {
                comment++;
            } else if (comment > 0) {
                comment -= c == ')' ? 1 : 0;
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<' || c == '>') {
                angle = c == '<';
            } else if (c == ',' || c == ';' || (c == ':' && !angle)) {
                if (c != ':') {
                    add(members, list.substring(start, i));
                }
                start = i + 1;
                angle = false;
            }
        }
        add(members, list.substring(start));
        return members;
    }

    private static void add(List<String> members, String member) {
        if (member.isBlank()) {
            return;
        }
        if (members.size() == MAX_MEMBERS) {
            throw new MimeRefused("An address list has more than " + MAX_MEMBERS + " addresses", null);
        }
        members.add(member);
    }
}
