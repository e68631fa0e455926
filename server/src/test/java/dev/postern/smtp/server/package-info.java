/** Tests. */
@NullMarked
package dev.postern.smtp.server;

import org.jspecify.annotations.NullMarked;
