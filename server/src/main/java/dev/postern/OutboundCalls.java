package dev.postern;

import dev.postern.http.tls.LocalAuthority;
import dev.postern.outbound.AllowedTargets;
import dev.postern.outbound.NameLookup;
import dev.postern.outbound.OutboundClient;
import dev.postern.outbound.OutwardTrust;
import dev.postern.outbound.TargetPolicy;
import dev.postern.settings.Settings;
import java.time.Duration;

/** Creates the client for URLs that users choose. */
final class OutboundCalls {
    private static final Duration MAX_LOOKUP_TIME = Duration.ofSeconds(10);

    private OutboundCalls() {}

    /** With a connection for each call. */
    static OutboundClient client(
            Settings.Outbound settings, LocalAuthority authority, OwnAddresses own, CloseStack closing) {
        return closing.add(new OutboundClient(
                policy(settings, own, closing), OutwardTrust.of(() -> authority.outwardTrust(settings.trusted()))));
    }

    /** For notifications, which may arrive twice. */
    static OutboundClient keeping(
            Settings.Outbound settings, LocalAuthority authority, OwnAddresses own, CloseStack closing) {
        return closing.add(OutboundClient.keeping(
                policy(settings, own, closing), () -> authority.outwardContext(settings.trusted())));
    }

    private static TargetPolicy policy(Settings.Outbound settings, OwnAddresses own, CloseStack closing) {
        NameLookup names = closing.add(new NameLookup.Pooled(NameLookup.SYSTEM, MAX_LOOKUP_TIME));
        return new TargetPolicy(AllowedTargets.of(settings.allowedTargets()), own, names);
    }
}
