/** The first page of the console: how the server is, and what needs attention. */
@NullMarked
package dev.postern.console.overview;

import org.jspecify.annotations.NullMarked;
