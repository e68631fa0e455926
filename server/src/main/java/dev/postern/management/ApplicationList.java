package dev.postern.management;

import dev.postern.access.AppId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.WellKnown;
import dev.postern.effective.AccessNames;
import dev.postern.effective.EffectiveAccess;
import dev.postern.gate.Gate;
import dev.postern.gate.OpenAudit;
import dev.postern.http.Request;
import dev.postern.http.Response;
import dev.postern.http.RouteAdder;
import dev.postern.query.Folding;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * {@code GET /postern/applications}: the applications of the tenant with what they may do and how far they reach, without the resources that
 * every tenant has; {@code /postern/applications/{app}}: one of them as a whole.
 */
public final class ApplicationList {
    private static final String PATH = "/postern/applications";
    private static final Set<String> PARAMETERS = Set.of("search", "$top", NamedPage.TOKEN);
    private static final Set<AppId> RESOURCES = Set.of(
            WellKnown.MICROSOFT_GRAPH, WellKnown.EXCHANGE_ONLINE, WellKnown.AZURE_AD_GRAPH, WellKnown.AZURE_MANAGEMENT);

    private final ManagementGate gate;
    private final InstantSource clock;

    public ApplicationList(Gate gate, InstantSource clock) {
        this.gate = new ManagementGate(gate);
        this.clock = clock;
    }

    /** Adds the routes. */
    public void addTo(RouteAdder routes) {
        gate.addAudit(routes, "GET", PATH, this::list);
        gate.addAudit(routes, "GET", PATH + "/{app}", this::one);
    }

    private Response list(OpenAudit audit, Request request) {
        QueryParameters query = QueryParameters.read(request, PARAMETERS);
        String wanted = Folding.fold(query.text("search").orElse("").strip());
        DirectorySnapshot directory = audit.snapshot();
        ApplicationShape shape = shape(directory);
        NamedPage<ServicePrincipal> page = NamedPage.of(
                directory
                        .all(ServicePrincipal.class)
                        .filter(one -> !RESOURCES.contains(one.appId()))
                        .filter(one -> wanted.isEmpty()
                                || Stream.of(
                                                one.displayName(),
                                                one.appId().toString(),
                                                one.id().toString())
                                        .anyMatch(text -> NamedPage.contains(text, wanted))),
                ServicePrincipal::displayName,
                ServicePrincipal::id,
                query);
        return ManagementGate.json(
                200, page.json(JsonNodeFactory.instance.objectNode(), request, query, PARAMETERS, shape::row));
    }

    private Response one(OpenAudit audit, Request request) {
        QueryParameters.read(request, Set.of());
        DirectorySnapshot directory = audit.snapshot();
        String text = request.segments().getLast();
        AccessNames names = new AccessNames(directory);
        ServicePrincipal found = names.app(text)
                .orElseThrow(() -> new ManagementFailure(404, "Request_ResourceNotFound", names.whyNoApp(text)));
        return ManagementGate.json(200, shape(directory).whole(found));
    }

    private ApplicationShape shape(DirectorySnapshot directory) {
        return new ApplicationShape(directory, new EffectiveAccess(directory), clock.instant());
    }
}
