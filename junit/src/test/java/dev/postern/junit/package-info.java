@NullMarked
package dev.postern.junit;

import org.jspecify.annotations.NullMarked;
