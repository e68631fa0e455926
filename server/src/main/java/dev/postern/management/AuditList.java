package dev.postern.management;

import dev.postern.audit.AuditCursor;
import dev.postern.audit.AuditFilter;
import dev.postern.audit.AuditPage;
import dev.postern.audit.AuditSince;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/audit?app=&mailbox=&denied=&since=&text=&$top=}: the entries of the tenant, the newest first. A page may have fewer entries
 * than requested, or none, although more follow; the link to the next page says so.
 */
public final class AuditList {
    private static final String PATH = "/postern/audit";
    private static final String TOKEN = "$skiptoken";
    private static final Set<String> PARAMETERS = Set.of("app", "mailbox", "denied", "since", "text", "$top", TOKEN);
    private static final int USUAL_ENTRIES = 100;
    private static final int MAX_ENTRIES = 1_000;

    private final ManagementGate gate;
    private final InstantSource clock;

    public AuditList(Gate gate, InstantSource clock) {
        this.gate = new ManagementGate(gate);
        this.clock = clock;
    }

    /** Adds the route. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", PATH, this::list);
    }

    private Response list(OpenAudit audit, Request request) {
        QueryParameters query = QueryParameters.read(request, PARAMETERS);
        AuditNames names = new AuditNames(audit.snapshot());
        AuditFilter filter = new AuditFilter(
                audit.tenant(),
                query.text("app").map(names::app).orElse(null),
                query.text("mailbox").map(names::mailbox).orElse(null),
                denied(query),
                query.text("since").map(this::since).orElse(null),
                query.text("text").orElse(null));
        AuditPage page = audit.search(filter, cursor(query), query.count("$top", USUAL_ENTRIES, MAX_ENTRIES));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var entries = body.putArray("value");
        page.entries().forEach(shown -> entries.add(AuditShape.json(shown, names::name)));
        if (page.next() != null) {
            body.put("@odata.nextLink", request.base() + PATH + "?" + text(query, page.next()));
        }
        return ManagementGate.json(200, body);
    }

    private Instant since(String text) {
        return AuditSince.read(text, clock.instant())
                .orElseThrow(() -> new QueryParameters.Invalid(
                        "The value of 'since' must be a time such as 2026-11-27T10:00:00Z, a date, or a number"
                                + " of minutes, hours or days such as 30m, 12h or 7d."));
    }

    private static AuditCursor cursor(QueryParameters query) {
        Optional<String> token = query.text(TOKEN);
        return token.isEmpty()
                ? AuditCursor.NEWEST
                : token.flatMap(AuditCursor::read)
                        .orElseThrow(() -> new QueryParameters.Invalid("The value of '" + TOKEN + "' is not valid."));
    }

    private static boolean denied(QueryParameters query) {
        String value = query.text("denied").orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new QueryParameters.Invalid("The value of 'denied' must be true or false.");
        }
        return value.equals("true");
    }

    private static String text(QueryParameters query, AuditCursor next) {
        return Stream.concat(
                        PARAMETERS.stream()
                                .filter(name -> !name.equals(TOKEN))
                                .sorted()
                                .flatMap(name -> query.text(name).stream()
                                        .map(value -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8))),
                        Stream.of(TOKEN + "=" + next.text()))
                .collect(Collectors.joining("&"));
    }
}
