package dev.postern;

import dev.postern.compute.Compute;
import dev.postern.gate.Gate;
import dev.postern.gate.Operation;
import dev.postern.graph.AskedOperation;
import dev.postern.graph.DenialText;
import dev.postern.graph.GraphEdge;
import dev.postern.graph.GraphErrors;
import dev.postern.graph.GraphModel;
import dev.postern.graph.OperationTable;
import dev.postern.graph.WhatIfOption;
import dev.postern.graph.azuread.AzureAdGraph;
import dev.postern.graph.calendar.CalendarHandlers;
import dev.postern.graph.contact.ContactHandlers;
import dev.postern.graph.directory.DirectoryOperations;
import dev.postern.graph.item.UploadRoute;
import dev.postern.graph.mail.MailHandlers;
import dev.postern.graph.mail.MailSettings;
import dev.postern.graph.odata.MailQueryRules;
import dev.postern.graph.setting.SettingHandlers;
import dev.postern.graph.throttle.Throttle;
import dev.postern.http.RequestRouter;
import dev.postern.mailbox.event.ShownEvents;
import dev.postern.management.AccessFindingsApi;
import dev.postern.management.EffectiveAccessApi;
import dev.postern.outbound.AllowedTargets;
import dev.postern.outbound.OutboundClient;
import dev.postern.settings.Settings;
import dev.postern.token.GraphNames;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of Graph and Azure AD Graph. */
final class GraphRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(GraphRoutes.class);

    private final GraphErrors errors;
    private final OperationTable table = OperationTable.load();
    private final DenialText denial;
    private final GraphModel model = GraphModel.load();
    private final GraphEdge graph;
    private final ShownEvents shownEvents;
    private final Notifications notifications;

    /**
     * @param names of Microsoft Graph besides those in the directory
     * @param notified calls the endpoints of subscriptions
     */
    GraphRoutes(
            Core core, Compute compute, Tenants tenants, Settings settings, GraphNames names, OutboundClient notified) {
        InstantSource clock = core.clock();
        denial = DenialText.valueOf(settings.access().denialText().name());
        errors = new GraphErrors(clock, denial);
        graph = new GraphEdge(
                core.gate(),
                table,
                model,
                errors,
                compute,
                new WhatIfOption(compute.pool(), clock),
                settings.limits().bodyBytes().toInt());
        Settings.Cloud cloud = settings.graph().cloud();
        warn(cloud);
        graph.limit(new Throttle(
                tenants.ids(cloud.tenants()), cloud.faultPercent(), Throttle.PATIENCE, new SecureRandom(), clock));
        DirectoryOperations.bind(
                graph, model, clock, AllowedTargets.of(settings.outbound().allowedTargets())::isNamed, names::contain);
        MailSettings mail = mail(tenants, settings);
        MailHandlers.bindAll(graph, mail, clock);
        shownEvents = new ShownEvents(settings.memory().shownEvents().bytes());
        CalendarHandlers.bindAll(graph, clock, shownEvents);
        SettingHandlers.bindAll(graph, clock);
        ContactHandlers.bindAll(graph);
        notifications = Notifications.of(core, graph, model, notified);
    }

    Notifications notifications() {
        return notifications;
    }

    ShownEvents shownEvents() {
        return shownEvents;
    }

    /** What the matrix and the explanations of access need to know about Graph. */
    EffectiveAccessApi effectiveAccess(Gate gate) {
        return new EffectiveAccessApi(gate, table.mailboxOperations(), this::asked, denial.message());
    }

    private Operation asked(String text) {
        AskedOperation asked = table.asked(text);
        if (asked.operation() == null) {
            throw new EffectiveAccessApi.NoOperation(asked.problem());
        }
        return asked.operation();
    }

    /** What the advice about access needs to know about Graph. */
    AccessFindingsApi accessFindings(Gate gate, InstantSource clock) {
        return new AccessFindingsApi(gate, table.mailboxOperations(), clock);
    }

    void addTo(RequestRouter router, Gate gate, Compute compute, InstantSource clock) {
        router.mount("graph", "/v1.0", graph)
                .mount("graph", "/beta", graph.beta())
                .mount("graph", "/v1.0/" + UploadRoute.PATH, new UploadRoute(gate, errors, graph.throttle()))
                .mount(
                        "azuread",
                        "/{tenant}/servicePrincipals",
                        new AzureAdGraph(gate, model, errors, compute.pool(), clock));
    }

    /** Settings that make the server worse on purpose are named at each start. */
    private static void warn(Settings.Cloud cloud) {
        if (!cloud.policyDelay().isZero()) {
            LOG.warn(
                    "graph.cloud-policy-delay: for {} after a change, application access policies are NOT YET IN FORCE"
                            + " for Graph in {}",
                    cloud.policyDelay(),
                    cloud.tenants());
        }
        if (cloud.faultPercent() > 0) {
            LOG.warn(
                    "graph.cloud-faults: {} percent of the requests to mailboxes of {} are refused at random",
                    cloud.faultPercent(),
                    cloud.tenants());
        }
    }

    static MailSettings mail(Tenants tenants, Settings settings) {
        return new MailSettings(
                settings.mail().maxRecipients(),
                MailQueryRules.ofGraph(),
                tenants.ids(settings.graph().unrestrictedQueries()));
    }
}
