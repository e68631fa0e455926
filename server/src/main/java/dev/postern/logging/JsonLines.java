package dev.postern.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.postern.query.Visible;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object per line: ts, level, logger, message, then the keys of the event, then the stack trace as one text. */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final byte[] NOTHING = {};

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new LinkedHashMap<String, Object>();
        line.put("ts", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("logger", event.getLoggerName());
        line.put("message", Visible.text(Redaction.text(String.valueOf(event.getFormattedMessage()))));
        keys(event, line);
        if (event.getThrowableProxy() != null) {
            line.put("error", Visible.text(Redaction.text(ThrowableProxyUtil.asString(event.getThrowableProxy()))));
        }
        return (MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void keys(ILoggingEvent event, Map<String, Object> line) {
        event.getMDCPropertyMap()
                .forEach((name, value) -> line.putIfAbsent(name, Visible.text(Redaction.value(name, value))));
        if (event.getKeyValuePairs() == null) {
            return;
        }
        for (var pair : event.getKeyValuePairs()) {
            Object value = pair.value instanceof Number || pair.value instanceof Boolean
                    ? pair.value
                    : Visible.text(Redaction.value(pair.key, String.valueOf(pair.value)));
            line.putIfAbsent(pair.key, value);
        }
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
