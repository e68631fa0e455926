/**
 * Where messages begin and end on a connection. Everything that reads from or writes to a connection goes through this package, and the
 * HTTP parser sees only requests in one canonical form.
 */
@NullMarked
package dev.postern.http.framing;

import org.jspecify.annotations.NullMarked;
