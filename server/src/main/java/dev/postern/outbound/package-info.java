/** Calls to URLs that a caller chose, such as those of workflows and issuers: which targets may be called, and the client that calls them. */
@NullMarked
package dev.postern.outbound;

import org.jspecify.annotations.NullMarked;
