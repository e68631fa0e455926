package dev.postern.smtp.client;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Senders for tests: they reach this machine only. */
final class Senders {
    static final Duration LIMIT = Duration.ofSeconds(20);
    static final HostNames HERE = host -> List.of(InetAddress.ofLiteral("127.0.0.1"));
    private static final Opening OPENING =
            new Opening("mail.contoso.example", Duration.ofSeconds(5), Duration.ofSeconds(5));

    private Senders() {}

    static SmtpSender plain() {
        return with(new SmarthostOptions(TlsUse.NONE, ClientTls.ofSystem(), null));
    }

    static SmtpSender with(SmarthostOptions options) {
        return new SmtpSender(OPENING, options, null, HERE, new Random(1), System::nanoTime);
    }

    static SmtpSender direct(DirectOptions direct, Random random) {
        return new SmtpSender(
                OPENING,
                new SmarthostOptions(TlsUse.NONE, ClientTls.ofSystem(), null),
                direct,
                HERE,
                random,
                System::nanoTime);
    }

    /** Sends to a scripted host, closes the sender and checks that the host got what its scripts say. */
    static SendResult send(ScriptedHost host, SmarthostOptions options, OutgoingMail mail, Duration limit)
            throws IOException, InterruptedException {
        SendResult result;
        try (SmtpSender sender = with(options)) {
            result = sender.send(smarthost(host), mail, limit);
        }
        host.release.countDown();
        host.ended();
        return result;
    }

    static Destination.Smarthost smarthost(ScriptedHost host) {
        return new Destination.Smarthost("localhost", host.port());
    }

    static SmarthostOptions noTls(@Nullable Login login) {
        return new SmarthostOptions(TlsUse.NONE, ClientTls.ofSystem(), login);
    }
}
