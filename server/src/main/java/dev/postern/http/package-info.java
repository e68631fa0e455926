/** HTTP: the server, TLS, request ids, routing, JSON, limits. It does not depend on the APIs that it serves. */
@NullMarked
package dev.postern.http;

import org.jspecify.annotations.NullMarked;
