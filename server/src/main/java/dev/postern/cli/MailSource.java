package dev.postern.cli;

import java.util.List;

/** Where the commands of {@code mail} read messages. */
interface MailSource extends AutoCloseable {
    /** The newest messages, the newest first, at most this many. */
    List<ShownMail> newest(int max);

    /** The whole message as text for people. */
    String text(String id);

    /** The message as internet mail. */
    String raw(String id);

    /** The message as JSON. */
    String json(String id);

    /** Removes the messages; returns their number. */
    int clear();

    @Override
    void close();
}
