/** The sending side of SMTP: one connection, and the hosts of a domain. */
@NullMarked
package dev.postern.smtp.client;

import org.jspecify.annotations.NullMarked;
