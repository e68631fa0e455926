package dev.postern.graph.directory;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryFailure;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Objects referenced in a body by URL: {@code https://graph.microsoft.com/v1.0/directoryObjects/<id>}, also {@code
 * users}, {@code groups}, {@code servicePrincipals}, with the id in parentheses, and with a tenant after the version. Host and
 * tenant are ignored, because programs always write Graph's.
 */
final class ObjectReferences {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:https?://[^/?#]+)?/?(?:(?:v1\\.0|beta)/(?:[^/?#()]+/)?)?(?:directoryObjects|users|groups|servicePrincipals)"
                + "(?:/([^/?#()]+)|\\('([^/?#()]+)'\\))",
            Pattern.CASE_INSENSITIVE);

    private ObjectReferences() {}

    static ObjectId id(String address) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            throw GraphFailure.directory("Invalid URL format specified in payload.");
        }
        String key = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Lookup.id(key).orElseThrow(() -> new DirectoryFailure.NotFound(key));
    }

    static List<ObjectId> ids(List<String> addresses) {
        return addresses.stream().map(ObjectReferences::id).distinct().toList();
    }

    /** The reference in the body of a POST to {@code $ref}. */
    static String posted(GraphRequest request) {
        JsonNode body = request.json();
        JsonNode address = body.path("@odata.id");
        if (!body.isObject() || !address.isString() || body.size() != 1) {
            throw GraphFailure.directory("The body of a reference must be an object that contains only '@odata.id'.");
        }
        return address.stringValue();
    }
}
