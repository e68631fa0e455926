/** What both directions of SMTP (RFC 5321) and LMTP (RFC 2033) share. */
@NullMarked
package dev.postern.smtp;

import org.jspecify.annotations.NullMarked;
