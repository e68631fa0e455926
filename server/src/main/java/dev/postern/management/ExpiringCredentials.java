package dev.postern.management;

import dev.postern.access.AppId;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ServicePrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The secrets and certificates of a tenant that expire soon, without the secret of the administrator, which the server renews. */
final class ExpiringCredentials {
    private static final Duration SOON = Duration.ofDays(30);
    private static final int MAX_SHOWN = 20;

    private record Expiring(AppId appId, String app, String kind, String keyId, Instant end) {}

    private ExpiringCredentials() {}

    /** {@code {days, value: [{appId, app, kind, keyId, endDateTime}], more}}, those that expire first at the beginning. */
    static ObjectNode json(DirectorySnapshot directory, Instant now) {
        ServicePrincipal administrator = directory.administrator();
        List<Expiring> found = Stream.concat(
                        directory
                                .all(Application.class)
                                .flatMap(one -> of(one.appId(), one.displayName(), one.credentials())),
                        directory
                                .all(ServicePrincipal.class)
                                .flatMap(one -> of(one.appId(), one.displayName(), one.credentials())))
                .filter(one -> one.end().isAfter(now) && !one.end().isAfter(now.plus(SOON)))
                .filter(one -> administrator == null || !one.appId().equals(administrator.appId()))
                .sorted(Comparator.comparing(Expiring::end).thenComparing(Expiring::keyId))
                .toList();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("days", SOON.toDays());
        var value = json.putArray("value");
        found.stream()
                .limit(MAX_SHOWN)
                .forEach(one -> value.addObject()
                        .put("appId", one.appId().toString())
                        .put("app", one.app())
                        .put("kind", one.kind())
                        .put("keyId", one.keyId())
                        .put("endDateTime", one.end().toString()));
        return json.put("more", found.size() > MAX_SHOWN);
    }

    private static Stream<Expiring> of(AppId appId, String app, Credentials credentials) {
        return Stream.concat(
                credentials.passwords().stream()
                        .map(one ->
                                new Expiring(appId, app, "secret", one.keyId().toString(), one.end())),
                credentials.keys().stream()
                        .map(one -> new Expiring(
                                appId, app, "certificate", one.keyId().toString(), one.end())));
    }
}
