package dev.postern.workflow.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Functions that return parts of a URI. */
final class UriFunctions {
    private UriFunctions() {}

    static List<Function> all() {
        return List.of(
                f("uriHost", uri -> JsonValues.text(uri.host())),
                f("uriPath", uri -> JsonValues.text(uri.path())),
                f("uriPathAndQuery", uri -> JsonValues.text(uri.path() + uri.query())),
                f("uriPort", uri -> JsonValues.number(uri.port())),
                f("uriScheme", uri -> JsonValues.text(uri.scheme())),
                f("uriQuery", uri -> JsonValues.text(uri.query())));
    }

    private static Function f(String name, java.util.function.Function<AbsoluteUri, JsonNode> part) {
        Function.Eager body = arguments -> part.apply(parse(arguments));
        return new Function(name, 1, 1, body);
    }

    private static AbsoluteUri parse(FunctionArguments arguments) {
        @Nullable AbsoluteUri uri = AbsoluteUri.parse(arguments.text(0));
        if (uri == null) {
            throw arguments.invalid("The value is not an absolute URI.");
        }
        return uri;
    }
}
