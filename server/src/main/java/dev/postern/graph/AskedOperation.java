package dev.postern.graph;

import dev.postern.gate.Operation;
import dev.postern.http.Routes.Match;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operation on a mailbox that a person names: as in the table, or as a request is sent, with an address or an id in the place of
 * {@code {id}}, the version, a host, and a query, which is ignored.
 *
 * @param operation null if there is none
 * @param problem why there is none, or empty
 */
public record AskedOperation(@Nullable Operation operation, String problem) {
    private static final int MAX_LENGTH = 4_096;
    private static final Pattern METHOD_AND_PATH = Pattern.compile("\\s*([A-Za-z]{1,10})\\s+(\\S+)\\s*");
    private static final Pattern SERVER = Pattern.compile("^https?://[^/?#]*", Pattern.CASE_INSENSITIVE);

    static AskedOperation read(OperationTable table, String text) {
        Matcher parts = METHOD_AND_PATH.matcher(text);
        if (text.length() > MAX_LENGTH || !parts.matches()) {
            return none("An operation is a method and a path, for example 'POST /users/{id}/sendMail'.");
        }
        String method = parts.group(1).toUpperCase(Locale.ROOT);
        String path = SERVER.matcher(parts.group(2)).replaceFirst("").split("[?#]", 2)[0];
        try {
            return find(table, method, path, PathReader.read(segments(path)).segments());
        } catch (IllegalArgumentException | GraphFailure e) {
            return none("'" + path + "' is not a path of Microsoft Graph: " + e.getMessage());
        }
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                segments.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return !segments.isEmpty() && segments.getFirst().equalsIgnoreCase("v1.0")
                ? segments.subList(1, segments.size())
                : segments;
    }

    private static AskedOperation find(OperationTable table, String method, String path, List<String> segments) {
        String first = segments.isEmpty() ? "" : segments.getFirst();
        if (first.equalsIgnoreCase("me")) {
            return none(
                    "'/me' is the mailbox of a signed-in user, and applications have none. Write /users/{id} instead.");
        }
        if (first.equalsIgnoreCase("beta")) {
            return none("The version 'beta' of Microsoft Graph is not served.");
        }
        return switch (table.find(method, segments)) {
            case Match.Found<OperationRow> found -> {
                OperationRow row = found.route().target();
                yield row.area().isOfMailbox()
                        ? new AskedOperation(row.operation(), "")
                        : none(row.operation().name() + " does not access a mailbox.");
            }
            case Match.NoMethod<OperationRow>(var allowed) ->
                none("The methods of " + path + " are " + String.join(", ", allowed) + ".");
            case Match.NoPath<OperationRow> _ ->
                none("There is no operation '" + method + " " + path + "': the segment '" + table.firstUnknown(segments)
                        + "' is not known there. The compatibility page lists all operations.");
        };
    }

    private static AskedOperation none(String problem) {
        return new AskedOperation(null, problem);
    }
}
