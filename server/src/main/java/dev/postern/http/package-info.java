/** HTTP: the server, TLS, request ids, the segment router, JSON in and out, limits. It does not know what the routes mean. */
@NullMarked
package dev.postern.http;

import org.jspecify.annotations.NullMarked;
