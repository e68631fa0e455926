@NullMarked
package dev.postern.itip;

import org.jspecify.annotations.NullMarked;
