package dev.postern;

import dev.postern.relay.MessageSigner;
import dev.postern.relay.RelayRoute;
import dev.postern.relay.RelayService;
import dev.postern.relay.RelayTimes;
import dev.postern.settings.Settings;
import dev.postern.smtp.client.MailSending;
import java.util.Optional;
import java.util.function.Function;

/** Assembles the sending of mail to other domains, if a route is configured. */
final class MailRelay {
    /** Makes the SMTP client with these settings. */
    static final Function<Settings.Relay, MailSending> CLIENT = _ -> {
        throw new IllegalStateException(
                "relay.host and relay.direct need an SMTP client, which this version does not have");
    };

    private MailRelay() {}

    /** @param client makes the SMTP client; called only if there is a route */
    static Optional<RelayService> of(
            Core core, Settings.Relay settings, Function<Settings.Relay, MailSending> client, MessageSigner signer) {
        return Optional.of(settings)
                .filter(Settings.Relay::isOn)
                .map(on -> core.relay(new RelayService.Way(
                        route(on),
                        client.apply(on),
                        signer,
                        on.connections(),
                        new RelayTimes(on.firstRetry(), on.expire()))));
    }

    private static RelayRoute route(Settings.Relay settings) {
        return settings.host()
                .<RelayRoute>map(host -> new RelayRoute.Smarthost(host.name(), host.port()))
                .orElseGet(RelayRoute.Direct::new);
    }
}
