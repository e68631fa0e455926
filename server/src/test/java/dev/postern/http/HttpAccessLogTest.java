package dev.postern.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class HttpAccessLogTest {
    private static final class Kept extends AppenderBase<ILoggingEvent> {
        private final LinkedBlockingQueue<ILoggingEvent> events = new LinkedBlockingQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            events.add(event);
        }
    }

    @Test
    void aRequestIsOneLineWithoutSecrets() throws IOException, InterruptedException {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var kept = new Kept();
        kept.start();
        root.addAppender(kept);
        ((Logger) LoggerFactory.getLogger("access")).setLevel(Level.INFO);
        Handler handler = request -> {
            request.note("app", "app-1");
            return Response.text(200, "text/plain", "secret-answer" + request.body(100).length);
        };
        try (var server = HttpServer.start(HttpServer.Options.of(HttpServer.Listener.plain("plain", 0)), handler);
                var socket = new RawSocket(server.port("plain"))) {
            socket.send("POST /logged/path?secret-query HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret-token\r\n");
            socket.send("Cookie: secret-cookie\r\nContent-Length: 11\r\n\r\nsecret-body");
            String id = socket.answer().header("request-id");
            String line = "";
            while (!line.contains(id)) {
                var event = kept.events.poll(20, TimeUnit.SECONDS);
                if (event == null) {
                    break;
                }
                String keys = event.getKeyValuePairs() == null
                        ? ""
                        : event.getKeyValuePairs().stream()
                                .map(pair -> pair.key + "=" + pair.value)
                                .collect(Collectors.joining(" "));
                line = event.getLoggerName() + " " + event.getFormattedMessage() + " " + keys + " "
                        + event.getMDCPropertyMap();
                assertFalse(line.contains("secret"), line);
            }
            assertTrue(line.startsWith("access request method=POST route=unmatched status=200 ms="), line);
            assertTrue(line.contains("bytes=15") && line.contains("app=app-1"), line);
            assertEquals(-1, line.indexOf('?'));
        } finally {
            root.detachAppender(kept);
        }
    }
}
