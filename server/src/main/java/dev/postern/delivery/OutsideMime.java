package dev.postern.delivery;

import dev.postern.mailbox.Mailboxes;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a message as it leaves the server: without Bcc recipients, and with a trace header. */
record OutsideMime(Mailboxes mailboxes) {
    void write(Job job, OutputStream out) throws IOException {
        mailboxes
                .deliveries()
                .write(
                        job.mailbox(),
                        job.queued(),
                        job.submitted(),
                        TransportHeaders.received(job, job.submitted()),
                        TransportHeaders.ifMissing(job.queued().message(), job),
                        out);
    }
}
