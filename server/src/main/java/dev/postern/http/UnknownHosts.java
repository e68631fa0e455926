package dev.postern.http;

import dev.postern.query.Folding;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once per name that a request used a host name that is not configured: behind a proxy, links would then point to
 * {@code localhost}, and the operator must learn which key to set. Clients choose the names, so only few are stored and they are sanitised.
 */
final class UnknownHosts {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownHosts.class);
    private static final int MAX_HOSTS = 20;
    private static final int MAX_HOST_LENGTH = 100;
    /** The address of the metadata service. No links to it are generated. */
    private static final String METADATA_SERVICE = "169.254.169.254";

    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    void seen(String host) {
        if (logged.size() >= MAX_HOSTS) {
            return;
        }
        String name = clean(host);
        if (name.equals(METADATA_SERVICE) || !logged.add(name)) {
            return;
        }
        LOG.warn(
                "A request came for the host '{}', which is not one of server.public-names: links in the response"
                    + " contain this server's own address. If clients reach the server by that name, add the name to"
                    + " server.public-names.",
                name);
        if (logged.size() >= MAX_HOSTS) {
            LOG.warn("{} unknown hosts were logged; others will not be (see server.public-names)", MAX_HOSTS);
        }
    }

    /** Returns the name without its port and without characters that do not belong in a log. */
    private static String clean(String host) {
        String cut = Folding.lower(host.length() > MAX_HOST_LENGTH ? host.substring(0, MAX_HOST_LENGTH) : host);
        return cut.replaceFirst(":[0-9]*$", "").replaceAll("[^a-z0-9._:\\[\\]-]", "?");
    }
}
