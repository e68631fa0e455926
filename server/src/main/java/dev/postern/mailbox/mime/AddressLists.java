package dev.postern.mailbox.mime;

import dev.postern.mailbox.MessageBounds;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long list of addresses into its members, in one pass: the parser behind takes the square of the length of what it is given at
 * once. Names of groups are left out, as nobody keeps them.
 */
final class AddressLists {
    /** So much the parser may be given at once. A longer member is no address. */
    static final int LONGEST_MEMBER = 2_048;

    static final int MOST_MEMBERS = MessageBounds.MOST_RECIPIENTS;

    private AddressLists() {}

    /** @throws MimeRefused when there are more of them than any message has */
    static List<String> members(String list) {
        if (list.length() <= LONGEST_MEMBER) {
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
        if (members.size() == MOST_MEMBERS) {
            throw new MimeRefused("An address list has more than " + MOST_MEMBERS + " addresses", null);
        }
        members.add(member);
    }
}
