package dev.postern.console.workflow;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Visit;
import dev.postern.http.Response;
import dev.postern.token.Resource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Content of a run as a page shows it.
 *
 * @param text at most 40 KB
 * @param bytes of the whole
 * @param cut whether the text is not the whole
 * @param file the address of the whole
 */
public record ShownJson(String title, String text, long bytes, boolean cut, String file) {
    /** With inputs and outputs, a page stays below 100 KB. */
    private static final int MAX = 40 << 10;

    /**
     * Reads a content of an object: what is in it, or what its link leads to.
     *
     * @param part such as {@code inputs}
     * @return null if there is none
     */
    static @Nullable ShownJson of(EdgeCalls calls, JsonNode properties, String part, String title, String file) {
        JsonNode inline = properties.get(part);
        JsonNode link = properties.path(part + "Link");
        if (inline == null && link.isMissingNode()) {
            return null;
        }
        JsonNode content =
                inline == null ? calls.get(Resource.MANAGEMENT, target(link)).json() : inline;
        return of(content, title, file);
    }

    static ShownJson of(JsonNode content, String title, String file) {
        String text = content.isString() ? content.asString() : content.toPrettyString();
        return text.length() <= MAX
                ? new ShownJson(title, text, text.length(), false, file)
                : new ShownJson(title, text.substring(0, MAX), text.length(), true, file);
    }

    /** The whole content as a file. */
    static Response file(Visit visit, JsonNode properties, String part, String name) {
        JsonNode link = properties.path(part + "Link");
        if (link.isMissingNode()) {
            throw new EdgeRefusal(404, "NotFound", "There is no such content.");
        }
        return attachment(visit.calls().content(Resource.MANAGEMENT, target(link)), name);
    }

    /** @param name of letters, digits and hyphens */
    static Response attachment(Response content, String name) {
        return new Response(
                200, Map.of("Content-Disposition", List.of("attachment; filename=\"" + name + "\"")), content.body());
    }

    /** The API writes links with its address, which is the one of this server. */
    private static String target(JsonNode link) {
        URI uri = URI.create(link.path("uri").asString(""));
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
