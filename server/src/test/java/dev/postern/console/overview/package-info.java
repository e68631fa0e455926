@NullMarked
package dev.postern.console.overview;

import org.jspecify.annotations.NullMarked;
