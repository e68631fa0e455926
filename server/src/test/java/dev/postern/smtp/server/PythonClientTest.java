package dev.postern.smtp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The client of Python's library. */
class PythonClientTest {
    private static final Path INTERPRETER = Path.of("/usr/bin/python3");
    private static final String CONTENT = "Subject: Hello\\r\\n\\r\\n.\\r\\n..two\\r\\nText\\r\\n";

    @Test
    void messagesOverSmtpTlsAndLmtp() throws IOException, InterruptedException, URISyntaxException {
        if (!Files.isExecutable(INTERPRETER)) {
            System.err.println("SKIPPED: " + INTERPRETER + " is not installed");
            Assumptions.abort("no Python");
        }
        Path script = Path.of(
                Objects.requireNonNull(getClass().getResource("client.py")).toURI());
        try (var smtp = new TestListener(Map.of("tls", ""));
                var lmtp = new TestListener(Map.of("lmtp", ""))) {
            Process python = new ProcessBuilder(
                            INTERPRETER.toString(),
                            script.toString(),
                            Integer.toString(smtp.port()),
                            Integer.toString(lmtp.port()),
                            TestListener.AUTHORITY.caFile().toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, python.waitFor(), output);
            assertEquals(
                    List.of(
                            "ESMTP hello=client.fabrikam.example from=<sender@fabrikam.example> size=34"
                                    + " to=<user@contoso.example> | " + CONTENT,
                            "UTF8SMTPS hello=client.fabrikam.example from=<sender@fabrikam.example> size=34 utf8"
                                    + " to=<grüße@contoso.example> | " + CONTENT),
                    smtp.inbox.delivered);
            assertEquals(
                    List.of("LMTP hello=mta.contoso.example from=<sender@fabrikam.example> size=34"
                            + " to=<user@contoso.example> | " + CONTENT),
                    lmtp.inbox.delivered);
        }
    }
}
