/**
 * The command line. It talks to a running server over HTTP like any other administrator, and knows nothing of what is inside; the
 * names of cmdlets and parameters are all that it shares with the server.
 */
@NullMarked
package dev.postern.cli;

import org.jspecify.annotations.NullMarked;
