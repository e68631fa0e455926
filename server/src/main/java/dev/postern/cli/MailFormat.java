package dev.postern.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** How {@code mail export} writes messages. A file that exists is never changed. */
interface MailFormat {
    /** A message to be written. */
    record Mail(UUID id, Instant received, MailFlags flags) {}

    /** Begins a folder of the mailbox; its messages follow. */
    void begin(List<String> folder) throws IOException;

    /** Whether a message is there from an earlier export. */
    boolean has(Mail mail) throws IOException;

    void write(Mail mail, MailContent content) throws IOException;

    /** Ends the folder. */
    void end() throws IOException;
}
