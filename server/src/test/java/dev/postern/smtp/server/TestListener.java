package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.TestFolders;
import dev.postern.http.tls.LocalAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A listener with limits by name, whose mail arrives in an {@link Inbox}. */
final class TestListener implements AutoCloseable {
    static final LocalAuthority AUTHORITY = authority();

    final Inbox inbox = new Inbox();
    final MailCounters counters = new MailCounters();
    private final MailListener listener;

    /** @param options {@code lmtp}, {@code proxy}, {@code tls}, or a limit with its value; times are in milliseconds */
    TestListener(Map<String, String> options) throws IOException {
        MailLimits.Times usual = MailLimits.Times.USUAL;
        var times = new MailLimits.Times(
                time(options, "pause", usual.beforeGreeting()),
                time(options, "pause", Duration.ofMillis(1)),
                time(options, "command", usual.command()),
                time(options, "session", usual.session()),
                time(options, "data", usual.data()),
                number(options, "rate", (int) usual.minRate()),
                time(options, "write", usual.write()),
                time(options, "opening", usual.opening()),
                time(options, "linger", usual.linger()),
                time(options, "stop", usual.stop()));
        var limits = new MailLimits(
                number(options, "connections", 4000),
                number(options, "address", 100),
                number(options, "size", 1 << 20),
                number(options, "recipients", 1000),
                times,
                new MailLimits.Tolerance(
                        number(options, "errors", 20), number(options, "refused", 100), number(options, "idle", 100)));
        SSLContext tls = AUTHORITY.serverContext();
        listener = MailListener.open(
                new ListenerOptions(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        options.containsKey("lmtp") ? Protocol.LMTP : Protocol.SMTP,
                        "mail.contoso.example",
                        options.containsKey("tls") ? () -> tls : null,
                        options.containsKey("proxy"),
                        limits),
                inbox,
                counters,
                Throwable::printStackTrace);
    }

    private static Duration time(Map<String, String> options, String name, Duration usual) {
        String value = options.get(name);
        return value == null ? usual : Duration.ofMillis(Long.parseLong(value));
    }

    private static int number(Map<String, String> options, String name, int usual) {
        return Integer.parseInt(options.getOrDefault(name, Integer.toString(usual)));
    }

    private static LocalAuthority authority() {
        try {
            return LocalAuthority.open(TestFolders.folder("smtp"), List.of(), InstantSource.system());
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    int port() {
        return listener.port();
    }

    WirePeer connect() throws IOException {
        return new WirePeer(port());
    }

    /** Stops the listener, so that everything has been counted. */
    void end() {
        close();
    }

    /** Stops the listener; then every transaction must have ended once. */
    @Override
    public void close() {
        listener.close();
        assertEquals(List.of(), inbox.wrong);
    }
}
