package dev.postern.graph.mail;

import static dev.postern.graph.mail.GraphMailFixture.ADELE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports to senders, as {@code $value} shows them. */
class GraphMailReportTest {
    private static final Pattern BOUNDARY = Pattern.compile(
            "\r\nContent-Type: multipart/report; report-type=delivery-status;\\s+boundary=\"([^\"]+)\"\r\n");

    @ParameterizedTest
    @EnumSource(Engine.class)
    void areMultipartReports(Engine engine) {
        try (var mail = new GraphMailFixture(engine)) {
            var app = mail.client(mail.app("app", "Mail.ReadWrite", "Mail.Send"));
            String to = "{\"emailAddress\":{\"address\":\"%s@contoso.example\"}}";
            app.post(
                            "/users/" + ADELE + "/sendMail",
                            "{\"message\":{\"subject\":\"Hello\",\"isDeliveryReceiptRequested\":true,\"toRecipients\":["
                                    + to.formatted("nobody") + "," + to.formatted("megan") + "]}}")
                    .expect(202);
            mail.delivery.deliverDue();
            var found = app.get("/users/" + ADELE + "/mailFolders/inbox/messages?$select=subject&$orderby=subject")
                    .expect(200)
                    .at("/value");
            assertEquals(
                    List.of("Delivered: Hello", "Undeliverable: Hello"),
                    found.valueStream()
                            .map(one -> one.path("subject").asString())
                            .toList());
            for (var one : found) {
                boolean failed = one.path("subject").asString().startsWith("Un");
                String mime = new String(
                        app.get("/users/" + ADELE + "/messages/"
                                        + one.path("id").asString() + "/$value")
                                .expect(200)
                                .bytes(),
                        StandardCharsets.UTF_8);
                String head = mime.substring(0, mime.indexOf("\r\n\r\n") + 2);
                var boundary = BOUNDARY.matcher(head);
                assertTrue(boundary.find(), head);
                assertTrue(head.contains("\r\nAuto-Submitted: auto-replied\r\n"), head);
                String[] parts = mime.split(Pattern.quote("--" + boundary.group(1)));
                assertEquals(failed ? 5 : 4, parts.length, mime);
                assertTrue(parts[1].contains("Content-Type: multipart/alternative"), parts[1]);
                assertTrue(parts[2].contains("Content-Type: message/delivery-status"), parts[2]);
                assertTrue(parts[2].contains("\r\nContent-Transfer-Encoding: 7bit\r\n"), parts[2]);
                String status = """
                    Final-Recipient: rfc822; %s@contoso.example\r
                    Action: %s\r
                    Status: %s\r
                    """;
                String expected = failed
                        ? status.formatted("nobody", "failed", "5.1.10")
                        : status.formatted("megan", "delivered", "2.0.0");
                assertTrue(parts[2].contains(expected), parts[2]);
                if (failed) {
                    assertTrue(parts[2].contains("Diagnostic-Code: smtp; 550 5.1.10 "), parts[2]);
                    assertTrue(parts[3].contains("Content-Type: text/rfc822-headers"), parts[3]);
                    assertTrue(parts[3].contains("\r\nSubject: Hello\r\n"), parts[3]);
                }
            }
        }
    }
}
