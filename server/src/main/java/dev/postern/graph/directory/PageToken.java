package dev.postern.graph.directory;

import dev.postern.graph.GraphFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The beginning of the next page: after the last object of the previous page, or at its former position if it no longer
 * exists. So listing all pages returns every object that exists the whole time, whatever is added or removed meanwhile
 * before its position.
 */
final class PageToken {
    private PageToken() {}

    static String after(int position, JsonNode last) {
        String text = position + ":" + last.path("id").asString("");
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The content of a token: the number of objects before, and the id of the last one. */
    record Place(int position, String id) {}

    static Place read(String token) {
        String text = decoded(token);
        int colon = text.indexOf(':');
        String digits = colon < 0 ? "" : text.substring(0, colon);
        if (!digits.matches("[0-9]{1,9}")) {
            throw unreadable();
        }
        return new Place(Integer.parseInt(digits), text.substring(colon + 1));
    }

    static int position(Optional<String> token, List<? extends JsonNode> sorted) {
        if (token.isEmpty()) {
            return 0;
        }
        Place place = read(token.get());
        String id = place.id();
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i).path("id").asString("").equals(id)) {
                return i + 1;
            }
        }
        return Math.min(sorted.size(), Math.max(0, place.position() - 1));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    static GraphFailure unreadable() {
        return GraphFailure.directory("The skip token was not issued by this server.");
    }
}
