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
 * Sets logging up for the process: everything to standard error, since standard output belongs to what commands print.
 * Logging is the one thing here that a process has once; the composition root of a program calls this, tests and embedders
 * keep their own.
 */
public final class Logging {
    /**
     * Libraries that never write below WARN, whatever level is chosen: at DEBUG they log headers, raw paths and database URLs, and so
     * tokens, tickets and passwords.
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
        // A caller who hangs up would be a stack trace each time, and callers can hang up as often as they like.
        context.getLogger("io.helidon.webserver").setLevel(Level.ERROR);
    }
}
