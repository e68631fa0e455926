package dev.postern.graph.subscription;

import dev.postern.graph.GraphFailure;
import dev.postern.query.Folding;
import dev.postern.subscription.SubscribedKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The resource of a subscription, as its creator wrote it: {@code users/{id}/mailFolders('inbox')/messages?$filter=...}. Segments are compared
 * without case, a key may be a segment or in parentheses, the first slash may be missing.
 *
 * @param user the owner of the mailbox
 * @param folder the key of a folder; null if none is named
 * @param query percent-encoded, or empty
 */
record FollowedResource(
        SubscribedKind kind, String user, @Nullable String folder, String query) {
    private static final int MAX_LENGTH = 4_096;

    /** @throws GraphFailure if subscriptions cannot follow it */
    static FollowedResource parse(String text) {
        if (text.length() > MAX_LENGTH || text.contains("://")) {
            throw SubscriptionFaults.resource();
        }
        int mark = text.indexOf('?');
        List<String> path = segments(mark < 0 ? text : text.substring(0, mark));
        String query = mark < 0 ? "" : encoded(text.substring(mark + 1));
        if (!path.isEmpty() && path.getFirst().equalsIgnoreCase("me")) {
            throw GraphFailure.badRequest("/me request is only valid with delegated authentication flow.");
        }
        if (path.size() < 3 || !path.getFirst().equalsIgnoreCase("users")) {
            throw SubscriptionFaults.resource();
        }
        String user = path.get(1);
        List<String> rest = path.subList(2, path.size());
        String collection = Folding.lower(rest.getFirst());
        if (rest.size() == 1) {
            return switch (collection) {
                case "messages" -> new FollowedResource(SubscribedKind.MESSAGE, user, null, query);
                case "events" -> new FollowedResource(SubscribedKind.EVENT, user, null, query);
                case "contacts" -> new FollowedResource(SubscribedKind.CONTACT, user, null, query);
                default -> throw SubscriptionFaults.resource();
            };
        }
        String items = rest.size() == 3 ? Folding.lower(rest.get(2)) : "";
        return switch (collection + "/" + items) {
            case "mailfolders/messages" -> new FollowedResource(SubscribedKind.MESSAGE, user, rest.get(1), query);
            case "contactfolders/contacts" -> new FollowedResource(SubscribedKind.CONTACT, user, rest.get(1), query);
            default -> throw SubscriptionFaults.resource();
        };
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (String raw : path.split("/")) {
            String part = decoded(raw);
            int open = part.indexOf("('");
            if (open > 0 && part.endsWith("')")) {
                segments.add(part.substring(0, open));
                segments.add(part.substring(open + 2, part.length() - 2).replace("''", "'"));
            } else if (!part.isEmpty()) {
                segments.add(part);
            }
        }
        return segments;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw SubscriptionFaults.resource();
        }
    }

    /** Programs write spaces and other characters as they are. */
    private static String encoded(String query) {
        StringBuilder encoded = new StringBuilder(query.length());
        for (byte b : query.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /** The operation that lists the same items: who may call it may subscribe. */
    String listing() {
        String collection = kind.name().toLowerCase(Locale.ROOT) + "s";
        return folder == null
                ? "/users/{id}/" + collection
                : "/users/{id}/" + (kind == SubscribedKind.MESSAGE ? "mailFolders" : "contactFolders") + "/{id}/"
                        + collection;
    }

    /** As errors show it. */
    String url(String serviceRoot) {
        String folders = kind == SubscribedKind.MESSAGE ? "MailFolders" : "ContactFolders";
        String items =
                kind == SubscribedKind.MESSAGE ? "Messages" : kind == SubscribedKind.EVENT ? "Events" : "Contacts";
        return serviceRoot + "/Users('" + user + "')/" + (folder == null ? "" : folders + "('" + folder + "')/")
                + items;
    }
}
