package dev.postern.smtp.dkim;

import dev.postern.smtp.CanonicalLines;
import dev.postern.smtp.client.OutgoingMail.Content;
import java.io.IOException;
import java.io.OutputStream;

/** A message behind its signatures. Its lines end as they did when they were signed. */
record SignedContent(byte[] signatures, Content message) implements Content {
    @Override
    public long size() {
        return signatures.length + message.size();
    }

    @Override
    public boolean isEightBit() {
        return message.isEightBit();
    }

    @Override
    public boolean hasUtf8Headers() {
        return message.hasUtf8Headers();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(signatures);
        CanonicalLines lines = new CanonicalLines(out);
        message.writeTo(lines);
        lines.finish();
    }
}
