package dev.postern.fuzz;

import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryFailure;
import dev.postern.graph.odata.QueryParser;
import dev.postern.query.Condition;
import java.nio.charset.StandardCharsets;

/** Filters on messages and on users: refused by name, or parsed, written, and parsed again with the same result. */
public final class FilterTarget {
    private static final TypeModel MODEL = TypeModel.load();
    private static final QueryParser PARSER = new QueryParser(MODEL);

    private static final int MAX_WRITTEN_LEVELS = 20;

    private FilterTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        check(text, "message", Family.OUTLOOK);
        check(text, "user", Family.DIRECTORY);
    }

    private static void check(String text, String type, Family family) {
        Condition condition;
        try {
            condition = PARSER.filter(text, MODEL.type(type), family);
        } catch (QueryFailure refused) {
            return;
        }
        String written = FilterText.of(condition);
        if (isNestedDeeply(written)) {
            return;
        }
        Condition again;
        try {
            again = PARSER.filter(written, MODEL.type(type), family);
        } catch (QueryFailure refused) {
            throw new AssertionError(text + " was written as " + written + ", which is refused: " + refused.text());
        }
        if (!again.equals(condition)) {
            throw new AssertionError(text + " was written as " + written + ", which means something else");
        }
    }

    /** Parentheses added when writing count as levels too, so a filter within the limit may exceed it when written. */
    private static boolean isNestedDeeply(String written) {
        int level = 0;
        int deepest = 0;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            level += c == '(' ? 1 : c == ')' ? -1 : 0;
            deepest = Math.max(deepest, level);
        }
        return deepest > MAX_WRITTEN_LEVELS;
    }
}
