package dev.postern.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.OutputStream;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Configures logging for the process. Everything goes to standard error; standard output is for what commands print.
 * Logging is the only configuration that exists once per process. The main program calls this; tests and embedders keep
 * their own configuration.
 */
public final class Logging {
    /**
     * Libraries that never log below WARN, whatever level is configured. At DEBUG they log headers, raw paths and database URLs, and with
     * them tokens, tickets and passwords.
     */
    private static final List<String> QUIET = List.of(
            "io.helidon",
            "com.zaxxer.hikari",
            "org.flywaydb",
            "com.github.kagkarlsson",
            "org.postgresql",
            "org.apache",
            "jdk",
            "sun");

    private Logging() {}

    /** @param level one of the SLF4J level names */
    public static void install(boolean json, String level) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            configure(context, json, level, System.err);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    static void configure(LoggerContext context, boolean json, String level, OutputStream out) {
        context.reset();
        Encoder<ILoggingEvent> encoder = json ? new JsonLines() : new PlainLines();
        encoder.setContext(context);
        encoder.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("stderr");
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level chosen = Level.toLevel(level, Level.INFO);
        root.setLevel(chosen);
        root.addAppender(appender);
        Level quiet = chosen.isGreaterOrEqual(Level.WARN) ? chosen : Level.WARN;
        QUIET.forEach(name -> context.getLogger(name).setLevel(quiet));
        // Helidon logs a stack trace for each client that disconnects, and clients can do that as often as they like.
        context.getLogger("io.helidon.webserver").setLevel(Level.ERROR);
    }
}
