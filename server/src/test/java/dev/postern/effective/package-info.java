@NullMarked
package dev.postern.effective;

import org.jspecify.annotations.NullMarked;
