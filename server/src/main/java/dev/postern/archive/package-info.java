/** Reading and writing of tar archives with regular files. Independent of what is in them. */
@NullMarked
package dev.postern.archive;

import org.jspecify.annotations.NullMarked;
