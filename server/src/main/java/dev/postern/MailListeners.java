package dev.postern;

import dev.postern.http.connection.OpenFiles;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.outbound.AddressRange;
import dev.postern.receive.ReceivingSettings;
import dev.postern.settings.Settings;
import dev.postern.smtp.server.ListenerOptions;
import dev.postern.smtp.server.MailCounters;
import dev.postern.smtp.server.MailHandler;
import dev.postern.smtp.server.MailLimits;
import dev.postern.smtp.server.MailListener;
import dev.postern.smtp.server.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** The listeners for SMTP and LMTP that the configuration has; by default there are none. */
final class MailListeners implements AutoCloseable {
    private static final int HTTP_SHARE = 2;

    private final CloseStack closing = new CloseStack();
    private final MailCounters counters = new MailCounters();
    private final CompletableFuture<String> failed = new CompletableFuture<>();
    private final Settings.Receiving settings;
    private final MailLimits limits;
    private OptionalInt smtpPort = OptionalInt.empty();
    private OptionalInt lmtpPort = OptionalInt.empty();

    /** Creates the object without opening listeners. */
    MailListeners(Settings settings) {
        this.settings = settings.receiving();
        // connections for HTTP may use as many files as are free, so that mail takes a part of what is there at the
        // start
        int connections = OpenFiles.connections(OptionalInt.empty()) / HTTP_SHARE;
        this.limits = MailLimits.USUAL.with(
                Math.min(connections, MailLimits.USUAL.connections()),
                settings.mail().maxMessageSize().bytes());
    }

    /** Opens the listeners. */
    void open(LocalAuthority authority, MailHandler handler) {
        smtpPort = open(settings.smtp(), Protocol.SMTP, settings.proxyProtocol(), authority, handler);
        lmtpPort = open(settings.lmtp(), Protocol.LMTP, false, authority, handler);
    }

    /** How what comes in is handled. */
    static ReceivingSettings handler(Settings settings) {
        Settings.Receiving receiving = settings.receiving();
        return new ReceivingSettings(
                receiving.hostname(),
                receiving.trusted().stream().map(AddressRange::parse).toList(),
                settings.mail().maxRecipients(),
                settings.mail().maxMessageSize().bytes(),
                receiving.junkHeaders());
    }

    private OptionalInt open(
            Optional<Settings.MailPort> at,
            Protocol protocol,
            boolean proxyProtocol,
            LocalAuthority authority,
            MailHandler handler) {
        if (at.isEmpty()) {
            return OptionalInt.empty();
        }
        var address = new InetSocketAddress(at.get().bind(), at.get().port());
        String place = "The listener for " + protocol + " on " + at.get().bind().getHostAddress() + ":"
                + at.get().port();
        try {
            MailListener opened = MailListener.open(
                    new ListenerOptions(
                            address, protocol, settings.hostname(), authority::serverContext, proxyProtocol, limits),
                    handler,
                    counters,
                    cause -> failed.complete(place + " has ended: " + cause));
            return OptionalInt.of(closing.add(opened).port());
        } catch (IOException e) {
            throw new IllegalStateException(place + " could not be opened: " + e.getMessage(), e);
        }
    }

    /** The port of the listener for SMTP, if there is one. */
    OptionalInt smtpPort() {
        return smtpPort;
    }

    /** The port of the listener for LMTP, if there is one. */
    OptionalInt lmtpPort() {
        return lmtpPort;
    }

    MailCounters counters() {
        return counters;
    }

    /** Completed with the reason when a listener ends unexpectedly. */
    CompletableFuture<String> failed() {
        return failed;
    }

    @Override
    public void close() {
        closing.close();
    }
}
