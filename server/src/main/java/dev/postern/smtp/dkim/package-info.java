/** Signing messages, so that other hosts can tell who is responsible for them (DKIM, RFC 6376 and RFC 8463). */
@NullMarked
package dev.postern.smtp.dkim;

import org.jspecify.annotations.NullMarked;
