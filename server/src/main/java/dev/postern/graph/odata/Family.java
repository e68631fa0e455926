package dev.postern.graph.odata;

/** The two services behind Graph, which differ in the queries they support and in their errors. */
public enum Family {
    /** Mail, calendar, contacts, settings. {@code $search} is in the Keyword Query Language. */
    OUTLOOK,
    /** Users, groups, applications. {@code $search} is a list of {@code "property:words"}. */
    DIRECTORY;

    /** The error for a filter that is well formed but not supported. */
    public QueryFailure untranslatable() {
        return switch (this) {
            case OUTLOOK ->
                new QueryFailure("ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.");
            case DIRECTORY -> new QueryFailure("Request_UnsupportedQuery", "Unsupported Query.");
        };
    }
}
