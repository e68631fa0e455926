package dev.postern.graph;

import dev.postern.graph.model.Shaper;
import dev.postern.graph.model.TypeModel;
import dev.postern.graph.model.TypedBodyReader;
import dev.postern.graph.odata.QueryParser;

/** Graph's types, and the readers and writers that use them. Immutable; one for the process. */
public record GraphModel(TypeModel types, TypedBodyReader bodies, QueryParser queries, Shaper shaper) {
    public static GraphModel load() {
        TypeModel types = TypeModel.load();
        return new GraphModel(types, new TypedBodyReader(types), new QueryParser(types), new Shaper(types));
    }
}
