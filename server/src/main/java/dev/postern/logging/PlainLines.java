package dev.postern.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.postern.query.Visible;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;

/** Human-readable lines: time, level, logger, message, keys; then the stack trace. */
final class PlainLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringBuilder();
        line.append(event.getInstant().truncatedTo(ChronoUnit.MILLIS)).append(' ');
        line.append(String.format("%-5s ", event.getLevel()));
        line.append(event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1));
        line.append(": ").append(oneLine(Redaction.text(String.valueOf(event.getFormattedMessage()))));
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> key(line, pair.key, String.valueOf(pair.value)));
        }
        event.getMDCPropertyMap().forEach((name, value) -> key(line, name, value));
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(Visible.text(Redaction.text(ThrowableProxyUtil.asString(event.getThrowableProxy()))));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void key(StringBuilder line, String name, String value) {
        line.append(' ').append(name).append('=').append(oneLine(Redaction.value(name, value)));
    }

    /** Replaces control characters: a line break in a value could forge a log line. */
    private static String oneLine(String text) {
        return Visible.text(text.replaceAll("[\\r\\n\\t]", " "));
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
