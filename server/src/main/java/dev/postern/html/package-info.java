/** HTML processing in one pass: text extraction, and limits for building a tree. The cost is linear in the length. */
@NullMarked
package dev.postern.html;

import org.jspecify.annotations.NullMarked;
