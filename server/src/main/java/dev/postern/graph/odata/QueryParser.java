package dev.postern.graph.odata;

import dev.postern.graph.model.StructuredType;
import dev.postern.graph.model.TypeModel;
import dev.postern.query.Condition;

/** Reads the query of an address. Whatever it does not understand or the operation does not offer it refuses by name. */
public final class QueryParser {
    private final TypeModel model;

    public QueryParser(TypeModel model) {
        this.model = model;
    }

    /**
     * @param raw the query as it stands in the address, still encoded, without the question mark
     * @throws QueryFailure if it cannot be taken as it is
     */
    public QueryOptions parse(String raw, QueryTarget target) {
        OptionReader reader = new OptionReader(target, model, 1);
        QueryString.options(raw).forEach(reader::read);
        return reader.result();
    }

    /** A filter by itself, as subscriptions and search folders hold one. */
    public Condition filter(String text, StructuredType type, Family family) {
        return FilterResolver.resolve(
                FilterParser.parse(text, family.untranslatable()), type, model, family.untranslatable());
    }
}
