/** HTML in one pass: what a page says, and whether it is worth building a tree of it. Never more work than the page is long. */
@NullMarked
package dev.postern.html;

import org.jspecify.annotations.NullMarked;
