package dev.postern.fuzz;

import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryFailure;
import dev.postern.graph.odata.QueryParser;
import dev.postern.graph.odata.QueryTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whole encoded query strings: refused by name, or parsed, each time with the same result. */
public final class QueryStringTarget {
    private static final TypeModel MODEL = TypeModel.load();
    private static final QueryParser PARSER = new QueryParser(MODEL);
    private static final List<QueryTarget> TARGETS = List.of(
            QueryTarget.searchable(MODEL.type("message"), Family.OUTLOOK),
            QueryTarget.one(MODEL.type("message"), Family.OUTLOOK),
            QueryTarget.list(MODEL.type("mailFolder"), Family.OUTLOOK),
            QueryTarget.searchable(MODEL.type("user"), Family.DIRECTORY));

    private QueryStringTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String raw = new String(data, StandardCharsets.UTF_8);
        for (QueryTarget target : TARGETS) {
            try {
                if (!PARSER.parse(raw, target).equals(PARSER.parse(raw, target))) {
                    throw new AssertionError(raw + " is read in two ways");
                }
            } catch (QueryFailure refused) {
                // refused by name, as expected
            }
        }
    }
}
