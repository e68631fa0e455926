/** One request of a browser: session, form token, rendering, headers. */
@NullMarked
package dev.postern.console.page;

import org.jspecify.annotations.NullMarked;
