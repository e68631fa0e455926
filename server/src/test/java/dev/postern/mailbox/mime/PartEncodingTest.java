package dev.postern.mailbox.mime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.mailbox.NewAttachment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** How attachments are encoded: RFC 2046 forbids an encoding of messages, and RFC 3464 wants 7bit for the status of a delivery. */
class PartEncodingTest {
    @ParameterizedTest
    @CsvSource({
        "message/delivery-status, Action: failed, 1, 7bit",
        "message/rfc822, a, 65536, 7bit",
        "message/rfc822, a, 65537, 8bit",
        "message/rfc822, \u00e9, 1, 8bit",
        "text/rfc822-headers, Subject: a, 1, 7bit",
        "text/rfc822-headers, Subject: \u00e9, 1, base64",
        "text/rfc822-headers, a, 65537, base64",
        "text/plain, a, 1, base64"
    })
    void ofAnAttachment(String type, String text, int times, String expected) throws IOException {
        byte[] content = text.repeat(times).getBytes(StandardCharsets.UTF_8);
        var message = JsonMapper.shared().createObjectNode().put("subject", "Hello");
        message.putObject("body").put("contentType", "text").put("content", "text");
        var out = new ByteArrayOutputStream();
        MimeOut.write(
                new MimeOut.Letter(
                        message,
                        List.of(NewAttachment.file("a.txt", type, content)),
                        Instant.EPOCH,
                        false,
                        new Random(1)),
                out);
        String mime = out.toString(StandardCharsets.UTF_8);
        String part = mime.substring(mime.indexOf("Content-Type: " + type));
        assertTrue(part.contains("\r\nContent-Transfer-Encoding: " + expected + "\r\n\r\n"), part);
    }
}
