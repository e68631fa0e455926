package dev.postern.console.message;

import dev.postern.console.page.PosternLine;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an administrator does with a message of the queue. */
public enum QueueChange {
    HOLD(
            "Hold",
            "No attempt is made until it is released, and it does not expire. An attempt in progress goes on.",
            "It is held."),
    RELEASE("Release", "It is tried at once, and again for the whole period of relay.expire.", "It is released."),
    RETRY(
            "Retry now",
            "An attempt is made at once, also if the destination is being left alone because it could not be reached.",
            "It is tried now."),
    DROP("Drop", "It is removed. These recipients do not get it, and the sender is not told.", "It is removed.");

    private final String title;
    private final String effect;
    private final String done;

    QueueChange(String title, String effect, String done) {
        this.title = title;
        this.effect = effect;
        this.done = done;
    }

    static Optional<QueueChange> named(String name) {
        return Arrays.stream(values()).filter(one -> one.text().equals(name)).findFirst();
    }

    /** As in paths and in commands. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String title() {
        return title;
    }

    public String effect() {
        return effect;
    }

    public String done() {
        return done;
    }

    public boolean isDestructive() {
        return this == DROP;
    }

    public String command(String id) {
        return PosternLine.of("queue", text(), id).command();
    }
}
