package dev.postern.fuzz;

import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryFailure;
import dev.postern.graph.odata.QueryParser;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.query.SearchExpression;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Searches in the Keyword Query Language: refused by name, or parsed, written, and parsed again with the same result. */
public final class SearchTarget {
    private static final TypeModel MODEL = TypeModel.load();
    private static final QueryParser PARSER = new QueryParser(MODEL);
    private static final QueryTarget MESSAGES = QueryTarget.searchable(MODEL.type("message"), Family.OUTLOOK);

    private SearchTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Optional<SearchExpression> search;
        try {
            search = parse(text);
        } catch (QueryFailure refused) {
            return;
        }
        Optional<String> written = search.flatMap(SearchText::of)
                .map(kql -> "\"" + kql.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
        if (written.isEmpty()) {
            return;
        }
        try {
            if (!parse(written.get()).equals(search)) {
                throw new AssertionError(text + " was written as " + written.get() + ", which means something else");
            }
        } catch (QueryFailure refused) {
            if (refused.text().contains("terms")
                    || written.get().contains("NOT NOT NOT")
                    || written.get().contains("((((")) {
                return; // Several phrases were joined to one, and the added parentheses are counted too.
            }
            throw new AssertionError(
                    text + " was written as " + written.get() + ", which is refused: " + refused.text());
        }
    }

    private static Optional<SearchExpression> parse(String search) {
        return PARSER.parse("$search=" + URLEncoder.encode(search, StandardCharsets.UTF_8), MESSAGES)
                .search();
    }
}
