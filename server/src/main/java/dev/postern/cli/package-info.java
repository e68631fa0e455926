/**
 * The command line. It is an HTTP client like any other administrator's and independent of the server's internals; it shares only
 * the names of cmdlets and parameters with the server.
 */
@NullMarked
package dev.postern.cli;

import org.jspecify.annotations.NullMarked;
