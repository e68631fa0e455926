package dev.postern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.tls.LocalAuthority;
import dev.postern.settings.SettingsReader;
import dev.postern.smtp.Reply;
import dev.postern.smtp.server.MailHandler;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listeners for mail as the configuration has them. */
class MailListenersTest {
    private static final MailHandler REFUSES =
            (_, _) -> new MailHandler.Begun.Refused(Reply.of(550, "5.7.1", "Not from you"));

    @TempDir
    Path folder;

    private MailListeners open(Map<String, List<String>> options) {
        var listeners = new MailListeners(SettingsReader.read(Optional.empty(), Map.of(), options));
        listeners.open(LocalAuthority.open(folder, List.of(), InstantSource.system()), REFUSES);
        return listeners;
    }

    private static List<String> dialogue(int port, String... commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var lines = new ArrayList<String>();
            lines.add(in.readLine());
            for (String command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
                do {
                    lines.add(in.readLine());
                } while (lines.getLast().charAt(3) == '-');
            }
            return lines;
        }
    }

    @Test
    void byDefaultThereAreNone() {
        try (MailListeners listeners = open(Map.of())) {
            assertTrue(listeners.smtpPort().isEmpty());
            assertTrue(listeners.lmtpPort().isEmpty());
        }
    }

    @Test
    void eachHasTheConfiguredNameAndSizeAndOffersTls() throws IOException {
        var options = Map.of(
                "smtp.port", List.of("0"),
                "lmtp.port", List.of("0"),
                "smtp.hostname", List.of("mail.contoso.example"),
                "mail.max-message-size", List.of("5000"));
        try (MailListeners listeners = open(options)) {
            List<String> smtp = dialogue(
                    listeners.smtpPort().orElseThrow(),
                    "EHLO client.fabrikam.example",
                    "MAIL FROM:<a@fabrikam.example>");
            assertEquals("220 mail.contoso.example ESMTP", smtp.getFirst());
            assertTrue(smtp.containsAll(List.of("250-SIZE 5000", "250 STARTTLS")), smtp.toString());
            assertEquals("550 5.7.1 Not from you", smtp.getLast());
            List<String> lmtp = dialogue(listeners.lmtpPort().orElseThrow(), "LHLO mta.contoso.example");
            assertEquals("220 mail.contoso.example LMTP", lmtp.getFirst());
            var registry = new PrometheusRegistry();
            new ServerMetrics(registry).received(listeners.counters());
            var page = new ByteArrayOutputStream();
            PrometheusTextFormatWriter.create().write(page, registry.scrape());
            String text = page.toString(StandardCharsets.UTF_8);
            assertTrue(text.contains("postern_mail_refused_total{reason=\"sender\"} 1.0"), text);
            assertTrue(text.contains("postern_mail_connections_accepted_total 2.0"), text);
        }
    }

    @Test
    void onlySmtpHasTheProxyProtocol() throws IOException {
        var options =
                Map.of("smtp.port", List.of("0"), "lmtp.port", List.of("0"), "smtp.proxy-protocol", List.of("true"));
        try (MailListeners listeners = open(options);
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), listeners.smtpPort().orElseThrow())) {
            socket.getOutputStream().write("EHLO a\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals(-1, socket.getInputStream().read());
            assertEquals(
                    "220 localhost LMTP",
                    dialogue(listeners.lmtpPort().orElseThrow()).getFirst());
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (MailListeners listeners = open(Map.of("smtp.port", List.of("0")))) {
            String taken = Integer.toString(listeners.smtpPort().orElseThrow());
            var refused = assertThrows(IllegalStateException.class, () -> open(Map.of("lmtp.port", List.of(taken))));
            assertTrue(
                    String.valueOf(refused.getMessage()).startsWith("The listener for LMTP on 127.0.0.1:" + taken),
                    refused.getMessage());
        }
    }
}
