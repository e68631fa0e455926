package dev.postern.console.overview;

import dev.postern.console.call.EdgeCalls;
import dev.postern.console.overview.Overview.Expiring;
import dev.postern.console.overview.Overview.Fact;
import dev.postern.console.overview.Overview.Minutes;
import dev.postern.console.overview.Overview.WaitingMail;
import dev.postern.console.overview.TrafficChart.Series;
import dev.postern.console.page.ShownTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Makes the overview of the answer of {@code /postern/status}. */
record StatusReader(JsonNode status, Instant now) {
    private static final int TABLE_MINUTES = 5;

    Overview overview() {
        List<Sample> samples = Sample.list(status.path("traffic"));
        JsonNode directory = status.path("directory");
        return new Overview(
                directory.path("mailboxes").asLong(0),
                directory.path("applications").asLong(0),
                perMinute(samples),
                samples.stream().mapToLong(Sample::refused).sum(),
                samples.stream().mapToLong(Sample::failed).sum(),
                mail(),
                charts(samples),
                table(samples),
                text(status.path("health"), "status"),
                status.path("health")
                        .path("checks")
                        .propertyStream()
                        .map(one -> new Overview.Check(
                                one.getKey(), one.getValue().asString("").equals("ok")))
                        .toList(),
                facts(),
                status.path("nodes")
                        .valueStream()
                        .map(one -> new Overview.Node(
                                text(one, "name"),
                                text(one, "seen"),
                                one.path("answering").asBoolean(false),
                                text(one, "version")))
                        .toList(),
                expiring());
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private String perMinute(List<Sample> samples) {
        Instant from = now.minus(Duration.ofMinutes(TABLE_MINUTES));
        long recent = samples.stream()
                .filter(one -> one.from().isAfter(from))
                .mapToLong(Sample::requests)
                .sum();
        double rate = (double) recent / TABLE_MINUTES;
        return rate == 0 || rate >= 10
                ? String.format(Locale.ROOT, "%,d", Math.round(rate))
                : String.format(Locale.ROOT, "%.1f", rate);
    }

    private List<TrafficChart> charts(List<Sample> samples) {
        return List.of(
                TrafficChart.of("Requests", samples, now, List.of(new Series("served", Sample::requests))),
                TrafficChart.of(
                        "Refused and failed",
                        samples,
                        now,
                        List.of(new Series("refused", Sample::refused), new Series("failed", Sample::failed))));
    }

    private List<Minutes> table(List<Sample> samples) {
        var rows = new ArrayList<Minutes>();
        for (int ago = 0; ago < TrafficChart.MINUTES; ago += TABLE_MINUTES) {
            Instant to = now.minus(Duration.ofMinutes(ago));
            Instant from = to.minus(Duration.ofMinutes(TABLE_MINUTES));
            List<Sample> part = samples.stream()
                    .filter(one -> one.from().isAfter(from) && !one.from().isAfter(to))
                    .toList();
            rows.add(new Minutes(
                    from.toString(),
                    part.stream().mapToLong(Sample::requests).sum(),
                    part.stream().mapToLong(Sample::refused).sum(),
                    part.stream().mapToLong(Sample::failed).sum()));
        }
        return rows;
    }

    private WaitingMail mail() {
        JsonNode mail = status.path("mail");
        List<WaitingMail.State> states = mail.path("states")
                .propertyStream()
                .map(one -> new WaitingMail.State(
                        switch (one.getKey()) {
                            case "noRoute" -> "without a route to other domains";
                            case "deferred" -> "to be sent later";
                            case "delivering" -> "being delivered";
                            case "waiting" -> "waiting for the next attempt";
                            default -> one.getKey();
                        },
                        one.getValue().asLong(0)))
                .toList();
        return new WaitingMail(
                states.stream().mapToLong(WaitingMail.State::messages).sum(), states, text(mail, "oldest"));
    }

    private List<Fact> facts() {
        JsonNode memory = status.path("memory");
        Duration up = Duration.ofSeconds(status.path("uptimeSeconds").asLong(0));
        return List.of(
                new Fact("Version", text(status, "version")),
                new Fact("Java", text(status, "java")),
                new Fact("Runs since", ShownTexts.time(text(status, "started")) + " (" + span(up) + ")"),
                new Fact("Database", text(status, "database")),
                new Fact(
                        "Disk free",
                        ShownTexts.size(status.path("disk").path("free").asLong(0))),
                new Fact(
                        "Memory",
                        ShownTexts.size(memory.path("heapUsed").asLong(0)) + " of "
                                + ShownTexts.size(memory.path("heapMax").asLong(0))),
                new Fact(
                        "Memory of requests",
                        ShownTexts.size(memory.path("requests").asLong(0)) + " of "
                                + ShownTexts.size(memory.path("requestsMax").asLong(0))));
    }

    private static String span(Duration up) {
        if (up.toDays() > 0) {
            return ShownTexts.count(up.toDays(), "day", "days");
        }
        return up.toHours() > 0
                ? ShownTexts.count(up.toHours(), "hour", "hours")
                : ShownTexts.count(up.toMinutes(), "minute", "minutes");
    }

    private Expiring expiring() {
        JsonNode credentials = status.path("credentials");
        return new Expiring(
                credentials.path("days").asLong(0),
                credentials
                        .path("value")
                        .valueStream()
                        .map(one -> new Expiring.Credential(
                                text(one, "app"),
                                "/console/applications/" + EdgeCalls.encode(text(one, "appId")),
                                text(one, "kind"),
                                text(one, "keyId"),
                                text(one, "endDateTime")))
                        .toList(),
                credentials.path("more").asBoolean(false));
    }
}
