@NullMarked
package dev.postern.develop;

import org.jspecify.annotations.NullMarked;
