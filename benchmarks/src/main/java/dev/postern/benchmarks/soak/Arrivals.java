package dev.postern.benchmarks.soak;

import dev.postern.http.Json;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Compares the accepted messages with those in the receiver's mailbox. */
final class Arrivals {
    private Arrivals() {}

    static List<String> faults(Site site, Http http, List<HonestCaller> honest) throws IOException {
        Map<String, Integer> arrived = arrived(site, http);
        var faults = new ArrayList<String>();
        int accepted = 0;
        for (HonestCaller caller : honest) {
            for (String subject : caller.accepted()) {
                accepted++;
                int copies = arrived.getOrDefault(subject, 0);
                if (copies != 1 && faults.size() < 10) {
                    faults.add("'" + subject + "' was accepted and arrived " + copies + " times.");
                }
            }
        }
        if (accepted == 0) {
            faults.add("No message was accepted.");
        }
        return faults;
    }

    private static Map<String, Integer> arrived(Site site, Http http) throws IOException {
        var subjects = new HashMap<String, Integer>();
        String next = "/v1.0/users/" + Site.RECEIVER + "/mailFolders/inbox/messages?$top=500&$select=subject";
        while (!next.isEmpty()) {
            Http.Reply page = http.get(next, site.honest().token(http));
            if (page.status() != 200) {
                throw new IOException("Listing the delivered messages failed: " + page.status() + " " + page.body());
            }
            JsonNode json = Json.parse(page.body());
            json.path("value").forEach(one -> subjects.merge(one.path("subject").asString(""), 1, Integer::sum));
            String link = json.path("@odata.nextLink").asString("");
            next = link.isEmpty() ? "" : pathOf(link);
        }
        return subjects;
    }

    private static String pathOf(String link) {
        URI uri = URI.create(link);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
