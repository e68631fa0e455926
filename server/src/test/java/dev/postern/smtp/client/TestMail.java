package dev.postern.smtp.client;

import dev.postern.smtp.DeliveryNotice;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Messages for tests. */
final class TestMail {
    static final String TEXT = "Subject: Report\r\n\r\nHello\r\n.dot\r\n";

    private TestMail() {}

    static OutgoingMail to(String... recipients) {
        return new OutgoingMail("sender@contoso.example", recipients(recipients), content(TEXT), null);
    }

    static List<OutgoingMail.Recipient> recipients(String... addresses) {
        return Arrays.stream(addresses)
                .map(one -> new OutgoingMail.Recipient(one, DeliveryNotice.USUAL))
                .toList();
    }

    static OutgoingMail.Content content(String text) {
        return content(text, false, false);
    }

    static OutgoingMail.Content content(String text, boolean eightBit, boolean utf8) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new OutgoingMail.Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public boolean isEightBit() {
                return eightBit;
            }

            @Override
            public boolean hasUtf8Headers() {
                return utf8;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
