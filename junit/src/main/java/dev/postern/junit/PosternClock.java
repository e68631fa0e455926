package dev.postern.junit;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of a server. It runs on from where a test sets it. Tokens, dates of messages and everything that is due follow it. */
public final class PosternClock implements InstantSource {
    private static final String PATH = "/postern/dev/clock";

    private final AdministratorClient administrator;

    PosternClock(AdministratorClient administrator) {
        this.administrator = administrator;
    }

    @Override
    public Instant instant() {
        return Instant.parse(JsonMembers.text(administrator.send("GET", PATH, null), "now"));
    }

    /** Moves the clock forward. What has become due is done soon after that. */
    public void advance(Duration time) {
        set("advance", time.toString());
    }

    /** Moves the clock to a later time; it cannot go back. */
    public void set(Instant time) {
        set("set", time.toString());
    }

    private void set(String member, String value) {
        JsonObject body = new JsonObject();
        body.addProperty(member, value);
        administrator.send("POST", PATH, body.toString());
    }
}
