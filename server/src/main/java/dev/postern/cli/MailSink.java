package dev.postern.cli;

import java.io.IOException;

/** Receives what is found in files. */
interface MailSink {
    /** Takes a message and closes its content later. */
    void found(MovedMail mail) throws IOException;

    /** A message, or a file, cannot be read. */
    void failed(String why);
}
