/** The receiving side of SMTP and LMTP: listeners and dialogues. It does not know who the recipients are. */
@NullMarked
package dev.postern.smtp.server;

import org.jspecify.annotations.NullMarked;
