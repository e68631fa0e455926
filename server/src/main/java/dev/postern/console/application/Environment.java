package dev.postern.console.application;

import static dev.postern.console.page.Rows.text;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.call.EdgeRefusal;
import dev.postern.console.page.Visit;
import dev.postern.effective.ShellText;
import dev.postern.token.Resource;
import java.net.URI;

/** The lines with which a shell signs in as an application. */
final class Environment {
    private Environment() {}

    static String lines(Visit visit, String appId, String secret) {
        return export("AZURE_TENANT_ID", visit.session().tenant().toString())
                + export("AZURE_CLIENT_ID", appId)
                + export("AZURE_CLIENT_SECRET", secret)
                + export("AZURE_AUTHORITY_HOST", authority(visit)).stripTrailing();
    }

    private static String export(String name, String value) {
        return "export " + name + "=" + ShellText.quoted(value) + "\n";
    }

    /** The libraries of Azure sign in over HTTPS only, so it is asked where that is, as they ask. */
    private static String authority(Visit visit) {
        URI base = visit.request().base();
        if ("https".equals(base.getScheme())) {
            return base.toString();
        }
        String asked = "https://" + base.getHost() + "/" + visit.session().tenant() + "/oauth2/v2.0/authorize";
        try {
            return "https://"
                    + text(
                            visit.calls()
                                    .get(
                                            Resource.GRAPH,
                                            "/common/discovery/instance?api-version=1.1&authorization_endpoint="
                                                    + EdgeCalls.encode(asked))
                                    .json()
                                    .path("metadata")
                                    .path(0),
                            "preferred_network");
        } catch (EdgeRefusal e) {
            return base.toString();
        }
    }
}
