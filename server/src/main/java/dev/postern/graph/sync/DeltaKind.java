package dev.postern.graph.sync;

import dev.postern.graph.GraphFailure;
import dev.postern.graph.GraphRequest;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.query.Folding;
import java.util.List;
import java.util.Set;

/** The delta functions, and the options that each refuses. */
public enum DeltaKind {
    // The number is in tokens: never change one.
    MESSAGES(1, "message", "Messages", List.of("$search", "$skip", "$count")),
    MAIL_FOLDERS(2, "mailFolder", "MailFolders", Refused.ALL_BUT_SELECT),
    CONTACTS(3, "contact", "Contacts", Refused.ALL_BUT_SELECT),
    CONTACT_FOLDERS(4, "contactFolder", "ContactFolders", Refused.ALL_BUT_SELECT),
    CALENDAR_VIEW(5, "event", "CalendarView", Refused.OF_VIEWS),
    INSTANCES(6, "event", "Instances", Refused.OF_VIEWS);

    /** The parameter that selects changes; it has no dollar sign. */
    public static final String CHANGE_TYPE = "changeType";

    private static final class Refused {
        static final List<String> ALL_BUT_SELECT =
                List.of("$filter", "$orderby", "$top", "$expand", "$search", "$skip", "$count", CHANGE_TYPE);
        static final List<String> OF_VIEWS = List.of("$orderby", "$filter", "$select", "$expand", "$search");
        /** Not in the known text for views. */
        static final List<String> ALSO_OF_VIEWS = List.of("$skip", "$count", CHANGE_TYPE);
    }

    private final int code;
    private final String type;
    private final String resource;
    private final List<String> refused;

    DeltaKind(int code, String type, String resource, List<String> refused) {
        this.code = code;
        this.type = type;
        this.resource = resource;
        this.refused = List.copyOf(refused);
    }

    byte code() {
        return (byte) code;
    }

    /** The name of the type in contexts. */
    String type() {
        return type;
    }

    /** @throws GraphFailure if an option is not supported */
    void check(Set<String> names) {
        if (isAny(refused, names)) {
            throw unsupported(refused);
        }
        if (type.equals("event") && isAny(Refused.ALSO_OF_VIEWS, names)) {
            throw unsupported(Refused.ALSO_OF_VIEWS);
        }
    }

    private static boolean isAny(List<String> options, Set<String> names) {
        return options.stream()
                .map(Folding::lower)
                .anyMatch(option -> names.contains(option) || names.contains(option.replace("$", "")));
    }

    private GraphFailure unsupported(List<String> options) {
        return new GraphFailure(
                400,
                "ErrorInvalidUrlQuery",
                "The following parameters are not supported with change tracking over the '" + resource
                        + "' resource: '" + String.join(", ", options) + "'.");
    }

    /** A value that is not the only one that is supported. */
    public GraphFailure onlyValue(String option, String only) {
        return new GraphFailure(
                400,
                "ErrorInvalidUrlQuery",
                "The '" + option + "' parameter value is not supported for '" + resource
                        + "' resource; only a value of '" + only + "' is supported.");
    }

    /** @param custom the names of its own parameters */
    QueryTarget target(GraphRequest request, String... custom) {
        return QueryTarget.list(request.model().types().type(type), Family.OUTLOOK)
                .without("skiptoken", "skip", "count")
                .withCustom(custom);
    }
}
