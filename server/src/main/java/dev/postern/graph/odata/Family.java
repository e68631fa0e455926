package dev.postern.graph.odata;

/** The two engines behind Graph, which differ in what they offer and in how they refuse. */
public enum Family {
    /** Mail, calendar, contacts, settings. {@code $search} is in the Keyword Query Language. */
    OUTLOOK,
    /** Users, groups, applications. {@code $search} is a list of {@code "property:words"}. */
    DIRECTORY;

    /** The refusal of a filter that is well formed and not offered. */
    public QueryFailure untranslatable() {
        return switch (this) {
            case OUTLOOK ->
                new QueryFailure("ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.");
            case DIRECTORY -> new QueryFailure("Request_UnsupportedQuery", "Unsupported Query.");
        };
    }
}
