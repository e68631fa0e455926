package dev.postern.graph.odata;

import java.util.Set;

/** The two services behind Graph, which differ in the queries they support and in their errors. */
public enum Family {
    /** Mail, calendar, contacts, settings. {@code $search} is in the Keyword Query Language. */
    OUTLOOK(
            "ErrorInvalidUrlQueryFilter",
            "The query filter contains one or more invalid nodes.",
            Set.of("extensions", "singleValueExtendedProperties", "multiValueExtendedProperties")),
    /** Users, groups, applications. {@code $search} is a list of {@code "property:words"}. */
    DIRECTORY("Request_UnsupportedQuery", "Unsupported Query.", Set.of("owners", "members", "memberOf"));

    private final String code;
    private final String text;
    private final Set<String> filterable;

    Family(String code, String text, Set<String> filterable) {
        this.code = code;
        this.text = text;
        this.filterable = filterable;
    }

    /** The error for a filter that is well formed but not supported. */
    public QueryFailure untranslatable() {
        return new QueryFailure(code, text);
    }

    /** Whether a filter may use a navigation property. The documents of a list do not contain others. */
    boolean filtersBy(String navigation) {
        return filterable.contains(navigation);
    }

    QueryFailure noFilterBy(String navigation) {
        return new QueryFailure(code, text + " A filter cannot use the navigation property '" + navigation + "'.");
    }
}
