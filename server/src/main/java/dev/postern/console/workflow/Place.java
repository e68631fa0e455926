package dev.postern.console.workflow;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.page.Visit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a workflow is, in the management API and in the console. The command line deploys into one subscription and one group; links of the console name others
 * only where they are needed.
 */
public record Place(String subscription, String group, String name) {
    static final String SUBSCRIPTION = "00000000-0000-4000-8000-000000000000";
    static final String GROUP = "postern";
    private static final String PROVIDER = "/providers/Microsoft.Logic/workflows";
    private static final String VERSION = "?api-version=2019-05-01";
    private static final Pattern ID = Pattern.compile(
            "/subscriptions/([^/]+)/resourceGroups/([^/]+)" + PROVIDER + "/([^/]+)", Pattern.CASE_INSENSITIVE);

    /** The workflow that the path names: {@code /console/workflows/NAME...?s=SUBSCRIPTION&g=GROUP}. */
    static Place of(Visit visit) {
        return new Place(
                visit.fields().find("s").orElse(SUBSCRIPTION),
                visit.fields().find("g").orElse(GROUP),
                visit.segment(2));
    }

    /** The workflow of a resource id. */
    static Place ofId(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not the id of a workflow: " + id);
        }
        return new Place(parts.group(1), parts.group(2), parts.group(3));
    }

    /** The target of a call that lists the workflows of a subscription by name only. */
    static String names(String subscription) {
        return "/subscriptions/" + EdgeCalls.encode(subscription) + "/resources" + VERSION + "&%24filter="
                + EdgeCalls.encode("resourceType eq 'Microsoft.Logic/workflows'");
    }

    /** The target of a call that lists the subscriptions. */
    static String subscriptions() {
        return "/subscriptions" + VERSION;
    }

    /** Whether a command without further options finds it. */
    public boolean isUsual() {
        return subscription.equalsIgnoreCase(SUBSCRIPTION) && group.equalsIgnoreCase(GROUP);
    }

    /**
     * The target of a call.
     *
     * @param rest the path below the workflow, with encoded names; may have a query that begins with an ampersand
     */
    String api(String rest) {
        int query = rest.indexOf('&');
        String path = query < 0 ? rest : rest.substring(0, query);
        return "/subscriptions/" + EdgeCalls.encode(subscription) + "/resourceGroups/" + EdgeCalls.encode(group)
                + PROVIDER + "/" + EdgeCalls.encode(name) + path + VERSION + (query < 0 ? "" : rest.substring(query));
    }

    /**
     * The address of a page.
     *
     * @param rest the path below that of the workflow, with encoded names; may have a query
     */
    public String link(String rest) {
        String path = "/console/workflows/" + EdgeCalls.encode(name) + rest;
        return isUsual()
                ? path
                : path + (rest.contains("?") ? "&" : "?") + "s=" + EdgeCalls.encode(subscription) + "&g="
                        + EdgeCalls.encode(group);
    }

    /** The address of a page about one run. */
    public String run(String run, String rest) {
        return link("/runs/" + EdgeCalls.encode(run) + rest);
    }
}
