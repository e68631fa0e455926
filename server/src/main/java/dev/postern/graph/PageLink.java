package dev.postern.graph;

import dev.postern.query.Folding;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The query of a link to another page: the original options with one replaced. */
final class PageLink {
    private PageLink() {}

    /**
     * @param option with its dollar sign; an option spelled without it is replaced too
     */
    static String query(String rawQuery, String option, String value) {
        var parts = new ArrayList<String>();
        for (String part : rawQuery.split("&", -1)) {
            if (!part.isEmpty() && !names(part, option)) {
                parts.add(part);
            }
        }
        parts.add(option + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        return String.join("&", parts);
    }

    private static boolean names(String part, String option) {
        List<String> cut = List.of(part.split("=", 2));
        try {
            String name = Folding.lower(
                    URLDecoder.decode(cut.getFirst(), StandardCharsets.UTF_8).strip());
            return name.equals(option) || ("$" + name).equals(option);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
