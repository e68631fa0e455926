package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The mail to recipients outside of the tenant, which developer mode captures. */
record OutsideSource(Server server) implements MailSource {
    private static final String PATH = "/postern/dev/outside";

    @Override
    public List<ShownMail> newest(int max) {
        return send("GET", PATH)
                .path("value")
                .valueStream()
                .limit(max)
                .map(ShownMail::ofCaptured)
                .toList();
    }

    @Override
    public String text(String id) {
        return raw(id);
    }

    @Override
    public String raw(String id) {
        return one(id).path("mime").asString("");
    }

    @Override
    public String json(String id) {
        return Output.json(one(id));
    }

    private JsonNode one(String id) {
        return send("GET", PATH + "/" + Server.encode(id));
    }

    @Override
    public int clear() {
        int found = newest(Integer.MAX_VALUE).size();
        send("DELETE", PATH);
        return found;
    }

    private JsonNode send(String method, String path) {
        Answer answer = server.send(Audience.MANAGEMENT, method, path, null);
        if (!answer.ok()) {
            throw FailureText.of(answer);
        }
        return answer.json();
    }

    @Override
    public void close() {}
}
