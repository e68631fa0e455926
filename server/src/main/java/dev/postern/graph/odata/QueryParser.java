package dev.postern.graph.odata;

import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.query.Condition;

/** Parses the query of a URL. Options that are unknown or that the operation does not support are refused by name. */
public final class QueryParser {
    private final TypeModel model;

    public QueryParser(TypeModel model) {
        this.model = model;
    }

    /**
     * @param raw the query in the URL, still encoded, without the question mark
     *
     * @throws QueryFailure if it is invalid or not supported
     */
    public QueryOptions parse(String raw, QueryTarget target) {
        OptionReader reader = new OptionReader(target, model, 1);
        QueryString.options(raw).forEach(reader::read);
        return reader.result();
    }

    /** A filter alone, as in subscriptions and search folders. */
    public Condition filter(String text, StructuredType type, Family family) {
        return filter(text, type, family, model);
    }

    static Condition filter(String text, StructuredType type, Family family, TypeModel model) {
        return FilterResolver.resolve(FilterParser.parse(text, family.untranslatable()), type, model, family);
    }
}
