package dev.postern.management;

import dev.postern.audit.AuditSince;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.query.Folding;
import dev.postern.trace.TraceFilter;
import dev.postern.trace.TracePage;
import dev.postern.trace.TraceState;
import dev.postern.trace.TracedMessage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /postern/trace?from=&to=&sender=&recipient=&messageId=&state=&$top=}: what happened to the messages of the tenant, the newest first;
 * {@code GET /postern/trace/{id}}: those of one request. A page may have fewer messages than requested, or none, although more follow; the
 * link to the next page says so. Like the audit it shows who writes to whom, so it requires the same permission.
 */
public final class TraceList {
    private static final String PATH = "/postern/trace";
    private static final String TOKEN = "$skiptoken";
    private static final Set<String> PARAMETERS =
            Set.of("from", "to", "sender", "recipient", "messageId", "state", "$top", TOKEN);
    private static final int USUAL_MESSAGES = 100;
    private static final int MAX_MESSAGES = 1_000;

    private final ManagementGate gate;
    private final InstantSource clock;

    public TraceList(Gate gate, InstantSource clock) {
        this.gate = new ManagementGate(gate);
        this.clock = clock;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", PATH, this::list);
        gate.addAudit(routes, "GET", PATH + "/{id}", TraceList::find);
    }

    private static Response find(OpenAudit audit, Request request) {
        List<TracedMessage> found = audit.traces(request.segments().getLast(), USUAL_MESSAGES + 1);
        ObjectNode body = body(found.stream().limit(USUAL_MESSAGES).toList());
        body.put("more", found.size() > USUAL_MESSAGES);
        return ManagementGate.json(200, body);
    }

    private static ObjectNode body(List<TracedMessage> messages) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var values = body.putArray("value");
        messages.forEach(message -> values.add(TraceShape.json(message)));
        return body;
    }

    private Response list(OpenAudit audit, Request request) {
        QueryParameters query = QueryParameters.read(request, PARAMETERS);
        TraceFilter filter = new TraceFilter(
                audit.tenant(),
                time(query, "from").orElse(Instant.EPOCH),
                time(query, "to").orElse(Instant.ofEpochMilli(Long.MAX_VALUE)),
                query.text("messageId").orElse(null),
                also(query));
        TracePage page =
                audit.traces(filter, key(query).orElse(null), query.count("$top", USUAL_MESSAGES, MAX_MESSAGES));
        ObjectNode body = body(page.messages());
        if (page.next() != null) {
            body.put("@odata.nextLink", request.base() + PATH + "?" + text(query, page.next()));
        }
        return ManagementGate.json(200, body);
    }

    private static Predicate<TracedMessage> also(QueryParameters query) {
        Predicate<TracedMessage> all = _ -> true;
        Optional<String> sender = query.text("sender").map(Folding::fold);
        Optional<String> recipient = query.text("recipient").map(Folding::fold);
        Optional<TraceState> state = query.text("state").map(TraceList::state);
        if (sender.isPresent()) {
            all = all.and(message -> Folding.foldsTo(message.sender(), sender.get()));
        }
        if (recipient.isPresent() || state.isPresent()) {
            all = all.and(message -> message.recipients().stream()
                    .anyMatch(one -> state.filter(other -> other != one.state()).isEmpty()
                            && recipient
                                    .filter(other -> !Folding.foldsTo(one.address(), other))
                                    .isEmpty()));
        }
        return all;
    }

    private static TraceState state(String name) {
        return TraceShape.state(name)
                .orElseThrow(() -> new QueryParameters.Invalid("The value of 'state' must be one of "
                        + Arrays.stream(TraceState.values())
                                .map(TraceShape::name)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private Optional<Instant> time(QueryParameters query, String name) {
        return query.text(name)
                .map(text -> AuditSince.read(text, clock.instant())
                        .orElseThrow(() -> new QueryParameters.Invalid("The value of '" + name
                                + "' must be a time such as 2026-11-27T10:00:00Z, a date, or a number of minutes, hours"
                                + " or days such as 30m, 12h or 7d.")));
    }

    private static Optional<TracePage.Key> key(QueryParameters query) {
        return query.text(TOKEN)
                .map(text -> TracePage.Key.read(text)
                        .orElseThrow(() -> new QueryParameters.Invalid("The value of '" + TOKEN + "' is not valid.")));
    }

    private static String text(QueryParameters query, TracePage.Key next) {
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
