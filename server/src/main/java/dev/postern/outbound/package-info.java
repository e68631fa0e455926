/** Calls to URLs that users choose, such as those of workflows and token issuers: which targets are allowed, and the client. */
@NullMarked
package dev.postern.outbound;

import org.jspecify.annotations.NullMarked;
