package dev.postern.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoggingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();

    private org.slf4j.Logger logger(boolean json, String level) {
        context.setMDCAdapter(new LogbackMDCAdapter());
        Logging.configure(context, json, level, out);
        return context.getLogger("dev.postern.Some");
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anEventIsOneObjectOnOneLine() {
        var log = logger(true, "info");
        context.getMDCAdapter().put("request-id", "r1");
        log.atError()
                .addKeyValue("status", 500)
                .addKeyValue("path", "/a\nb")
                .setCause(new IllegalStateException("broken\npipe"))
                .log("It {}", "failed");
        assertEquals(1, written().lines().count());
        JsonNode line = new JsonMapper().readTree(written());
        assertEquals("ERROR", line.get("level").asString());
        assertEquals("dev.postern.Some", line.get("logger").asString());
        assertEquals("It failed", line.get("message").asString());
        assertEquals("r1", line.get("request-id").asString());
        assertEquals(500, line.get("status").asInt());
        assertTrue(line.get("error").asString().contains("IllegalStateException: broken"));
        assertTrue(line.get("ts").asString().endsWith("Z"));
    }

    @Test
    void nothingTurnsTheDirectionOfALineOrMovesTheCursor() {
        for (boolean json : new boolean[] {true, false}) {
            out.reset();
            logger(json, "info")
                    .atInfo()
                    .addKeyValue("name", "a\u2066b\u001b[2J")
                    .setCause(new IllegalStateException("cause\u202e"))
                    .log("Application \u202Eexe.\u200f\u0085 caf\u00e9");
            String line = written();
            assertFalse(line.matches("(?s).*[\u202e\u2066\u200f\u0085\u001b].*"), line);
            assertTrue(line.contains("u202eexe.") && line.contains("u2066b") && line.contains("caf\u00e9"), line);
        }
    }

    @Test
    void aKeyOfAnEventCannotReplaceAFixedKey() {
        logger(true, "info").atInfo().addKeyValue("level", "FAKE").log("x");
        assertEquals("INFO", new JsonMapper().readTree(written()).get("level").asString());
    }

    @Test
    void librariesDoNotLogWhatTheyReadFromTheWire() {
        for (String level : new String[] {"trace", "debug", "info"}) {
            out.reset();
            logger(true, level).debug("ours");
            for (String name : new String[] {
                "io.helidon.webserver.http1.Http1Connection.prologue.recv",
                "com.zaxxer.hikari.pool.HikariPool",
                "org.postgresql.core.v3.QueryExecutorImpl",
                "org.apache.hc.core5.http.wire"
            }) {
                context.getLogger(name).info("GET /v1.0/postern-upload/ticket");
                assertFalse(written().contains("ticket"), level);
            }
            assertEquals(!level.equals("info"), written().contains("ours"), level);
        }
    }

    @Test
    void secretsAreHiddenInBothForms() {
        for (boolean json : new boolean[] {true, false}) {
            out.reset();
            var log = logger(json, "info");
            String token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
            log.atWarn()
                    .addKeyValue("clientSecret", "hunter2")
                    .addKeyValue("note", "got " + token)
                    .setCause(new IllegalStateException("client_secret=hunter2&x=1"))
                    .log("Authorization: Bearer hunter2hunter2 and password: hunter2 and {}", token);
            assertFalse(written().contains("hunter2"), written());
            assertFalse(written().contains("eyJ"), written());
            assertTrue(written().contains("***"));
        }
    }

    @Test
    void plainLinesAreReadableAndCannotBeForged() {
        logger(false, "info")
                .atInfo()
                .addKeyValue("path", "/a\n2026 INFO forged")
                .log("request");
        assertEquals(1, written().lines().count());
        assertTrue(written().contains("INFO  Some: request path=/a 2026 INFO forged"), written());
    }

    @Test
    void theLevelIsAppliedAndLibrariesAreQuiet() {
        logger(true, "info").debug("hidden");
        context.getLogger("io.helidon.webserver").warn("hidden");
        context.getLogger("org.flywaydb.core").info("hidden");
        assertEquals("", written());
        context.getLogger("org.flywaydb.core").warn("shown");
        assertTrue(written().contains("shown"));
    }
}
