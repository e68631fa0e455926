package dev.postern.http;

import dev.postern.query.Folding;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once for each name that somebody called this server by a name it was not told of: whoever runs it behind a proxy sees links to
 * {@code localhost} and has to learn which key to set. Names are the callers' word, so few are kept and what is written is cleaned.
 */
final class UnknownHosts {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownHosts.class);
    private static final int MOST = 20;
    private static final int LONGEST = 100;
    /** What clients of the metadata service call it by; no link leads there. */
    private static final String METADATA_SERVICE = "169.254.169.254";

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    void seen(String host) {
        if (told.size() >= MOST) {
            return;
        }
        String name = clean(host);
        if (name.equals(METADATA_SERVICE) || !told.add(name)) {
            return;
        }
        LOG.warn(
                "A request came for the host '{}', which is not one of server.public-names: links in its answer carry"
                        + " this server's own address. If people reach it by that name, add the name to"
                        + " server.public-names",
                name);
        if (told.size() >= MOST) {
            LOG.warn("{} unknown hosts were named; further ones are not (see server.public-names)", MOST);
        }
    }

    /** Without its port, of which a caller may send any, and without what does not belong into a log. */
    private static String clean(String host) {
        String cut = Folding.lower(host.length() > LONGEST ? host.substring(0, LONGEST) : host);
        return cut.replaceFirst(":[0-9]*$", "").replaceAll("[^a-z0-9._:\\[\\]-]", "?");
    }
}
