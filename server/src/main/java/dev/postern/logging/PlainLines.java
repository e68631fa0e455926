package dev.postern.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.postern.query.Visible;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;

/** Lines for people: time, level, logger, message, keys; a stack trace below. */
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

    /** A line break in a value would let it pretend to be a line of ours. */
    private static String oneLine(String text) {
        return Visible.text(text.replaceAll("[\\r\\n\\t]", " "));
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
